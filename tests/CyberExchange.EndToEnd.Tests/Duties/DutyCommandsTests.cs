using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Duties;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

public sealed class DutyCommandsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task A_file_is_kept_submitted_from_reviewed_and_proved_by_cyx()
    {
        Assert.Equal("stated the profile\n", (await exchange.CyxAsync("grid-jp", DutyExamples.Profile, "duty", "profile", "--state", "-")).Output);
        Assert.Equal("Europe/Paris", Read<DutyProfileDocument>(await DutyAsync("profile", "--json")).Zone);
        var id = (await exchange.With(RunningExchange.CertificateOf("grid-jp"), patient: true).ReportRansomwareAsync()).ToString();

        AssertDone($"recorded in the duty file of {id}\n", await DutyAsync("fact", id, "awareness", "2026-11-20T09:30", "--zone", "Asia/Tokyo", "--evidence", "Ticket 4711"));
        AssertDone($"recorded in the duty file of {id}\n", await DutyAsync("fact", id, "awareness", "2026-11-20T08:30", "--zone", "Asia/Tokyo", "--corrects", "2", "--reason", "Read earlier."));
        AssertDone($"decided in the duty file of {id}\n", await DutyAsync("decide", id, "personal_data_breach", "--yes", "--answer", "Was a file copied?=yes", "--reason", "A file was copied."));
        AssertDone($"decided in the duty file of {id}\n", await DutyAsync("decide", id, "appi_reportable", "--no", "--answer", "appi-thousand/persons=1001", "--reason", "Of another business."));
        AssertDone($"addressed in the duty file of {id}\n", await DutyAsync("address", id, "jp-appi-final", "authority-jp"));
        Assert.Equal(ExitCode.Usage, (await DutyAsync("decide", id, "gdpr_risk", "--reason", "Neither.")).Code);
        Assert.Equal(ExitCode.NotFound, (await exchange.CyxAsync("grid-eu", "", "duty", "file", id)).Code);

        var receipt = Path.Combine(Directory.CreateTempSubdirectory("cyberexchange-receipt-").FullName, "receipt.txt");
        await File.WriteAllTextAsync(receipt, "received", TestContext.Current.CancellationToken);
        var submitted = Read<CyberExchange.Contracts.Feed.WriteReceipt>(await DutyAsync(
            "submit", id, "gdpr-authority", "--at", "2026-11-22T17:40+01:00", "--to", "Web form", "--authority", "authority-eu", "--receipt", receipt, "--json"));
        Directory.Delete(Path.GetDirectoryName(receipt)!, recursive: true); // It is in the folder that was made above.

        var file = Read<DutyFileDocument>(await DutyAsync("file", id, "--json"));
        var submission = Assert.Single(file.Submissions);
        Assert.Equal((submitted.Id, "receipt.txt", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("received"u8))), (submission.Id, submission.Receipt!.Name, submission.Receipt.Sha256));
        var shown = (await DutyAsync("file", id)).Output;
        Assert.Contains("2\tawareness\t2026-11-20T09:30\tAsia/Tokyo\tno\tTicket 4711", shown, StringComparison.Ordinal);
        Assert.Contains("yes\tpersonal_data_breach\tIs it a breach of personal data?", shown, StringComparison.Ordinal);

        Assert.Contains("met\tappi_reportable\tappi-thousand\tMore than 1 000 persons\tfrom 2022-04-01\t\tAPPI Enforcement Rules art. 7(iv)", shown, StringComparison.Ordinal);
        Assert.Contains("not_answered\tappi_reportable\tappi-malicious\t", shown, StringComparison.Ordinal);
        Assert.Contains("no\tappi_reportable\t", shown, StringComparison.Ordinal); // What the answers come to decides nothing.
        var listed = (await DutyAsync("list", "--state", "met")).Output;
        Assert.StartsWith("STATE\tDUE\tLATEST\tOBLIGATION", listed, StringComparison.Ordinal);
        Assert.Contains($"met\t2026-11-23T00:30:00+01:00\t\tgdpr-authority\t{id}", listed, StringComparison.Ordinal);
        Assert.Contains($"gdpr-authority\t{id}", (await exchange.CyxAsync("authority-eu", "", "duty", "list", "--addressed-to-me")).Output, StringComparison.Ordinal);
        AssertDone($"reviewed submission {submission.Id}\n", await exchange.CyxAsync("authority-eu", "", "duty", "review", id, $"{submission.Id}", "--revise", "The number of persons is missing."));
        AssertDone($"closed the duty file of {id}\n", await DutyAsync("close", id, "--reason", "All is done."));
        Assert.StartsWith("REMINDED\tPASSED\tDUE", (await DutyAsync("reminders")).Output, StringComparison.Ordinal);

        var evidence = await DutyAsync("evidence", id, "--json");
        var pack = Read<DutyEvidenceDocument>(evidence);
        Assert.Equal("revision_required", Assert.Single(pack.File.Submissions).Review!.Outcome);
        Assert.Equal("duty.file-closed", pack.Entries[^1].Type);
        Assert.Equal(["duty.report-reviewed"], pack.Entries.Where(e => e.Metadata is null).Select(e => e.Type));
        Assert.Equal($"{pack.Entries.Count} entries, each as its leaf commits to it\n", evidence.Error);
    }

    private Task<CyxRun> DutyAsync(params string[] args) => exchange.CyxAsync("grid-jp", "", ["duty", .. args]);

    private static T Read<T>(CyxRun run)
    {
        Assert.True(run.Code is ExitCode.Done, run.Error);
        return (T)JsonSerializer.Deserialize(run.Output, typeof(T), WireJson.Default)!; // An answer is never null.
    }

    private static void AssertDone(string output, CyxRun run) => Assert.Equal((ExitCode.Done, output), (run.Code, run.Code is ExitCode.Done ? run.Output : run.Error));
}
