using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EndToEnd.Tests.Subscriptions;
using CyberExchange.Server.Advisories;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>
/// What four partners do whom no directory but the stewards' and each other's shows: a CERT, its client, a maker, and an operator
/// abroad. They read what others release to the whole community, and nobody else may notice anything of them.
/// </summary>
internal sealed class HiddenLife
{
    private const string ToUs = """ "label": "TLP:AMBER", "audience": { "groups": ["hidden-isac"] }, "legalBases": [{ "destination": "JP", "code": "consent", "reference": "1" }] """;

    private static readonly Lazy<Dictionary<string, X509Certificate2>> Certificates = new(() => new[]
    {
        ("hidden-cert", Jurisdiction.EU), ("hidden-grid", Jurisdiction.EU), ("hidden-grid-2", Jurisdiction.EU), ("hidden-maker", Jurisdiction.EU), ("hidden-fab", Jurisdiction.JP),
    }.ToDictionary(c => c.Item1, c => RunningExchange.Issue(c.Item1, c.Item2), StringComparer.Ordinal));

    private readonly Twin _twin;
    private readonly HttpClient _steward;
    private readonly Dictionary<string, Guid> _partners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);
    private readonly List<Guid> _made = [];
    private readonly Queue<Func<Task>> _ahead;

    public HiddenLife(Twin twin)
    {
        (_twin, _steward) = (twin, twin.World.Steward);
        _ahead = new([
            EnrolAsync, GroupAsync, ReportAsync, PublishAsync, ForeseeAsync, SubscribeAsync, ForwardAsync, AmendAsync, ChangeKeyAsync, SuspendAsync, EmbargoAsync, ReinstateAsync,
            ForwardAsync, WithdrawAsync, RestateAsync, InviteAsync, TokenAsync, DissolveAsync, RebuildAsync, StirAsync,
        ]);
    }

    /// <summary>Ids of what is there and hidden: partners, members, items, subscriptions.</summary>
    public IEnumerable<Guid> Ids => [.. _made, .. _partners.Values, .. _members.Values.Select(MemberIn)];

    public static Guid MemberIn(string address) => Guid.Parse(address.AsSpan(address.LastIndexOf('/') + 1));

    public Guid Item => _made[0];

    public Guid Partner(string handle) => _partners[handle];

    public Guid Member(string handle) => MemberIn(_members[handle]);

    public static string Key(string handle) => CertificateKey.Fingerprint(Certificates.Value[handle]);

    /// <summary>Does the next thing, if anything is left.</summary>
    public async Task StepAsync()
    {
        if (_ahead.TryDequeue(out var next))
        {
            await next();
            await _twin.Exchange.CaughtUpAsync();
        }
    }

    /// <summary>Does all that is left.</summary>
    public async Task FinishAsync()
    {
        while (_ahead.Count > 0)
        {
            await StepAsync();
        }
    }

    /// <summary>Amends what is hidden, adds to it, and forwards what may be forwarded.</summary>
    public async Task StirAsync()
    {
        await AmendAsync();
        await MakeAsync("hidden-cert", Report("hidden and new", ToUs));
        await ForwardAsync();
    }

    private async Task EnrolAsync()
    {
        await EnrolAsync("hidden-grid", "EU", "operator", """ "sectors": ["eu.energy"] """);
        await EnrolAsync("hidden-cert", "EU", "cert", $$""" "constituency": ["{{_partners["hidden-grid"]}}"] """);
        await EnrolAsync("hidden-maker", "EU", "maker", """ "publisherNamespaces": ["https://hidden.example"] """);
        await EnrolAsync("hidden-fab", "JP", "operator", """ "sectors": ["jp.electricity"] """);
    }

    private async Task EnrolAsync(string handle, string jurisdiction, string role, string facts)
    {
        var body = $$"""{ "handle": "{{handle}}", "name": "Hidden", "jurisdiction": "{{jurisdiction}}", "roles": ["{{role}}"], {{facts}} }""";
        _partners[handle] = (await _steward.PostJsonAsync("/v1/partners", body).ReceiptAsync()).Id;
        await _twin.Exchange.CaughtUpAsync();
        _members[handle] = await _steward.AddMemberAsync(_partners[handle], $"{handle}-1", "person");
        await _steward.BindAsync(_members[handle], Key(handle)).ReceiptAsync();
        _clients[handle] = _twin.Exchange.With(Certificates.Value[handle], patient: true);
    }

    private async Task GroupAsync()
    {
        await _steward.FormGroupAsync("hidden-isac", "TLP:AMBER", [.. _partners.Keys]);
        await _steward.FormGroupAsync("hidden-others", "TLP:GREEN", "hidden-cert", "hidden-fab");
    }

    private async Task ReportAsync()
    {
        await MakeAsync("hidden-cert", Report("first and hidden", ToUs));
        await MakeAsync("hidden-cert", Report("withdrawn and hidden", ToUs));
        await MakeAsync("hidden-grid", Report("red and hidden", ToUs));
    }

    // It calls itself a translation of what everybody reads, and others call it their original.
    private async Task PublishAsync()
    {
        var document = AdvisoryRequests.Changed(AdvisoryExamples.Document, d =>
        {
            AdvisoryRequests.Translates(d, TwinWorlds.CriedAddress);
            d["references"]!.AsArray().Add(AdvisoryRequests.Reference("self", TwinWorlds.HiddenAddress));
            d["publisher"]!["namespace"] = "https://hidden.example";
            d["tracking"]!["id"] = "HIDDEN-1";
            d["title"] = "A world's advisory, first and hidden";
        });
        using var answer = await _clients["hidden-maker"].PublishAsync($$"""{ "sharing": { {{ToUs}} } }""", document);
        _made.Add((await answer.BodyAsync(WireJson.Default.WriteReceipt)).Id);
    }

    private async Task ForeseeAsync()
    {
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1); // The world may pass midnight between here and there.
        var signal = string.Create(CultureInfo.InvariantCulture, $$"""
            { "signal": { "title": "A world's signal, first and hidden", "summary": "Hidden.", "stage": "wafers", "productClass": "logic", "observed": ["shortage"],
                "horizon": { "from": "{{tomorrow:yyyy-MM-dd}}", "to": "{{tomorrow.AddYears(1):yyyy-MM-dd}}" }, "confidence": "likely", "items": ["{{_made[0]}}"] },
              "sharing": { {{ToUs}} } }
            """);
        _made.Add((await _clients["hidden-cert"].PostJsonAsync("/v1/signals", signal).ReceiptAsync()).Id);
    }

    private async Task SubscribeAsync()
    {
        _made.Add(await _clients["hidden-grid"].SubscribeAsync("\"sectors\": [\"eu.energy\"]", "Hidden"));
        _made.Add(await _clients["hidden-fab"].SubscribeAsync("\"kinds\": [\"advisory\"]", "Hidden"));
    }

    // Others' items too, if the whole community has them. What may not be forwarded is refused.
    private async Task ForwardAsync()
    {
        var cert = _clients["hidden-cert"];
        using var incidents = await cert.ReadAsync("/v1/incidents?limit=200");
        using var advisories = await cert.ReadAsync("/v1/advisories?limit=200");
        var addresses = (await incidents.BodyAsync(WireJson.Default.PageIncidentDocument)).Items.Select(i => $"/v1/incidents/{i.Id}")
            .Concat((await advisories.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items.Select(i => $"/v1/advisories/{i.Id}"));
        foreach (var address in addresses)
        {
            using var answer = await cert.WriteAsync(HttpMethod.Put, $"{address}/forwarding", """{ "legalBasis": { "code": "contract", "reference": "1" } }""");
            Assert.True((int)answer.StatusCode is 200 or 409 or 422 or 403, $"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private Task AmendAsync() => ChangeAsync("hidden-cert", _made[0], HttpMethod.Put, "report", """
        { "report": { "title": "amended and hidden", "summary": "A world's incident.", "classification": "rsit.availability.outage", "sectors": ["eu.energy"], "detectedAt": "2026-02-03T04:05:06Z" } }
        """);

    private async Task ChangeKeyAsync()
    {
        await _steward.BindAsync(_members["hidden-grid"], Key("hidden-grid-2")).ReceiptAsync();
        await _twin.Exchange.CaughtUpAsync();
        _clients["hidden-grid"] = _twin.Exchange.With(Certificates.Value["hidden-grid-2"], patient: true);
        using var me = await _clients["hidden-grid"].ReadAsync("/v1/me");
        Assert.Equal(200, (int)me.StatusCode);
        await _steward.UnbindAsync(_members["hidden-grid"], Key("hidden-grid")).ReceiptAsync();
    }

    private Task SuspendAsync() => _steward.PostJsonAsync($"/v1/partners/{_partners["hidden-maker"]}/suspension", """{ "reason": "A drill." }""").ReceiptAsync();

    private Task ReinstateAsync() => _steward.SendDeleteAsync($"/v1/partners/{_partners["hidden-maker"]}/suspension").ReceiptAsync();

    private Task EmbargoAsync() => MakeAsync("hidden-fab", Report("embargoed and hidden", string.Create(CultureInfo.InvariantCulture, $$"""
        "label": "TLP:AMBER", "audience": { "partners": ["hidden-cert"] }, "embargo": { "localTime": "{{DateTimeOffset.UtcNow.Year + 1}}-12-24T08:00:00", "zone": "Asia/Tokyo" },
        "legalBases": [{ "destination": "EU", "code": "consent", "reference": "1" }]
        """)));

    private Task WithdrawAsync() => ChangeAsync("hidden-cert", _made[1], HttpMethod.Post, "withdrawal", """{ "reason": "Mistaken." }""");

    private Task RestateAsync() => ChangeAsync("hidden-grid", _made[2], HttpMethod.Put, "sharing", $$"""
        { "sharing": { "label": "TLP:RED", "audience": { "members": ["{{Member("hidden-cert")}}"] } } }
        """);

    private async Task InviteAsync()
    {
        using var answer = await _steward.WriteAsync(HttpMethod.Post, $"{_members["hidden-fab"]}/invitations", body: null);
        await answer.BodyAsync(WireJson.Default.InvitationReceipt);
    }

    private async Task TokenAsync()
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", $"{Member("hidden-grid")}")]);
        using var answer = await _clients["hidden-grid"].PostAsync("/oauth2/token", form);
        await answer.BodyAsync(WireJson.Default.TokenDocument);
    }

    private async Task DissolveAsync()
    {
        await _steward.RegroupAsync("hidden-others", ["hidden-grid"], ["hidden-fab"]);
        await _twin.Exchange.CaughtUpAsync();
        using var answer = await _steward.PostJsonAsync("/v1/groups/hidden-others/dissolution", """{ "reason": "No more." }""");
        await answer.BodyAsync(WireJson.Default.GroupReceipt);
    }

    // It need not be over when others go on.
    private async Task RebuildAsync()
    {
        using var answer = await _steward.WriteAsync(HttpMethod.Put, "/v1/views/search/rebuild", "{}");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task MakeAsync(string by, string report)
    {
        _made.Add((await _clients[by].PostJsonAsync("/v1/incidents", report).ReceiptAsync()).Id);
        await _twin.Exchange.CaughtUpAsync();
    }

    private async Task ChangeAsync(string by, Guid item, HttpMethod method, string part, string body)
    {
        using var read = await _clients[by].ReadAsync($"/v1/incidents/{item}");
        await read.BodyAsync(WireJson.Default.IncidentDocument);
        await _clients[by].WriteAsync(method, $"/v1/incidents/{item}/{part}", body, ifMatch: read.Headers.ETag!.ToString()).ReceiptAsync(); // Every single read has a tag.
    }

    private static string Report(string title, string sharing) => $$"""
        {
          "report": {
            "title": "{{title}}", "summary": "A world's incident.", "classification": "rsit.availability.outage", "severity": "nis-cg-impact.red",
            "sectors": ["eu.energy"], "vulnerabilities": ["CVE-2026-0001"], "detectedAt": "2026-02-03T04:05:06Z"
          },
          "sharing": { {{sharing}} }
        }
        """;
}
