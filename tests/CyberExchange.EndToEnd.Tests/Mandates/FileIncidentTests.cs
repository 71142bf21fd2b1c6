using System.Net;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Mandates;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Mandates;
using CyberExchange.Testing.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Mandates;

/// <summary>On behalf of an operator: its CERT files, within what the operator has signed, and the incident is the operator's.</summary>
public sealed class FileIncidentTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Report = IncidentExamples.File;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_gives_a_mandate_and_its_CERT_files_and_both_read_who_filed()
    {
        var until = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var given = await exchange.CyxAsync(
            "grid-eu", "", "mandate", "give", "cert-eu", "--until", until, "--class", "rsit.intrusions", "--label", "TLP:AMBER", "--to", "cert-eu", "--json");
        Assert.True(given.Code is ExitCode.Done, given.Error);
        var mandate = (string)JsonNode.Parse(given.Output)!["id"]!;
        foreach (var (member, other) in new[] { ("cert-eu", "grid-eu"), ("grid-eu", "cert-eu") })
        {
            Assert.Contains($"{mandate}\tgrid-eu\tcert-eu\t", (await exchange.CyxAsync(member, "", "mandate", "list")).Output, StringComparison.Ordinal);
            Assert.Contains("partners " + exchange.PartnerOf("cert-eu").Id.Value, (await exchange.CyxAsync(member, "", "mandate", "show", mandate)).Output, StringComparison.Ordinal);
        }

        var filed = await exchange.CyxAsync("cert-eu", Report, "incident", "report", "-", "--mandate", mandate, "--json");
        Assert.True(filed.Code is ExitCode.Done, filed.Error);
        var incident = (string)JsonNode.Parse(filed.Output)!["id"]!;
        await exchange.CaughtUpAsync();

        foreach (var member in new[] { "cert-eu", "grid-eu" })
        {
            using var read = await exchange.As(member).ReadAsync($"/v1/incidents/{incident}");
            var document = await read.BodyAsync(WireJson.Default.IncidentDocument);
            Assert.Equal(("grid-eu", member == "grid-eu"), (document.Originator.Handle, document.Sharing is not null));
            Assert.Equal((exchange.PartnerOf("cert-eu").Id.Value, "cert-eu", mandate), (document.Filed!.By, document.Filed.Handle, document.Filed.Mandate.ToString()));
            Assert.Equal(member == "grid-eu" ? "originator" : "named", document.Received.Reason);
            Assert.Contains($"cert-eu, under mandate {mandate}", (await exchange.CyxAsync(member, "", "incident", "show", incident)).Output, StringComparison.Ordinal);
            Assert.Contains("Filed for the originator by", await PageAsync(member, incident), StringComparison.Ordinal);
        }

        // The operator finds it wherever it finds what it reported itself.
        Assert.Contains(incident, await TextAsync("grid-eu", "/v1/incidents?originator=grid-eu"), StringComparison.Ordinal);
        Assert.Contains(incident, await TextAsync("grid-eu", "/v1/feed"), StringComparison.Ordinal);
        Assert.Contains(incident, await TextAsync("grid-eu", "/v1/search?q=substation"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await exchange.As("grid-eu").GetAsync($"/v1/incidents/{incident}/holders", Ct)).StatusCode);

        Assert.Equal(ExitCode.Done, (await exchange.CyxAsync("grid-eu", "", "mandate", "revoke", mandate, "--reason", "Our own team reports.")).Code);
        Assert.DoesNotContain(mandate, (await exchange.CyxAsync("cert-eu", "", "mandate", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("Our own team reports.", (await exchange.CyxAsync("cert-eu", "", "mandate", "show", mandate)).Output, StringComparison.Ordinal);
        var late = await exchange.CyxAsync("cert-eu", Report, "incident", "report", "-", "--mandate", mandate);
        Assert.EndsWith("(mandate-not-in-force)\n", late.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await exchange.As("grid-eu").GetAsync($"/v1/incidents/{incident}", Ct)).StatusCode);
    }

    // Else the CERT's next report of the same person would be erased, or not, with the operator's.
    [Fact]
    public async Task Persons_in_it_are_sealed_as_the_operators()
    {
        var id = await exchange.GiveAsync(exchange.MandateOf());
        var (ofOperator, ofCert) = (await PersonsAsync("grid-eu"), await PersonsAsync("cert-eu"));

        await exchange.FileAsync(id, Report.Replace("shift@grid.example", "someone.new@grid.example", StringComparison.Ordinal)).ReceiptAsync();

        Assert.Equal((ofOperator + 1, ofCert), (await PersonsAsync("grid-eu"), await PersonsAsync("cert-eu")));
    }

    [Fact]
    public async Task What_was_filed_is_changed_by_the_operator_alone()
    {
        var id = await exchange.GiveAsync(exchange.MandateOf());
        var receipt = await exchange.FileAsync(id, Report).ReceiptAsync();
        var path = $"/v1/incidents/{receipt.Id}";
        await exchange.CaughtUpAsync();
        using var ofCert = await exchange.As("cert-eu").ReadAsync(path);
        using var ofOperator = await exchange.As("grid-eu").ReadAsync(path);
        var sharing = """{"sharing":{"label":"TLP:GREEN"}}""";

        foreach (var (method, change, body) in new[]
        {
            (HttpMethod.Put, "sharing", sharing), (HttpMethod.Put, "report", IncidentExamples.Amend), (HttpMethod.Post, "withdrawal", """{"reason":"Wrong."}"""),
        })
        {
            using var refused = await exchange.As("cert-eu").WriteAsync(method, $"{path}/{change}", body, ifMatch: ofCert.Headers.ETag!.ToString());
            await refused.AssertProblemAsync(403, "not-originator");
        }

        using var shared = await exchange.As("grid-eu").WriteAsync(HttpMethod.Put, $"{path}/sharing", sharing, ifMatch: ofOperator.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, shared.StatusCode);
    }

    [Fact]
    public async Task A_CERT_that_the_terms_do_not_name_files_and_does_not_read()
    {
        var text = exchange.MandateOf();
        var id = await exchange.GiveAsync(text with { Terms = text.Terms with { Audience = null } });
        var alone = Report.Replace("\"audience\": { \"partners\": [\"cert-eu\"] }", "\"pap\": \"PAP:RED\"", StringComparison.Ordinal);

        var filed = await exchange.CyxAsync("cert-eu", alone, "incident", "report", "-", "--mandate", id.ToString(), "--json");

        Assert.True(filed.Code is ExitCode.Done, filed.Error);
        Assert.Contains("do not name you", filed.Error, StringComparison.Ordinal);
        var incident = (string)JsonNode.Parse(filed.Output)!["id"]!;
        using var ofCert = await exchange.As("cert-eu").ReadAsync($"/v1/incidents/{incident}");
        await ofCert.AssertProblemAsync(404, "not-found");
        using var ofOperator = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{incident}");
        Assert.Equal(id, (await ofOperator.BodyAsync(WireJson.Default.IncidentDocument)).Filed!.Mandate);
    }

    [Fact]
    public async Task A_maker_that_reads_it_learns_neither_the_operator_nor_its_CERT()
    {
        var maker = exchange.PartnerOf("maker-eu").Id.Value.ToString("D");
        var text = exchange.MandateOf();
        var id = await exchange.GiveAsync(text with { Terms = text.Terms with { Audience = new AudienceDocument { Partners = [maker, .. text.Terms.Audience!.Partners!] } } });
        var incident = (await exchange.FileAsync(id, Report.Replace("\"cert-eu\"", "\"cert-eu\", \"maker-eu\"", StringComparison.Ordinal)).ReceiptAsync()).Id.ToString();
        await exchange.CaughtUpAsync();

        var answers = new List<string> { await PageAsync("maker-eu", incident) };
        foreach (var path in new[] { $"/v1/incidents/{incident}", "/v1/incidents", "/v1/feed", "/v1/search?q=substation" })
        {
            answers.Add(await TextAsync("maker-eu", path));
        }

        Assert.All(answers, answer =>
        {
            Assert.Contains(incident, answer, StringComparison.Ordinal);
            Assert.All(
                new[] { "filed", "Filed", id.ToString(), "cert-eu", "grid-eu", exchange.PartnerOf("cert-eu").Id.Value.ToString(), exchange.PartnerOf("grid-eu").Id.Value.ToString() },
                word => Assert.DoesNotContain(word, answer, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task What_goes_beyond_the_mandate_is_refused_where_it_does()
    {
        var text = exchange.MandateOf();
        var id = await exchange.GiveAsync(text with { Classes = ["rsit.intrusions"] });
        foreach (var (old, other, pointer) in new[]
        {
            ("TLP:AMBER+STRICT", "TLP:AMBER", "/sharing/label"),
            ("\"cert-eu\"", "\"cert-eu\", \"maker-eu\"", "/sharing/audience/partners/1"),
            ("\"audience\": { \"partners\": [\"cert-eu\"] }", "\"audience\": { \"roles\": [\"cert\"] }", "/sharing/audience"),
            ("rsit.intrusions.unprivileged-account-compromise", "rsit.fraud", "/report/classification"),
        })
        {
            await exchange.FileAsync(id, Report.Replace(old, other, StringComparison.Ordinal)).AssertRefusedAsync(403, "outside-mandate", pointer);
        }

        await exchange.FileAsync(id, Report).ReceiptAsync();
    }

    // Of the Japanese pair, which no other test here has file.
    [Fact]
    public async Task A_mandate_that_does_not_hold_is_refused_whyever_it_does_not()
    {
        var text = exchange.MandateOf("grid-jp", "cert-jp");
        var toCome = await exchange.GiveAsync(text with { From = DateTimeOffset.UtcNow.AddHours(1) }, "grid-jp");
        await FileAsync(toCome).AssertRefusedAsync(409, "mandate-not-in-force");

        // Nobody gives one that has ended, and no test waits for it: it is written into the log as it was given once.
        var ended = await EndedAsync();
        await FileAsync(ended).AssertRefusedAsync(409, "mandate-not-in-force");
        Assert.DoesNotContain(ended.ToString(), await TextAsync("cert-jp", MandateRequests.Collection), StringComparison.Ordinal);

        var id = await exchange.GiveAsync(text, "grid-jp");
        var (steward, partner) = (exchange.As("steward"), exchange.PartnerOf("grid-jp").Id.Value);
        await steward.PostJsonAsync($"/v1/partners/{partner}/suspension", """{"reason":"Under review."}""").ReceiptAsync();
        await FileAsync(id).AssertRefusedAsync(409, "mandate-not-in-force");
        await steward.SendDeleteAsync($"/v1/partners/{partner}/suspension").ReceiptAsync();
        await FileAsync(id).ReceiptAsync();

        await exchange.As("grid-jp").WriteAsync(HttpMethod.Post, $"/v1/me/constituencies/{text.Cert}/departure", body: null).ReceiptAsync();
        await FileAsync(id).AssertRefusedAsync(409, "mandate-not-in-force");
        await exchange.As("grid-jp").PostJsonAsync(MandateRequests.Collection, exchange.MandateOf("grid-jp", "cert-jp").SignedBy(RunningExchange.CertificateOf("grid-jp")))
            .AssertRefusedAsync(422, "unknown-party", "/signed");

        Task<HttpResponseMessage> FileAsync(Guid mandate) => exchange.FileAsync(mandate, Report.Replace("cert-eu", "cert-jp", StringComparison.Ordinal), "cert-jp");
    }

    [Fact]
    public async Task A_retry_answers_as_the_first_request_did_and_files_nothing_more()
    {
        var id = await exchange.GiveAsync(exchange.MandateOf());
        var key = Guid.NewGuid().ToString();
        var first = await exchange.FileAsync(id, Report, key: key).ReceiptAsync();
        var again = await exchange.FileAsync(id, Report, key: key).ReceiptAsync();
        Assert.Equal(first.Id, again.Id);

        // One text is one mandate, however often it is signed and sent.
        var text = exchange.MandateOf();
        var given = await exchange.GiveAsync(text);
        Assert.Equal(given, await exchange.GiveAsync(text));
        await exchange.As("grid-eu").PostJsonAsync($"{MandateRequests.Collection}/{given}/revocation", MandateRoutes.RevokeExample).ReceiptAsync();
        await exchange.As("grid-eu").PostJsonAsync(MandateRequests.Collection, text.SignedBy(RunningExchange.CertificateOf("grid-eu"))).AssertRefusedAsync(409, "already-exists");
    }

    private async Task<Guid> EndedAsync()
    {
        var id = new MandateId(Guid.CreateVersion7());
        var form = MandateEventCatalog.Catalog.Write(new MandateEvent.MandateGiven(
            id,
            new()
            {
                Operator = exchange.PartnerOf("grid-jp").Id,
                Cert = exchange.PartnerOf("cert-jp").Id,
                From = DateTimeOffset.UnixEpoch,
                Until = DateTimeOffset.UnixEpoch.AddDays(1),
                Classes = null,
                Terms = Domain.Sharing.SharingTerms.OriginatorOnly(Domain.Sharing.TlpLabel.Red),
            },
            "a.b.c",
            "key",
            exchange.MemberOf("grid-jp")));
        await exchange.Services.GetRequiredService<EventLog>().StoreAsync(MandateEventCatalog.Stream(id), version: 0, DateTimeOffset.UtcNow, [form], Ct);
        await exchange.CaughtUpAsync();
        return id.Value;
    }

    private async Task<string> PageAsync(string member, string incident)
    {
        using var answer = await exchange.As(member).GetAsync($"/items/{incident}", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<string> TextAsync(string member, string path)
    {
        using var answer = await exchange.As(member).ReadAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<long> PersonsAsync(string handle)
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select count(*) from cx.subject_key where partner_id = $1", connection);
        command.Parameters.AddWithValue(exchange.PartnerOf(handle).Id.Value);
        return (long)(await command.ExecuteScalarAsync(Ct))!; // A count is never null.
    }
}
