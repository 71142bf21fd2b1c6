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
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>What is found while the index is behind the core.</summary>
public sealed class SearchBehindTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static readonly string Incident = $"{IncidentEventCatalog.StreamPrefix}00000000-0000-0000-0000-000000000001";

    private long _position;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_to_an_item_with_a_later_text_does_not_find_it_by_the_earlier_one()
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await using var connection = await exchange.Projector.OpenConnectionAsync(Ct);
        var directory = new LiveDirectory(exchange.Service);
        var (core, index, search) = (new SharingCore(directory), new SearchView(), new SearchQueries(exchange.Service));
        await ApplyAsync(PartnerEventCatalog.Stream(Partner(1)), "partner.enrolled", n => Enrol(n, 1));
        await ApplyAsync(PartnerEventCatalog.Stream(Partner(2)), "partner.enrolled", n => Enrol(n, 2));
        await ApplyAsync(PartnerEventCatalog.Stream(Partner(2)), "partner.member-added", _ => { });
        await ApplyAsync(Incident, "incident.reported", n =>
        {
            n["body"]!["originator"] = Partner(1).Value.ToString("D");
            Share(n);
        });
        await index.CompleteAsync(connection, Ct);

        // From here on the index is behind.
        await ApplyAsync(Incident, "incident.amended", n => n["body"]!["report"]!["title"] = "Something else");
        await ApplyAsync(Incident, "incident.shared", n => Share(n, Partner(2)));
        Assert.Empty(await FoundAsync("ransomware"));

        await index.CompleteAsync(connection, Ct);
        Assert.Empty(await FoundAsync("ransomware"));
        Assert.Single(await FoundAsync("something"));

        // The index of an earlier text, and by now with a way for whom the later one was shared with.
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "update search.item set revision = 1";
            await command.ExecuteNonQueryAsync(Ct);
        }

        Assert.Empty(await FoundAsync("something"));

        async Task<IReadOnlyList<SearchHit>> FoundAsync(string word)
        {
            var viewer = new Viewer.Partner(directory.Current.Partners.Find(Partner(2))!, directory.Current.MembersOf(Partner(2)).Single().Profile.Id); // Enrolled above.
            return (await search.SearchAsync(viewer, SearchQuery.Read(word).Query!, ItemFilter.None, after: null, max: 10, Ct)).Hits; // It asks for something.
        }

        async Task ApplyAsync(string stream, string name, Action<JsonNode> change)
        {
            var sample = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SharedSuites.RepositoryRoot, "tests/CyberExchange.Tests/StoredEvents", $"{name}.v1.json"), Ct))!;
            change(sample);
            var e = new StoredEvent(
                ++_position, stream, 1, Guid.Empty, name, 1, DateTimeOffset.UnixEpoch, [], Canonical(sample["body"]), Canonical(sample["addressing"]));
            await core.ApplyAsync(connection, e, DateTimeOffset.UnixEpoch, Ct);
            await core.CommittedAsync(movedElsewhere: false, Ct);
            await index.ApplyAsync(connection, e, DateTimeOffset.UnixEpoch, Ct);
        }
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
