using CyberExchange.Domain;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Mandates as the core keeps them: for the two who know of each, and for nobody else.</summary>
public sealed class MandateRowsTests : InViewWorld
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static readonly PartnerId Operator = new(Guid.CreateVersion7());
    private static readonly PartnerId Cert = new(Guid.CreateVersion7());
    private static readonly PartnerId Other = new(Guid.CreateVersion7());

    [Fact]
    public async Task The_operator_and_the_CERT_find_a_mandate_and_nobody_else_does()
    {
        await GiveAsync(Id(1), Operator, Cert);
        await GiveAsync(Id(2), Other, Cert);
        await GiveAsync(Id(3), Operator, Other);
        await using var node = World.Start("one");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());

        var queries = new MandateQueries(World.Exchange.Service);
        Assert.Equal([Id(3), Id(1)], await ListedAsync(Operator));
        Assert.Equal([Id(2), Id(1)], await ListedAsync(Cert));
        Assert.Equal([Id(3), Id(2)], await ListedAsync(Other));
        var found = await queries.FindAsync(Cert, Id(1), Ct);
        Assert.Equal((Operator, Cert, "a.b.c", "key"), (found!.Text.Operator, found.Text.Cert, found.Signed, found.PublicKey));
        Assert.Null(await queries.FindAsync(Other, Id(1), Ct));
        Assert.Null(await queries.FindAsync(Cert, Id(3), Ct));
    }

    [Fact]
    public async Task What_was_revoked_or_has_ended_is_found_and_not_listed()
    {
        await GiveAsync(Id(1), Operator, Cert);
        await GiveAsync(Id(2), Operator, Cert);
        await World.AppendAsync(Stored(Id(1), version: 2, new MandateEvent.MandateRevoked(new(Guid.NewGuid()), "Over.")));
        await using var node = World.Start("one");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());

        var queries = new MandateQueries(World.Exchange.Service);
        Assert.Equal([Id(2)], await ListedAsync(Cert));
        Assert.Empty(await queries.ListAsync(Cert, Now.AddDays(30), Ct));
        var revoked = await queries.FindAsync(Cert, Id(1), Ct);
        Assert.Equal(("Over.", true), (revoked!.RevokedBecause, revoked.Given.Revoked));
    }

    [Fact]
    public async Task A_replay_gives_the_same_rows()
    {
        await GiveAsync(Id(1), Operator, Cert);
        await World.AppendAsync(Stored(Id(1), version: 2, new MandateEvent.MandateRevoked(new(Guid.NewGuid()), "Over.")));
        await using (var node = World.Start("one"))
        {
            await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        }

        Assert.Equal(1, await World.NumberAsync("select count(*) from core.mandate where revoked_because = 'Over.'"));
        await World.EqualsAReplayAsync();
    }

    // On a new database the script comes before those that raise the wall, on one of before after them.
    [Fact]
    public async Task The_wall_is_the_same_whichever_script_came_first()
    {
        var former = new EmptyTestDatabase();
        await former.InitializeAsync();
        await using var dropped = former;
        var scripts = SchemaScript.Embedded();
        await Migrator.MigrateAsync(former.ConnectionString, [.. scripts.Where(script => script.Number != 130)], Ct);
        await Migrator.MigrateAsync(former.ConnectionString, scripts, Ct);

        Assert.Equal(await WallAsync(Database.ConnectionString), await WallAsync(former.ConnectionString));
    }

    private static async Task<List<string>> WallAsync(string connectionString)
    {
        const string sql = """
            select format('%s for %s to %s using %s check %s, enabled %s, forced %s', p.polname, p.polcmd, p.polroles::regrole[], pg_get_expr(p.polqual, c.oid),
                          pg_get_expr(p.polwithcheck, c.oid), c.relrowsecurity, c.relforcerowsecurity)
            from pg_class c
            join pg_policy p on p.polrelid = c.oid
            where c.oid = 'core.mandate'::regclass
            order by 1
            """;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(reader.GetString(0));
        }

        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.EndsWith("enabled t, forced t", row, StringComparison.Ordinal));
        return rows;
    }

    private static MandateId Id(int number) => new(new Guid($"00000000-0000-8000-8000-{number:d12}"));

    private async Task<IEnumerable<MandateId>> ListedAsync(PartnerId partner) =>
        (await new MandateQueries(World.Exchange.Service).ListAsync(partner, Now, Ct)).Select(row => row.Id);

    private Task GiveAsync(MandateId id, PartnerId by, PartnerId to)
    {
        var text = new Mandate
        {
            Operator = by,
            Cert = to,
            From = Now,
            Until = Now.AddDays(30),
            Classes = ["rsit.fraud"],
            Terms = SharingTerms.OriginatorOnly(TlpLabel.Amber),
        };
        return World.AppendAsync(Stored(id, version: 1, new MandateEvent.MandateGiven(id, text, "a.b.c", "key", new(Guid.NewGuid()))));
    }

    private static StoredEvent Stored(MandateId id, int version, MandateEvent e)
    {
        var form = MandateEventCatalog.Catalog.Write(e);
        return new(0, MandateEventCatalog.Stream(id), version, Guid.Empty, form.Name, form.Version, Now, [], form.Body, form.Addressing);
    }
}
