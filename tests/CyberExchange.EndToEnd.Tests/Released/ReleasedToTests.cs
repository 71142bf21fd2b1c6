using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Released;

/// <summary>Every door of the exchange, for every member and the public, held against an oracle that knows only the rules.</summary>
public sealed class ReleasedToTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const int Incidents = 50;
    private const int Advisories = 200;

    private readonly VisibilityOracle _oracle = new();
    private readonly Dictionary<Guid, string> _kinds = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_reads_counts_feed_and_stream_show_each_viewer_what_was_released_to_it_and_a_rebuild_changes_no_row()
    {
        var directory = exchange.Services.GetRequiredService<LiveDirectory>().Current;
        foreach (var entry in directory.Entries)
        {
            _oracle.Enrolled(entry.Profile);
            foreach (var member in directory.MembersOf(entry.Id))
            {
                _oracle.MemberAdded(member.Profile.Id, entry.Id);
            }
        }

        await FillAsync();
        await ChangeMindsAsync();
        var sentinel = await ReportAsync("cert-eu", 10_000, new SharingDocument { Label = "TLP:CLEAR" });
        await exchange.CaughtUpAsync();

        List<(string? Handle, MemberId? Id)> viewers =
        [
            (null, null),
            .. directory.Partners.Members
                .Where(m => !directory.Partners.Find(m.Partner)!.Has(Domain.Sharing.Role.Steward)) // Every member has a partner.
                .Select(m => ((string?)m.Handle, (MemberId?)m.Id)),
        ];
        foreach (var (handle, id) in viewers)
        {
            await CheckAsync(handle, id, sentinel);
        }

        await StewardsReadNothingAsync();
        await RebuildAsync();
    }

    private async Task FillAsync()
    {
        for (var n = 0; n < Incidents; n++)
        {
            var by = ManyItems.Reporters[n % ManyItems.Reporters.Length];
            await ReportAsync(by, n, Terms(n, by));
        }

        var documents = ManyItems.Advisories(Advisories);
        for (var n = 0; n < documents.Count; n++)
        {
            var by = n % 2 == 0 ? "cert-eu" : "cert-jp";
            await PublishAsync(by, documents[n], Terms(n, by));
        }
    }

    // Wider, narrower, higher, lower, amended, withdrawn: every sixth incident each.
    private async Task ChangeMindsAsync()
    {
        foreach (var (id, n) in _kinds.Where(k => k.Value == "incident").Select((k, n) => (k.Key, n)).ToList())
        {
            var by = ManyItems.Reporters[n % ManyItems.Reporters.Length];
            switch (n % 6)
            {
                case 1 or 2:
                    var terms = Terms(n + 5, by);
                    await ChangeAsync(by, id, HttpMethod.Put, "sharing", JsonSerializer.Serialize(new ShareRequest { Sharing = terms }, WireJson.Default.ShareRequest));
                    _oracle.Shared(new ItemId(id), ManyItems.Read(terms, PartnerOf));
                    break;
                case 3:
                    await ChangeAsync(by, id, HttpMethod.Put, "report", JsonSerializer.Serialize(new AmendIncidentRequest { Report = ManyItems.Report(n, "amended") }, WireJson.Default.AmendIncidentRequest));
                    break;
                case 4:
                    await ChangeAsync(by, id, HttpMethod.Post, "withdrawal", """{"reason":"reported twice"}""");
                    break;
            }
        }
    }

    private async Task CheckAsync(string? handle, MemberId? member, Guid sentinel)
    {
        using var client = exchange.As(handle);
        var expected = _oracle.Items.Where(i => _oracle.Sees(member, i)).Select(i => i.Value).ToHashSet();
        var lost = _oracle.Items.Where(i => _oracle.Lost(member, i)).Select(i => i.Value).ToHashSet();
        foreach (var (kind, path) in new[] { ("incident", "/v1/incidents"), ("advisory", "/v1/advisories") })
        {
            var ofKind = expected.Where(id => _kinds[id] == kind).Order().ToList();
            Assert.Equal(ofKind, (await ListAsync(client, path)).Order());
            var count = await (await client.ReadAsync($"{path}/count")).BodyAsync(WireJson.Default.CountDocument);
            Assert.Equal(ofKind.Count, count.Count);
            foreach (var id in _kinds.Where(k => k.Value == kind).Select(k => k.Key))
            {
                using var answer = await client.ReadAsync($"{path}/{id}");
                var status = expected.Contains(id) ? HttpStatusCode.OK : lost.Contains(id) ? HttpStatusCode.Gone : HttpStatusCode.NotFound;
                Assert.True(status == answer.StatusCode, $"{handle ?? "the public"} reads {kind} {id}: {answer.StatusCode} instead of {status}");
            }
        }

        if (handle is not null)
        {
            await CheckFeedAsync(client, expected, lost, sentinel);
        }
    }

    private static async Task CheckFeedAsync(HttpClient client, HashSet<Guid> expected, HashSet<Guid> lost, Guid sentinel)
    {
        var entries = await FeedAsync(client);
        Assert.Equal(entries.Count, entries.Select(e => e.Id).Distinct().Count());
        Assert.Equal(expected.Order(), entries.Where(e => e.Type != "removal").Select(e => e.Id).Order());
        Assert.Equal(lost.Order(), entries.Where(e => e.Type == "removal").Select(e => e.Id).Order());

        // The last item is everyone's: whatever the stream sends before it is all that it sends.
        var streamed = await StreamUntilAsync(client, sentinel);
        Assert.Equal(entries.Select(e => (e.Type, e.Id)), streamed);
    }

    private async Task StewardsReadNothingAsync()
    {
        using var steward = exchange.As("steward");
        foreach (var path in new[] { "/v1/incidents", "/v1/advisories", "/v1/incidents/count", "/v1/feed", $"/v1/incidents/{_kinds.Keys.First()}" })
        {
            using var answer = await steward.ReadAsync(path);
            await answer.AssertProblemAsync(403, "not-permitted");
        }
    }

    private async Task RebuildAsync()
    {
        var before = await DumpAsync();
        var runner = exchange.Services.GetRequiredService<ProjectionRunner>();
        var checkpoint = runner.Checkpoint;
        await runner.ClearAsync(Ct);
        Assert.True(await runner.WaitForAsync(checkpoint, TimeSpan.FromMinutes(2), Ct));
        Assert.Equal(before, await DumpAsync());
    }

    private async Task<Guid> ReportAsync(string by, int n, SharingDocument terms)
    {
        var body = JsonSerializer.Serialize(new ReportIncidentRequest { Report = ManyItems.Report(n), Sharing = terms }, WireJson.Default.ReportIncidentRequest);
        var receipt = await (await exchange.As(by).WriteAsync(HttpMethod.Post, "/v1/incidents", body)).BodyAsync(WireJson.Default.WriteReceipt);
        Tell(receipt.Id, "incident", by, terms);
        return receipt.Id;
    }

    private async Task PublishAsync(string by, byte[] document, SharingDocument terms)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/advisories");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var stated = JsonSerializer.Serialize(new PublishAdvisoryTerms { Provenance = "third-party", Sharing = terms }, WireJson.Default.PublishAdvisoryTerms);
        var bytes = new ByteArrayContent(document);
        bytes.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content = new MultipartFormDataContent
        {
            { new StringContent(stated, Encoding.UTF8, "application/json"), "terms" },
            { bytes, "document" },
        };
        var receipt = await (await exchange.As(by).SendAsync(request, Ct)).BodyAsync(WireJson.Default.WriteReceipt);
        Tell(receipt.Id, "advisory", by, terms);
    }

    private async Task ChangeAsync(string by, Guid id, HttpMethod method, string part, string body)
    {
        await exchange.CaughtUpAsync();
        using var read = await exchange.As(by).ReadAsync($"/v1/incidents/{id}");
        using var answer = await exchange.As(by).WriteAsync(method, $"/v1/incidents/{id}/{part}", body, ifMatch: read.Headers.ETag!.ToString()); // Every single read has a tag.
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
    }

    private void Tell(Guid id, string kind, string by, SharingDocument terms)
    {
        _kinds[id] = kind;
        var originator = exchange.PartnerOf(by);
        _oracle.Reported(new ItemId(id), originator.Id, originator.Jurisdiction, ManyItems.Read(terms, PartnerOf));
    }

    private SharingDocument Terms(int n, string by) => ManyItems.Terms(n, by.EndsWith("eu", StringComparison.Ordinal) ? "EU" : "JP", m => exchange.MemberOf(m).Value);

    private PartnerId PartnerOf(string handle) => exchange.PartnerOf(handle).Id;

    private static async Task<List<Guid>> ListAsync(HttpClient client, string path)
    {
        List<Guid> all = [];
        string? next = null;
        do
        {
            using var answer = await client.ReadAsync($"{path}?limit=40{(next is null ? "" : $"&after={next}")}");
            using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
            Assert.True(answer.IsSuccessStatusCode, page.RootElement.GetRawText());
            all.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
            next = page.RootElement.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }
        while (next is not null);
        return all;
    }

    private static async Task<List<FeedEntry>> FeedAsync(HttpClient client)
    {
        List<FeedEntry> all = [];
        FeedPage page;
        string? after = null;
        do
        {
            page = await (await client.ReadAsync($"/v1/feed?limit=40{(after is null ? "" : $"&after={after}")}")).BodyAsync(WireJson.Default.FeedPage);
            all.AddRange(page.Entries);
            after = page.Cursor;
        }
        while (page.More);
        return all;
    }

    private static async Task<List<(string Type, Guid Id)>> StreamUntilAsync(HttpClient client, Guid sentinel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/feed");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync(Ct);
        List<(string, Guid)> all = [];
        await foreach (var item in SseParser.Create(body).EnumerateAsync(Ct))
        {
            var entry = JsonSerializer.Deserialize(item.Data, WireJson.Default.FeedEntry)!; // The stream sends entries.
            all.Add((entry.Type, entry.Id));
            if (entry.Id == sentinel)
            {
                break;
            }
        }

        return all;
    }

    private Task<string> DumpAsync() => CoreRows.DumpAsync(exchange.ConnectionString, Ct);
}
