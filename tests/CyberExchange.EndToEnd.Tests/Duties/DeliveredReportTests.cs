using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Duties;
using CyberExchange.Views.Duties;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

/// <summary>A report that is delivered here: the authority reads the bytes that were kept, and nothing else of the incident; nobody else reads anything.</summary>
public sealed class DeliveredReportTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_authority_reads_what_was_delivered_to_it_whatever_is_stated_later()
    {
        var bank = As("grid-jp");
        var incident = await KnownAsync(bank);
        await FillAsync(bank, incident, "A password of Mr Example.");
        var sent = await DeliverAsync(bank, incident, "jp-appi-prompt", "authority-jp");
        var path = Path(incident, sent);
        var delivered = await BytesAsync(As("authority-jp"), path);
        Assert.Contains("A password of Mr Example.", Encoding.UTF8.GetString(delivered), StringComparison.Ordinal);
        Assert.Contains("\"id\": \"jp-appi-prompt\"", Encoding.UTF8.GetString(delivered), StringComparison.Ordinal);

        // The matrix goes on; what was delivered was delivered.
        await FillAsync(bank, incident, "Somebody opened the door.");
        var again = await DeliverAsync(bank, incident, "jp-appi-prompt", "authority-jp");
        Assert.Equal(delivered, await BytesAsync(As("authority-jp"), path));
        Assert.Equal(delivered, await BytesAsync(bank, path));
        Assert.Contains("Somebody opened the door.", Encoding.UTF8.GetString(await BytesAsync(As("authority-jp"), Path(incident, again))), StringComparison.Ordinal);

        var told = (await bank.FileAsync(incident)).Submissions.Single(s => s.Id == sent).Delivered!; // It was delivered.
        var shown = (await As("authority-jp").DutiesAsync("&addressed=to-me")).Single(d => d.Incident == incident);
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(delivered)), delivered.Length), (told.Sha256, told.Bytes));
        Assert.Equal(("met", told), (shown.State, shown.Submissions.Single(s => s.Id == sent).Delivered));
        using var read = await As("authority-jp").ReadAsync(path);
        Assert.Equal(($"\"{told.Sha256}\"", "application/json"), (read.Headers.ETag?.Tag, read.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Nobody_else_reads_it_and_the_authority_reads_nothing_else()
    {
        var bank = As("grid-jp");
        var incident = await KnownAsync(bank); // Released to cert-jp.
        var sent = await DeliverAsync(bank, incident, "gdpr-authority", "authority-eu");
        var byHand = (await bank.SubmitAsync(incident, "jp-appi-prompt", "2026-11-22T10:00:00+09:00", "authority-jp")).Id;

        foreach (var (member, paths) in new[]
        {
            ("authority-jp", new[] { Path(incident, sent), Path(incident, byHand), Path(incident, Guid.CreateVersion7()), Path(Guid.CreateVersion7(), sent) }),
            ("authority-eu", [Path(incident, byHand), Path(Guid.CreateVersion7(), sent), $"/v1/incidents/{incident}"]),
            ("cert-jp", [Path(incident, sent)]),
            ("grid-eu", [Path(incident, sent)]),
            ("grid-jp", [Path(incident, byHand), Path(incident, Guid.CreateVersion7())]),
        })
        {
            foreach (var path in paths)
            {
                using var answer = await As(member).ReadAsync(path);
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{member} {path} {answer.StatusCode}");
            }
        }

        foreach (var member in new[] { "steward", "delegate-jp" })
        {
            using var refused = await As(member).ReadAsync(Path(incident, sent));
            await refused.AssertProblemAsync(403, "not-permitted");
        }

        await (await As("authority-eu").EnterAsync(incident, $"submissions/{sent}/review", DutyExamples.Review)).BodyAsync(WireJson.Default.WriteReceipt);
        Assert.Equal("revision_required", (await bank.FileAsync(incident)).Submissions.Single(s => s.Id == sent).Review!.Outcome); // It was reviewed.
    }

    [Fact]
    public async Task That_an_authority_read_it_is_written_down_first()
    {
        var bank = As("grid-jp");
        var incident = await KnownAsync(bank);
        var sent = await DeliverAsync(bank, incident, "gdpr-authority", "authority-eu");
        await BytesAsync(bank, Path(incident, sent));
        Assert.Empty(await ReadsAsync());

        await exchange.ExecuteAsync("revoke insert on cx.audit_read from cx_service");
        try
        {
            using var refused = await As("authority-eu").ReadAsync(Path(incident, sent));
            await refused.AssertProblemAsync(503, "busy");
        }
        finally
        {
            await exchange.ExecuteAsync("grant insert on cx.audit_read to cx_service");
        }

        await BytesAsync(As("authority-eu"), Path(incident, sent));
        await BytesAsync(As("authority-eu"), Path(incident, sent));
        var read = Assert.Single(await ReadsAsync());
        Assert.Equal(("delivered-report", "authority-eu", "TLP:AMBER"), (read.Door, read.Handle, read.Label));

        async Task<IReadOnlyList<CyberExchange.Contracts.Audit.ItemReadDocument>> ReadsAsync() =>
            (await (await bank.ReadAsync($"/v1/incidents/{incident}/reads")).BodyAsync(WireJson.Default.PageItemReadDocument)).Items;
    }

    [Fact]
    public async Task It_is_kept_sealed_and_gone_with_its_key()
    {
        var bank = As("cert-jp");
        var incident = await KnownAsync(bank, with: "grid-jp");
        await FillAsync(bank, incident, "A secret of Mrs Sample.");
        var sent = await DeliverAsync(bank, incident, "jp-appi-prompt", "authority-jp");

        Assert.Equal(0, await NumberAsync("select count(*) from cx.document where position('Mrs Sample'::bytea in bytes) > 0"));
        var file = (await exchange.Services.GetRequiredService<DutyQueries>().FindFileAsync(exchange.PartnerOf("cert-jp").Id, new(incident), Ct))!.File; // It was delivered from.
        var subject = Assert.Single(file.Submissions).Delivered!.Subject; // The same.
        Assert.Equal(1, await NumberAsync($"with gone as (delete from cx.subject_key where subject_id = '{subject.Value}' returning 1) select count(*) from gone"));
        using var erased = await As("authority-jp").ReadAsync(Path(incident, sent));
        await erased.AssertProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_refused_and_kept_nowhere()
    {
        var maker = As("maker-jp");
        var incident = await maker.ReportRansomwareAsync();
        Assert.Equal(("invalid", "/way"), await RefusedAsync(new() { Obligation = "gdpr-authority", Way = "delivered_here", Authority = "authority-jp" })); // There is no profile.
        await maker.StateProfileAsync();
        Assert.Equal(("unknown-term", "/obligation"), await RefusedAsync(new() { Obligation = "gdpr", Way = "delivered_here", Authority = "authority-jp" }));
        Assert.Equal(("invalid", "/authority"), await RefusedAsync(new() { Obligation = "gdpr-authority", Way = "delivered_here" }));
        Assert.Equal(("unknown-term", "/form"), await RefusedAsync(new() { Obligation = "jp-acd-prompt", Way = "delivered_here", Authority = "authority-jp", Form = "jpform.none" }));
        Assert.Equal(("invalid", "/form"), await RefusedAsync(new() { Obligation = "jp-acd-prompt", Way = "filed_by_hand", Authority = "authority-jp", Form = "jpform.none" }));
        using var none = await maker.ReadAsync($"/v1/incidents/{incident}/duties");
        await none.AssertProblemAsync(404, "not-found");

        async Task<(string, string?)> RefusedAsync(SubmitReportRequest request)
        {
            var problem = await (await maker.EnterAsync(incident, "submissions", DutyRequests.Json(request))).ProblemAsync();
            return (problem.Type["urn:cyberexchange:problem:".Length..], problem.Pointer);
        }
    }

    [Fact]
    public async Task Cyx_delivers_reads_and_proves_it()
    {
        var owner = As("grid-eu");
        var incident = await KnownAsync(owner, with: "cert-eu");
        var submitted = await exchange.CyxAsync("grid-eu", "", "duty", "submit", $"{incident}", "gdpr-authority", "--authority", "authority-eu", "--json");
        Assert.True(submitted.Code is ExitCode.Done, submitted.Error);
        var sent = JsonSerializer.Deserialize(submitted.Output, WireJson.Default.WriteReceipt)!.Id; // An answer is never null.

        var read = await exchange.CyxAsync("authority-eu", "", "duty", "delivered", $"{incident}", $"{sent}");
        Assert.Equal((ExitCode.Done, Encoding.UTF8.GetString(await BytesAsync(owner, Path(incident, sent)))), (read.Code, read.Output));
        Assert.Equal(ExitCode.NotFound, (await exchange.CyxAsync("authority-jp", "", "duty", "delivered", $"{incident}", $"{sent}")).Code);

        var page = await exchange.CyxAsync("authority-eu", "", "duty", "delivered", $"{incident}", $"{sent}", "--html");
        Assert.Contains("Personal data breach notification to the supervisory authority", page.Output, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", page.Output, StringComparison.OrdinalIgnoreCase);

        var pack = System.IO.Path.Combine(Directory.CreateTempSubdirectory("cyberexchange-delivered-").FullName, "pack");
        var written = await exchange.CyxAsync("grid-eu", "", "duty", "evidence", $"{incident}", "--pack", pack);
        Assert.Contains("entries, 0 receipts and 1 reports", written.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CheckAsync()).Code);
        var report = System.IO.Path.Combine(pack, "reports", $"{sent}.json");
        Assert.Equal(read.Output, await File.ReadAllTextAsync(report, Ct));
        await File.AppendAllTextAsync(report, " ", Ct);
        Assert.Contains($"reports/{sent}.json is not the report that was delivered with submission {sent}", (await CheckAsync()).Output, StringComparison.Ordinal);
        Directory.Delete(System.IO.Path.GetDirectoryName(pack)!, recursive: true); // It is in a folder.

        Task<CyxRun> CheckAsync() => exchange.CyxAsync("grid-eu", "", "duty", "evidence", "--check", pack);
    }

    private static string Path(Guid incident, Guid submission) => $"/v1/incidents/{incident}/duties/submissions/{submission}/report";

    private static async Task<Guid> KnownAsync(HttpClient owner, string with = "cert-jp")
    {
        await owner.StateProfileAsync();
        var incident = await owner.ReportRansomwareAsync(with);
        await owner.RecordAsync(incident, "awareness", "2026-11-20T09:30:00", "Asia/Tokyo");
        return incident;
    }

    private static async Task<Guid> DeliverAsync(HttpClient owner, Guid incident, string obligation, string authority) =>
        (await (await owner.EnterAsync(incident, "submissions", DutyRequests.Json(new SubmitReportRequest { Obligation = obligation, Way = "delivered_here", Authority = authority })))
            .BodyAsync(WireJson.Default.WriteReceipt)).Id;

    private static async Task FillAsync(HttpClient owner, Guid incident, string value) =>
        await (await owner.WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident}/duties/matrix/root-cause", DutyRequests.Json(new FillRowRequest { Values = [value] })))
            .BodyAsync(WireJson.Default.WriteReceipt);

    private static async Task<byte[]> BytesAsync(HttpClient reader, string path)
    {
        using var answer = await reader.ReadAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Ct);
    }

    private async Task<long> NumberAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!; // It counts.
    }

    private HttpClient As(string member) => exchange.With(RunningExchange.CertificateOf(member), patient: true);
}
