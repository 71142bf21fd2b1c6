using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Suites;
using CyberExchange.Views.Core;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Who is in a group, whether partners' facts of version 1 said so or the group's own events.</summary>
public sealed class GroupRowsTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private static readonly GroupId Rail = new("rail-isac");
    private static readonly GroupFacts Facts = new("Rail ISAC", "Disturbances of rail traffic.", TlpLabel.Amber);

    private ExchangeDatabase _exchange = null!; // Opened before each test.
    private NpgsqlConnection _connection = null!; // Opened before each test.
    private LiveDirectory _directory = null!; // Made before each test.
    private SharingCore _core = null!; // Made before each test.
    private long _position;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _exchange = new ExchangeDatabase(database.ConnectionString);
        _connection = await _exchange.Projector.OpenForAsync("core", Ct);
        _directory = new LiveDirectory(_exchange.Service);
        _core = new SharingCore(_directory);
        await _core.ClearAsync(_connection, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _exchange.DisposeAsync();
    }

    [Fact]
    public async Task Facts_of_version_1_make_members_until_the_group_is_formed()
    {
        await StateOldAsync(1, "partner.enrolled", "rail-isac", "bank-isac");
        await StateOldAsync(2, "partner.enrolled", "rail-isac");
        Assert.Equal([Partner(1), Partner(2)], Members(Rail));
        Assert.Null(_directory.Current.Group(Rail)!.Facts);

        await StateOldAsync(1, "partner.changed", "rail-isac");
        Assert.Empty(Members(new("bank-isac")));

        await ApplyAsync(new PartnerEvent.PartnerChanged(await FactsOfAsync(2)));
        Assert.Equal([Partner(1), Partner(2)], Members(Rail));

        await ApplyAsync(new GroupEvent.GroupFormed(Rail, Facts, [Partner(2)]));
        Assert.Equal([Partner(2)], Members(Rail));
        Assert.Equal(Facts, _directory.Current.Group(Rail)!.Facts);

        await StateOldAsync(1, "partner.changed", "rail-isac");
        Assert.Equal([Partner(2)], Members(Rail));
    }

    [Fact]
    public async Task Who_stays_in_a_group_that_is_formed_keeps_what_it_sees()
    {
        await StateOldAsync(1, "partner.enrolled", "rail-isac");
        await StateOldAsync(2, "partner.enrolled", "rail-isac");
        await MatchRailAsync();

        await ApplyAsync(new GroupEvent.GroupFormed(Rail, Facts, [Partner(1)]));

        Assert.Equal([(Partner(1), false), (Partner(2), true)], await BelongingAsync());
    }

    [Fact]
    public async Task Many_who_join_and_leave_in_one_event_are_matched_all()
    {
        for (var n = 1; n <= 40; n++)
        {
            await StateOldAsync(n, "partner.enrolled");
        }

        await MatchRailAsync();
        await ApplyAsync(new GroupEvent.GroupFormed(Rail, Facts, [.. Enumerable.Range(1, 10).Select(Partner)]));
        await ApplyAsync(new GroupEvent.GroupMembersChanged([.. Enumerable.Range(11, 30).Select(Partner)], [.. Enumerable.Range(1, 10).Select(Partner)]));

        Assert.Equal([.. Enumerable.Range(1, 40).Select(n => (Partner(n), n <= 10))], await BelongingAsync());

        await ApplyAsync(new GroupEvent.GroupDissolved("Merged into another."));

        Assert.All(await BelongingAsync(), b => Assert.True(b.Left));
        Assert.Null(_directory.Current.Group(Rail));
    }

    private IReadOnlyList<PartnerId> Members(GroupId group) => _directory.Current.Group(group)?.Members ?? [];

    // An item for the group makes the audience that its members belong to.
    private async Task MatchRailAsync()
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(SampleFile("incident.reported.v1"), Ct))!;
        sample["body"]!["originator"] = JsonValue.Create(Partner(1).Value.ToString("D"));
        sample["addressing"]!["audience"] = new JsonObject
        {
            ["partners"] = new JsonArray(), ["members"] = new JsonArray(), ["groups"] = new JsonArray("rail-isac"),
            ["roles"] = new JsonArray(), ["jurisdictions"] = new JsonArray(), ["sectors"] = new JsonArray(),
        };
        sample["addressing"]!["embargo"] = null;
        sample["addressing"]!["label"] = "TLP:AMBER";
        await ApplyAsync("incident-00000000-0000-0000-0000-000000000001", "incident.reported", 1, Canonical(sample["body"]!), Canonical(sample["addressing"]!));
    }

    private async Task<IReadOnlyList<(PartnerId Partner, bool Left)>> BelongingAsync()
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = """
            select m.partner_id, m.to_position is not null
            from core.audience_member m
            join core.audience a on a.audience_id = m.audience_id
            where a.kinds is not null
            order by m.partner_id
            """;
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<(PartnerId, bool)> rows = [];
        while (await reader.ReadAsync(Ct))
        {
            rows.Add((new(reader.GetGuid(0)), reader.GetBoolean(1)));
        }

        return rows;
    }

    private async Task<PartnerFacts> FactsOfAsync(int partner)
    {
        await _directory.ReloadAsync(Ct);
        return _directory.Current.Entry(Partner(partner))!.Facts;
    }

    private async Task StateOldAsync(int partner, string name, params string[] groups)
    {
        var body = JsonNode.Parse(await File.ReadAllTextAsync(SampleFile($"{name}.v1"), Ct))!["body"]!;
        body["facts"]!["groups"] = new JsonArray([.. groups.Select(g => JsonValue.Create(g))]);
        body["facts"]!["roles"] = new JsonArray("operator");
        body["facts"]!["constituency"] = new JsonArray();
        if (body["partner"] is not null)
        {
            body["partner"] = Partner(partner).Value.ToString("D");
        }

        await ApplyAsync(PartnerEventCatalog.Stream(Partner(partner)), name, 1, Canonical(body), []);
    }

    private Task ApplyAsync(PartnerEvent e)
    {
        var form = PartnerEventCatalog.Catalog.Write(e);
        return ApplyAsync(PartnerEventCatalog.Stream(Partner(2)), form.Name, form.Version, form.Body, form.Addressing);
    }

    private Task ApplyAsync(GroupEvent e)
    {
        var form = GroupEventCatalog.Catalog.Write(e);
        return ApplyAsync(GroupEventCatalog.Stream(Rail), form.Name, form.Version, form.Body, form.Addressing);
    }

    private async Task ApplyAsync(string stream, string name, int version, byte[] body, byte[] addressing)
    {
        _position++;
        await _core.ApplyAsync(
            _connection, new StoredEvent(_position, stream, 1, Guid.Empty, name, version, DateTimeOffset.UnixEpoch, [], body, addressing), DateTimeOffset.UnixEpoch, Ct);
        await _core.RefreshAsync(Ct);
    }

    private static PartnerId Partner(int number) => new(new Guid(number, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0));

    private static string SampleFile(string name) => Path.Combine(SharedSuites.RepositoryRoot, "tests/CyberExchange.Tests/StoredEvents", $"{name}.json");

    private static byte[] Canonical(JsonNode node) => CanonicalJson.Canonicalise(Encoding.UTF8.GetBytes(node.ToJsonString()));
}
