using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Suites;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>What is found while the index is behind the core, and what takes it more than one step to follow.</summary>
public sealed class SearchBehindTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private static readonly string Incident = $"{IncidentEventCatalog.StreamPrefix}00000000-0000-0000-0000-000000000001";

    private readonly ExchangeDatabase _exchange = new(database.ConnectionString);
    private readonly SearchView _index = new();
    private LiveDirectory _directory = null!;
    private SharingCore _core = null!;
    private NpgsqlConnection _connection = null!;
    private NpgsqlConnection _ofIndex = null!;
    private long _position;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _directory = new LiveDirectory(_exchange.Service);
        _core = new SharingCore(_directory);
        _connection = await _exchange.Projector.OpenForAsync("core", Ct);
        _ofIndex = await _exchange.Projector.OpenForAsync(_index.Schema, Ct);
        await _core.ClearAsync(_connection, Ct);
        await _index.ClearAsync(_ofIndex, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _ofIndex.DisposeAsync();
        await _exchange.DisposeAsync();
    }

    [Fact]
    public async Task Who_comes_to_an_item_with_a_later_text_does_not_find_it_by_the_earlier_one()
    {
        await ApplyAsync(PartnerEventCatalog.Stream(Partner(1)), "partner.enrolled", n => Enrol(n, 1));
        await ApplyAsync(PartnerEventCatalog.Stream(Partner(2)), "partner.enrolled", n => Enrol(n, 2));
        await ApplyAsync(PartnerEventCatalog.Stream(Partner(2)), "partner.member-added", _ => { });
        await ApplyAsync(Incident, "incident.reported", n =>
        {
            n["body"]!["originator"] = Partner(1).Value.ToString("D");
            Share(n);
        });
        await _index.CompleteAsync(_ofIndex, Ct);

        // From here on the index is behind.
        await ApplyAsync(Incident, "incident.amended", n => n["body"]!["report"]!["title"] = "Something else");
        await ApplyAsync(Incident, "incident.shared", n => Share(n, Partner(2)));
        Assert.Empty(await FoundAsync(Partner(2), "ransomware"));

        await _index.CompleteAsync(_ofIndex, Ct);
        Assert.Empty(await FoundAsync(Partner(2), "ransomware"));
        Assert.Single(await FoundAsync(Partner(2), "something"));

        // The index of an earlier text, and by now with a way for whom the later one was shared with.
        await using (var command = _connection.CreateCommand())
        {
            command.CommandText = "update search.item set revision = 1";
            await command.ExecuteNonQueryAsync(Ct);
        }

        Assert.Empty(await FoundAsync(Partner(2), "something"));
    }

    [Fact]
    public async Task An_item_of_very_many_words_is_found_by_each_of_very_many_partners()
    {
        // More keys than one statement writes.
        var partners = Enumerable.Range(1, 61).Select(Partner).ToList();
        foreach (var (partner, number) in partners.Select((p, i) => (p, i + 1)))
        {
            await ApplyAsync(PartnerEventCatalog.Stream(partner), "partner.enrolled", n => Enrol(n, number));
            await ApplyAsync(PartnerEventCatalog.Stream(partner), "partner.member-added", n => n["body"]!["member"] = partner.Value.ToString("D"));
        }

        await ApplyAsync(Incident, "incident.reported", n =>
        {
            n["body"]!["originator"] = partners[0].Value.ToString("D");
            n["body"]!["report"]!["summary"] = string.Join(' ', Enumerable.Range(1, 3_900).Select(word => $"w{word}"));
            Share(n, partners.Skip(1));
        });
        await _index.CompleteAsync(_ofIndex, Ct);
        foreach (var partner in partners)
        {
            Assert.Single(await FoundAsync(partner, "w3900"));
        }
    }

    private async Task<IReadOnlyList<SearchHit>> FoundAsync(PartnerId partner, string word)
    {
        var viewer = new Viewer.Partner(_directory.Current.Partners.Find(partner)!, _directory.Current.MembersOf(partner).Single().Profile.Id); // Enrolled before.
        var slice = await new SearchQueries(_exchange.Service).SearchAsync(
            viewer, SearchQuery.Read(word).Query!, ItemFilter.None, after: null, max: 10, Ct); // It asks for something.
        return slice.Hits;
    }

    private async Task ApplyAsync(string stream, string name, Action<JsonNode> change)
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SharedSuites.RepositoryRoot, "tests/CyberExchange.Tests/StoredEvents", $"{name}.v1.json"), Ct))!;
        change(sample);
        var e = new StoredEvent(
            ++_position, stream, 1, Guid.Empty, name, 1, DateTimeOffset.UnixEpoch, [], Canonical(sample["body"]), Canonical(sample["addressing"]));
        await _core.ApplyAsync(_connection, e, DateTimeOffset.UnixEpoch, Ct);
        await _core.RefreshAsync(Ct);
        await _index.ApplyAsync(_ofIndex, e, DateTimeOffset.UnixEpoch, Ct);
    }

    private static void Enrol(JsonNode sample, int partner)
    {
        sample["body"]!["partner"] = Partner(partner).Value.ToString("D");
        sample["body"]!["facts"]!["roles"] = new JsonArray("operator");
        sample["body"]!["facts"]!["jurisdiction"] = "EU";
        sample["body"]!["facts"]!["constituency"] = new JsonArray();
        sample["body"]!["facts"]!["standingAgreements"] = new JsonArray();
    }

    private static void Share(JsonNode sample, params IEnumerable<PartnerId> with)
    {
        sample["addressing"]!["audience"] = new JsonObject
        {
            ["partners"] = new JsonArray([.. with.Select(p => JsonValue.Create(p.Value.ToString("D")))]), ["members"] = new JsonArray(),
            ["groups"] = new JsonArray(), ["roles"] = new JsonArray(), ["jurisdictions"] = new JsonArray(), ["sectors"] = new JsonArray(),
        };
        sample["addressing"]!["embargo"] = null;
        sample["addressing"]!["label"] = "TLP:AMBER";
    }

    private static PartnerId Partner(int number) => new(new Guid(number, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0));

    private static byte[] Canonical(JsonNode? node) => node is null ? [] : CanonicalJson.Canonicalise(Encoding.UTF8.GetBytes(node.ToJsonString()));
}
