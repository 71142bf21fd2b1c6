using System.Text;
using System.Text.Json;
using CyberExchange.EventStore;
using CyberExchange.Postgres.Tests.EventStore;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Marten;

/// <summary>What Marten asks of its tables is answered by the views.</summary>
/// <remarks>
/// Marten cannot be had here (adr/0002): the statements are in its place, shaped as version 9.29 sends them, with its
/// columns in its order, under AutoCreate.None and string stream ids. They run as a login that was let in, with no other right.
/// </remarks>
public sealed class MartenReadTests(MartenDoor door) : IClassFixture<MartenDoor>
{
    private const string Event =
        "select d.data, d.type, d.mt_dotnet_type, d.bdata, d.seq_id, d.id, d.stream_id, d.version, d.timestamp, d.tenant_id, d.is_archived from marten.mt_events as d";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_fetched_as_the_log_holds_it()
    {
        var stream = Appends.NewStream();
        var stored = await door.AppendAsync(stream, "test.first", 2);
        stored = [.. stored, .. await door.AppendAsync(stream, "test.second", 1)];
        await door.AppendAsync(Appends.NewStream(), "test.first", 1);

        var read = await EventsAsync($"{Event} where d.is_archived = false and d.stream_id = $1 order by d.version", stream);

        Assert.Equal(stored.Select(e => (e.Position, e.Id, e.Stream, (long)e.Version, e.Type, e.RecordedAt)), read.Select(e => (e.Sequence, e.Id, e.Stream, e.Version, e.Type, e.Timestamp)));
        Assert.All(stored.Zip(read), pair => Assert.True(JsonElement.DeepEquals(Json(pair.First.Body), Json(Encoding.UTF8.GetBytes(pair.Second.Data)))));
    }

    [Fact]
    public async Task A_stream_is_aggregated_up_to_a_version_or_a_time_and_from_a_version()
    {
        var stream = Appends.NewStream();
        await door.AppendAsync(stream, "test.happened", 4);

        Assert.Equal([1, 2], (await EventsAsync($"{Event} where d.is_archived = false and d.version <= $2 and d.stream_id = $1 order by d.version", stream, 2L)).Select(e => e.Version));
        Assert.Equal([3, 4], (await EventsAsync($"{Event} where d.is_archived = false and d.version >= $2 and d.stream_id = $1 order by d.version", stream, 3L)).Select(e => e.Version));
        Assert.Equal(4, (await EventsAsync($"{Event} where d.timestamp <= $2 and d.stream_id = $1 order by d.version", stream, Appends.RecordedAt)).Count);
        Assert.Empty(await EventsAsync($"{Event} where d.timestamp <= $2 and d.stream_id = $1 order by d.version", stream, Appends.RecordedAt.AddTicks(-10)));
    }

    [Fact]
    public async Task The_state_of_a_stream_is_that_of_its_first_and_last_event()
    {
        var stream = Appends.NewStream();
        await door.Log.AppendAsync(Appends.To(stream, ExpectedVersion.None), Ct);
        await door.Log.AppendAsync(Appends.To(stream, ExpectedVersion.Any) with { RecordedAt = Appends.RecordedAt.AddHours(1) }, Ct);

        Assert.Equal(
            [$"{stream}|2|null|03/01/2026 13:00:00|03/01/2026 12:00:00|null|null|*DEFAULT*|False"],
            await door.RowsAsync(
                "select id, version, type, timestamp, created, snapshot, snapshot_version, tenant_id, is_archived from marten.mt_streams where id = $1", stream));
        Assert.Empty(await door.RowsAsync("select id from marten.mt_streams where id = $1", "none"));
    }

    [Fact]
    public async Task Raw_events_are_queried_by_type_and_by_what_their_data_holds()
    {
        var type = $"test.{Guid.NewGuid():N}";
        var stored = await door.AppendAsync(Appends.NewStream(), type, 3);

        var found = await EventsAsync(
            $"{Event} where d.is_archived = false and d.type = any($1) and cast(d.data ->> 'n' as integer) >= 2 order by d.seq_id", (object)new[] { type, "test.none" });

        Assert.Equal(stored.Skip(1).Select(e => e.Position), found.Select(e => e.Sequence));
        Assert.Equal([$"{stored[1].Position}"], await door.RowsAsync("select d.seq_id from marten.mt_events as d where d.type = $1 and d.data @> '{\"n\":2}'", type));
    }

    [Fact]
    public async Task No_column_that_marten_filters_by_is_ever_null()
    {
        await door.AppendAsync(Appends.NewStream(), "test.happened", 1);

        Assert.Equal(["False|*DEFAULT*|null|null"], await door.RowsAsync("select distinct is_archived, tenant_id, bdata, mt_dotnet_type from marten.mt_events"));
        Assert.Equal(["False|*DEFAULT*"], await door.RowsAsync("select distinct is_archived, tenant_id from marten.mt_streams"));
    }

    // RFC 8785 leaves U+0000 in JSON, as an escape; jsonb refuses it.
    [Fact]
    public async Task An_event_that_holds_nul_stops_no_scan()
    {
        var stream = Appends.NewStream();
        string[] bodies =
        [
            """{"a":"\u0000"}""", """{"a":"\\u0000"}""", """{"a":"\\\u0000\u0000b"}""", """{"\u0000":"\u0001"}""", """{"a":"u0000"}""",
        ];
        await door.Log.AppendAsync(Appends.To(stream, ExpectedVersion.None, [.. bodies.Select(b => Appends.Event(b))]), Ct);

        var read = await EventsAsync($"{Event} where d.stream_id = $1 order by d.version", stream);

        Assert.Equal(bodies.Length, read.Count);
        foreach (var (body, data) in bodies.Zip(read.Select(e => e.Data)))
        {
            using var ours = JsonDocument.Parse(body);
            using var theirs = JsonDocument.Parse(data);
            var (mine, yours) = (ours.RootElement.EnumerateObject().Single(), theirs.RootElement.EnumerateObject().Single());
            Assert.Equal(mine.Name.Replace('\0', '\ufffd'), yours.Name);
            Assert.Equal(mine.Value.GetString()!.Replace('\0', '\ufffd'), yours.Value.GetString());
        }
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("")]
    [InlineData("""{"a":"\ud800"}""")]
    public async Task An_event_that_is_no_json_is_an_error_and_never_an_absence(string body)
    {
        var stream = Appends.NewStream();
        await door.Log.AppendAsync(Appends.To(stream, ExpectedVersion.None, Appends.Event(), Appends.Event(body)), Ct);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => EventsAsync($"{Event} where d.stream_id = $1 order by d.version", stream));

        Assert.Equal(PostgresErrorCodes.InvalidTextRepresentation, refused.SqlState);
        Assert.Equal(["1", "2"], await door.RowsAsync("select d.version from marten.mt_events as d where d.stream_id = $1 order by d.version", stream));
        await door.AsSuperuserAsync($"update cx.event set body = 'null' where stream_id = '{stream}'");
    }

    // On an empty log no plan shows what it will be, so the planner is kept from scanning where it need not.
    [Theory]
    [InlineData("select d.data from marten.mt_events as d where d.is_archived = false and d.stream_id = 'a' and d.version <= 5 order by d.version", "(stream_id = 'a'::text)")]
    [InlineData("select d.data from marten.mt_events as d where d.seq_id > 5 and d.seq_id <= 9 order by d.seq_id limit 500", "(\"position\" > 5) AND (\"position\" <= 9)")]
    [InlineData("select s.version, s.timestamp, s.created from marten.mt_streams as s where s.id = 'a'", "(stream_id = 'a'::text)")]
    [InlineData("select s.created from marten.mt_streams as s where s.id = 'a'", "(\"position\" = s.first_position)")]
    [InlineData("select d.data, s.type from marten.mt_events as d join marten.mt_streams as s on d.stream_id = s.id where d.seq_id > 5 and d.seq_id <= 9 order by d.seq_id limit 500", "(\"position\" > 5) AND (\"position\" <= 9)")]
    public async Task The_views_hide_no_index(string query, string condition)
    {
        var plan = await door.RowsAsync($"set enable_seqscan = off; set enable_bitmapscan = off; explain (costs off) {query}; reset all");

        Assert.Contains(plan, line => line.Contains("Index Cond", StringComparison.Ordinal) && line.Contains(condition, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_is_only_joined_costs_no_look_at_its_events()
    {
        var plan = await door.RowsAsync("explain (costs off) select s.id, s.type, s.version from marten.mt_streams as s");

        Assert.DoesNotContain(plan, line => line.Contains("event", StringComparison.Ordinal));
    }

    private static JsonElement Json(byte[] text) => JsonElement.Parse(text);

    private async Task<List<MartenEvent>> EventsAsync(string sql, params object[] parameters)
    {
        await using var command = door.Reader.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await using var rows = await command.ExecuteReaderAsync(Ct);
        var events = new List<MartenEvent>();
        while (await rows.ReadAsync(Ct))
        {
            events.Add(Read(rows));
        }

        return events;
    }

    // The getters are Marten's: a column of another type would be refused here as there.
    private static MartenEvent Read(NpgsqlDataReader row)
    {
        Assert.True(row.IsDBNull(2) && row.IsDBNull(3));
        Assert.Equal(("*DEFAULT*", false), (row.GetFieldValue<string>(9), row.GetFieldValue<bool>(10)));
        return new(
            row.GetFieldValue<long>(4), row.GetFieldValue<Guid>(5), row.GetFieldValue<string>(6), row.GetFieldValue<long>(7),
            row.GetFieldValue<string>(1), row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<string>(0));
    }

    private sealed record MartenEvent(long Sequence, Guid Id, string Stream, long Version, string Type, DateTimeOffset Timestamp, string Data);
}
