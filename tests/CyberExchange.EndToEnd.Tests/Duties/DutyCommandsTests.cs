using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Sealing;
using CyberExchange.Storage.Subjects;
using CyberExchange.Views.Duties;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
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

        var folder = Directory.CreateTempSubdirectory("cyberexchange-receipt-").FullName;
        var receipt = Path.Combine(folder, "receipt.txt");
        await File.WriteAllTextAsync(receipt, "received", TestContext.Current.CancellationToken);
        var submitted = Read<CyberExchange.Contracts.Feed.WriteReceipt>(await DutyAsync(
            "submit", id, "gdpr-authority", "--at", "2026-11-22T17:40+01:00", "--to", "Web form", "--authority", "authority-eu", "--receipt", receipt, "--json"));
        AssertDone($"kept the receipt of submission {submitted.Id}\n", await DutyAsync("attach", id, $"{submitted.Id}", receipt));
        Assert.Equal("received", (await DutyAsync("receipt", id, $"{submitted.Id}")).Output);

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
        Assert.StartsWith("STATE\tVERDICT\tOUTCOME\tDUE\tLATEST\tUP TO\tMISSING\tOBSTACLE\tOBLIGATION", listed, StringComparison.Ordinal);
        Assert.Contains($"met\tnot_known\tcomputed\t2026-11-23T00:30:00+01:00\t\t\t\t\tgdpr-authority\t{id}", listed, StringComparison.Ordinal);
        await ReviewedAsync(id, submission.Id);
        AssertDone($"closed the duty file of {id}\n", await DutyAsync("close", id, "--reason", "All is done."));
        Assert.StartsWith("REMINDED\tPASSED\tDUE", (await DutyAsync("reminders")).Output, StringComparison.Ordinal);

        var evidence = await DutyAsync("evidence", id, "--json");
        var pack = Read<DutyEvidenceDocument>(evidence);
        Assert.Equal("revision_required", Assert.Single(pack.File.Submissions).Review!.Outcome);
        Assert.Equal("duty.file-closed", pack.Entries[^1].Type);
        Assert.Equal(["duty.report-reviewed", "duty.reminded"], pack.Entries.Where(e => e.Metadata is null).Select(e => e.Type));
        Assert.Equal($"{pack.Entries.Count} entries, each as its leaf commits to it\n", evidence.Error);

        await PackAsync(id, submitted.Id, Path.Combine(folder, "pack"));
        Directory.Delete(folder, recursive: true);
    }

    // All that is typed is read from what was printed before.
    private async Task ReviewedAsync(string incident, Guid submission)
    {
        var addressed = (await exchange.CyxAsync("authority-eu", "", "duty", "list", "--addressed-to-me")).Output;
        Assert.Contains($"gdpr-authority\t{incident}", addressed, StringComparison.Ordinal);
        var shown = Assert.Single(addressed.Split('\n'), line => line.Contains("filed_by_hand", StringComparison.Ordinal)).Split('\t');
        Assert.Equal([incident, $"{submission}", "gdpr-authority", "2026-11-22T17:40:00+01:00", "filed_by_hand", "authority-eu", "yes", "", "", "grid-jp"], shown);
        AssertDone($"reviewed submission {submission}\n", await exchange.CyxAsync("authority-eu", "", "duty", "review", shown[0], shown[1], "--revise", "The number of persons is missing."));

        Assert.Contains($"gdpr-authority\t{incident}", (await DutyAsync("list", "--state", "revision_required")).Output, StringComparison.Ordinal);
        Assert.Contains("authority-eu\tyes\trevision_required\tThe number of persons is missing.\t\t\n", (await DutyAsync("file", incident)).Output, StringComparison.Ordinal);
        Assert.Contains("gdpr-authority\trevision_required\t", (await DutyAsync("matrix", incident)).Output, StringComparison.Ordinal);
        Assert.Contains($"\t\t\trevision_required\t\tgdpr-authority\t{incident}", (await DutyAsync("reminders")).Output, StringComparison.Ordinal);
        Assert.Contains("revision_required\tThe number of persons is missing.\tgrid-jp", (await exchange.CyxAsync("authority-eu", "", "duty", "list", "--addressed-to-me")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cyx_says_what_is_not_known_of_a_clock_and_why()
    {
        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("cert-jp", DutyExamples.Profile, "duty", "profile", "--state", "-")).Code);
        var id = (await exchange.With(RunningExchange.CertificateOf("cert-jp"), patient: true).ReportRansomwareAsync()).ToString();
        Assert.Equal(ExitCode.Done, (await ForAsync("fact", id, "awareness", "2026-11-20")).Code);
        Assert.Equal(ExitCode.Done, (await ForAsync("fact", id, "classification", "2026-11-22T10:00+01:00")).Code);

        // Hours do not run from a day, and days do.
        foreach (var shown in new[] { (await ForAsync("list")).Output, (await ForAsync("file", id)).Output })
        {
            Assert.Contains("cannot_compute\t\t\t\tawareness\tdate_only\tgdpr-authority\t", shown, StringComparison.Ordinal);
            Assert.Contains("computed\t2026-11-22T23:59:59+09:00\t\t2026-11-24T23:59:59+09:00\t\t\tjp-appi-prompt\t", shown, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Done, (await ForAsync("fact", id, "awareness", "2026-11-22T09:00+01:00", "--corrects", "2", "--reason", "It was read on Sunday.")).Code);
        Assert.Contains(
            $"target_passed\tnot_known\troll_unknown\t2026-11-22T14:00:00+01:00\tnot known, at least 2026-11-23T12:00:00+01:00\t\tholidays\t\tdora-initial\t{id}", (await ForAsync("list", "--state", "target_passed")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("dora-initial", (await ForAsync("list", "--state", "overdue")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await ForAsync("decide", id, "dora_major", "--yes", "--reason", "It is evident.")).Code);
        Assert.Contains("not known: no calendar says whether the target moves", (await ForAsync("report", id, "dora-initial", "--html")).Output, StringComparison.Ordinal);

        Task<CyxRun> ForAsync(params string[] args) => exchange.CyxAsync("cert-jp", "", ["duty", .. args]);
    }

    // What was exported is checked without an exchange, and whatever is altered in it is found.
    private async Task PackAsync(string incident, Guid submission, string pack)
    {
        var written = await DutyAsync("evidence", incident, "--pack", pack);
        Assert.Equal((ExitCode.Done, ""), (written.Code, written.Output));
        Assert.Contains("entries, 1 receipts and 0 reports", written.Error, StringComparison.Ordinal);
        Assert.Equal("received", await File.ReadAllTextAsync(Path.Combine(pack, "receipts", $"{submission}.txt"), TestContext.Current.CancellationToken));
        Assert.Equal((ExitCode.Done, ""), await CheckAsync());
        Assert.Equal(ExitCode.Usage, (await DutyAsync("evidence", incident, "--pack", pack)).Code); // It is there already.

        await AlteredAsync($"receipts/{submission}.txt", "received", "deceived", $"receipts/{submission}.txt is not the receipt that submission {submission} names");
        await AlteredAsync("evidence.json", "Ticket 4711", "Ticket 4712", "entry 2 is not what its leaf commits to");
        await AlteredAsync("evidence.json", "Ticket 4711", "Ticket 4712", "evidence.json has the SHA-256 ");
        await AlteredAsync("manifest.json", "\"receipts/", "\"../receipts/", $"../receipts/{submission}.txt is no path within the pack");
        await AlteredAsync("manifest.json", $"{submission}.txt", $"{submission}.pdf", $"receipts/{submission}.pdf cannot be read: ");
        await AlteredAsync("manifest.json", $"\"receipt\": \"{submission}\"", $"\"receipt\": \"{Guid.Empty}\"", $"the manifest says nothing of the receipt of submission {submission}");
        await AlteredAsync("evidence.json", "\"envelopeSalt\"", "\"envelopeSalt_\"", "is not what its leaf commits to");
        await AlteredAsync("manifest.json", $"\"receipt\": \"{submission}\",", "", "is listed and is no receipt");
        await AlteredAsync("manifest.json", "\"withoutReceipt\": []", $"\"withoutReceipt\": [\"{submission}\"]", "is a receipt that the manifest says is not there");
        await File.WriteAllTextAsync(Path.Combine(pack, "receipts", "another.txt"), "received", TestContext.Current.CancellationToken);
        Assert.Contains("receipts/another.txt is not listed in the manifest", (await CheckAsync()).Item2, StringComparison.Ordinal);
        File.Delete(Path.Combine(pack, "receipts", "another.txt"));
        Assert.Equal((ExitCode.Done, ""), await CheckAsync());
        Assert.Equal(ExitCode.Usage, (await exchange.CyxAsync("grid-jp", "", "duty", "evidence", "--check", Path.GetDirectoryName(pack)!)).Code); // It is no pack.

        async Task AlteredAsync(string file, string before, string after, string fault)
        {
            var path = Path.Combine(pack, file);
            var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains(before, text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, text.Replace(before, after, StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var (code, said) = await CheckAsync();
            Assert.Equal(ExitCode.Invalid, code);
            Assert.Contains(fault, said, StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        async Task<(ExitCode, string)> CheckAsync()
        {
            var run = await exchange.CyxAsync("grid-jp", "", "duty", "evidence", "--check", pack);
            return (run.Code, run.Output);
        }
    }

    [Fact]
    public async Task A_receipt_is_sealed_and_its_owner_alone_reads_it_back()
    {
        var owner = exchange.With(RunningExchange.CertificateOf("cert-jp"), patient: true);
        await owner.StateProfileAsync();
        var incident = await owner.ReportRansomwareAsync();
        var bytes = Encoding.UTF8.GetBytes($"Received from Mr Example, {incident}");
        using var entered = await owner.EnterAsync(incident, "submissions", DutyRequests.Json(new SubmitReportRequest
        {
            Obligation = "gdpr-authority",
            Way = "filed_by_hand",
            SubmittedAt = "2026-11-21T12:00:00Z",
            Addressee = "The authority's web form",
            Authority = "authority-jp",
            Receipt = new("受領.txt", Convert.ToHexStringLower(SHA256.HashData(bytes))),
        }));
        var submission = (await entered.BodyAsync(WireJson.Default.WriteReceipt)).Id;
        var path = $"/v1/incidents/{incident}/duties/submissions/{submission}/receipt";
        await RefusedAsync(await owner.ReadAsync(path), 404, "not-found");

        await RefusedAsync(await PutAsync(owner, path, [.. bytes, 1]), 422, "invalid");
        await RefusedAsync(await PutAsync(owner, path, new byte[(4 * 1024 * 1024) + 1]), 413, "too-large");
        await RefusedAsync(await PutAsync(owner, path, bytes, "application/json"), 415, "unsupported-media-type");
        await RefusedAsync(await PutAsync(owner, path.Replace($"{submission}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal), bytes), 404, "not-found");
        foreach (var other in new[] { "grid-jp", "cert-eu" })
        {
            await RefusedAsync(await PutAsync(exchange.As(other), path, bytes), 404, "not-found");
        }

        foreach (var key in new[] { "kept-once", "kept-once", "kept-again" })
        {
            using var kept = await PutAsync(owner, path, bytes, key: key);
            Assert.Equal(submission, (await kept.BodyAsync(WireJson.Default.WriteReceipt)).Id);
        }

        using var read = await owner.ReadAsync(path);
        Assert.Equal(bytes, await read.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(("application/octet-stream", "attachment", "受領.txt"), (read.Content.Headers.ContentType?.MediaType, read.Content.Headers.ContentDisposition?.DispositionType, read.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal(["nosniff"], read.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(bytes.Length, Assert.Single((await owner.FileAsync(incident)).Submissions).KeptReceiptBytes);
        foreach (var other in new[] { "grid-jp", "cert-eu" })
        {
            await RefusedAsync(await exchange.As(other).ReadAsync(path), 404, "not-found");
        }

        await RefusedAsync(await exchange.As("authority-jp").ReadAsync(path), 403, "not-permitted");
        var addressed = Assert.Single(await exchange.As("authority-jp").DutiesAsync("&addressed=to-me"), duty => duty.Incident == incident);
        Assert.Null(Assert.Single(addressed.Submissions).KeptReceiptBytes);
        var events = (await (await owner.ReadAsync($"/v1/incidents/{incident}/duties/evidence")).BodyAsync(WireJson.Default.DutyEvidenceDocument)).Entries;
        Assert.Single(events, e => e.Type == "duty.receipt-attached");

        // Nowhere in clear, and nowhere at all once its key is gone.
        Assert.Equal(0, await NumberAsync("select count(*) from cx.document where position('Mr Example'::bytea in bytes) > 0"));
        Assert.Equal(1, await NumberAsync($"select count(*) from cx.document where octet_length(bytes) = {bytes.Length + Aead.OverheadBytes}"));
        var file = (await exchange.Services.GetRequiredService<DutyQueries>().FindFileAsync(exchange.PartnerOf("cert-jp").Id, new(incident), Ct))!.File; // It was read above.
        var subject = Assert.Single(file.Submissions).Kept!.Subject; // It was attached above.
        Assert.Equal(1, await NumberAsync($"with gone as (delete from cx.subject_key where subject_id = '{subject.Value}' returning 1) select count(*) from gone"));
        using var another = new PersonalVault(exchange.Services.GetRequiredService<SubjectKeyTable>(), exchange.Services.GetRequiredService<InstanceKey>()); // A node that has not got the key in memory.
        Assert.Null(await another.OpenAsync(subject, new byte[64], Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<HttpResponseMessage> PutAsync(HttpClient partner, string path, byte[] bytes, string mediaType = "application/octet-stream", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Version = partner.DefaultRequestVersion, VersionPolicy = partner.DefaultVersionPolicy, Content = new ByteArrayContent(bytes) { Headers = { ContentType = new(mediaType) } },
        };
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString());
        return await partner.SendAsync(request, Ct);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, int status, string kind)
    {
        using (answer)
        {
            await answer.AssertProblemAsync(status, kind);
        }
    }

    private async Task<long> NumberAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!; // It counts.
    }

    private Task<CyxRun> DutyAsync(params string[] args) => exchange.CyxAsync("grid-jp", "", ["duty", .. args]);

    private static T Read<T>(CyxRun run)
    {
        Assert.True(run.Code is ExitCode.Done, run.Error);
        return (T)JsonSerializer.Deserialize(run.Output, typeof(T), WireJson.Default)!; // An answer is never null.
    }

    private static void AssertDone(string output, CyxRun run) => Assert.Equal((ExitCode.Done, output), (run.Code, run.Code is ExitCode.Done ? run.Output : run.Error));
}
