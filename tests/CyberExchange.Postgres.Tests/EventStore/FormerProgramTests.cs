using System.Data.Common;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>During an upgrade the program before this one still appends, by the functions that it knows.</summary>
public sealed class FormerProgramTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lone_append_of_the_former_program_is_stored_and_its_key_is_known_to_both()
    {
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None);

        Assert.Equal((0, 1), await AppendOneAsync(append));
        Assert.Equal((1, 1), await AppendOneAsync(append));
        Assert.True(Assert.IsType<AppendResult.Appended>(await database.Log.AppendAsync(append, Ct)).Repeated);
        Assert.Equal((3, 1), await AppendOneAsync(append with { Key = append.Key with { RequestDigest = new byte[] { 1 } } }));
        Assert.Equal((2, 1), await AppendOneAsync(append with { Key = Appends.Key() }));
        Assert.Equal([append.Events[0].Id], (await database.Log.ReadStreamAsync(append.Stream, ct: Ct)).Select(e => e.Id));
    }

    [Fact]
    public async Task A_batch_of_the_former_program_is_stored_without_what_conflicts_or_was_there()
    {
        var known = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        var stored = Assert.IsType<AppendResult.Appended>(await database.Log.AppendAsync(known, Ct));
        Append[] batch =
        [
            Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event(), Appends.Event()),
            known,
            Appends.To(Appends.NewStream(), ExpectedVersion.Exactly(7)),
            Appends.To(known.Stream, ExpectedVersion.Any),
        ];

        var first = stored.LastPosition + 1;
        Assert.Equal(
            [(0, first, first + 1, 2), (1, stored.FirstPosition, stored.LastPosition, 1), (2, null, null, 0), (0, first + 2, first + 2, 2)],
            await AppendBatchAsync(batch));
        Assert.Equal(first + 2, await database.Log.HeadAsync(Ct));
        Assert.Equal([1, 2], (await database.Log.ReadStreamAsync(batch[0].Stream, ct: Ct)).Select(e => e.Version));
        Assert.All(await AppendBatchAsync([batch[0]]), row => Assert.Equal((1, first, first + 1, 2), row));
    }

    [Fact]
    public async Task What_the_former_program_stored_is_there_after_the_upgrade()
    {
        var former = new EmptyTestDatabase();
        await former.InitializeAsync();
        await using var dropped = former;
        var scripts = SchemaScript.Embedded();
        await Migrator.MigrateAsync(former.ConnectionString, [.. scripts.TakeWhile(script => script.Number < 70)], Ct);
        await using var connections = new ExchangeDatabase(former.ConnectionString);
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        Assert.Equal((0, 1), await AppendOneAsync(append, connections));
        var kept = Appends.Key();
        await using var log = new EventLog(connections.Service);
        Assert.IsType<AppendResult.Appended>(await log.KeepKeyAsync(append.Stream, 1, kept, Ct));

        await Migrator.MigrateAsync(former.ConnectionString, scripts, Ct);

        Assert.Equal([append.Events[0].Id], (await log.ReadStreamAsync(append.Stream, ct: Ct)).Select(e => e.Id));
        Assert.True(Assert.IsType<AppendResult.Appended>(await log.AppendAsync(append, Ct)).Repeated);
        Assert.True(Assert.IsType<AppendResult.Appended>(await log.KeepKeyAsync(append.Stream, 1, kept, Ct)).Repeated);
        var next = Appends.To(append.Stream, ExpectedVersion.Exactly(1));
        Assert.Equal(new AppendResult.Appended(2, 2, 2, append.Stream, Repeated: false), await log.AppendAsync(next, Ct));
        Assert.Equal([1, 2], (await log.ReadStreamAsync(append.Stream, ct: Ct)).Select(e => e.Version));
    }

    private async Task<(int Outcome, int Version)> AppendOneAsync(Append append, ExchangeDatabase? connections = null)
    {
        await using var command = (connections ?? database.Connections).Service.CreateCommand(
            "select outcome, at_version from cx.append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
        var e = append.Events[0];
        foreach (var value in new object[]
        {
            append.Stream, append.Expected == ExpectedVersion.None ? 0 : -1, append.Key.Scope, append.Key.Key, append.Key.RequestDigest.ToArray(),
            append.RecordedAt.UtcDateTime, append.Metadata.ToArray(), e.Id, e.Type, e.TypeVersion, e.Body.ToArray(), e.Addressing.ToArray(), new byte[48], new byte[96],
        })
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(Ct);
        Assert.True(await reader.ReadAsync(Ct));
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private async Task<List<(int Outcome, long? First, long? Last, int Version)>> AppendBatchAsync(Append[] batch)
    {
        await using var command = database.Connections.Service.CreateCommand(
            """
            select outcome, first, last, at_version
            from cx.append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '{}', '{}', '{}')
            order by append_number
            """);
        var events = batch.SelectMany((append, i) => append.Events.Select((e, j) => (Append: append, At: i + 1, Index: j + 1, Event: e))).ToList();
        Array(batch.Select(a => a.Stream));
        Array(batch.Select(a => a.Expected == ExpectedVersion.Any ? -1 : a.Expected == ExpectedVersion.None ? 0 : 7));
        Array(batch.Select(a => a.Key.Scope));
        Array(batch.Select(a => a.Key.Key));
        Array(batch.Select(a => a.Key.RequestDigest.ToArray()));
        Array(batch.Select(a => a.Events.Count));
        Array(events.Select(e => e.At));
        Array(events.Select(e => e.Index));
        Array(events.Select(e => e.Append.Stream));
        Array(events.Select(e => e.Append.RecordedAt.UtcDateTime));
        Array(events.Select(e => e.Append.Metadata.ToArray()));
        Array(events.Select(e => e.Event.Id));
        Array(events.Select(e => e.Event.Type));
        Array(events.Select(e => e.Event.TypeVersion));
        Array(events.Select(e => e.Event.Body.ToArray()));
        Array(events.Select(e => e.Event.Addressing.ToArray()));
        Array(events.Select(_ => new byte[48]));
        Array(events.Select(_ => new byte[96]));

        var rows = new List<(int, long?, long?, int)>();
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(Row(reader));
        }

        return rows;

        static (int, long?, long?, int) Row(DbDataReader r) => (r.GetInt32(0), r.GetFieldValue<long?>(1), r.GetFieldValue<long?>(2), r.GetInt32(3));

        void Array<T>(IEnumerable<T> values) => command.Parameters.Add(new() { Value = values.ToArray() });
    }
}
