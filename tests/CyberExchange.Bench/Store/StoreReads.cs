using System.Diagnostics;
using System.Text.Json;
using CyberExchange.Bench.Sharing;
using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Bench.Store;

/// <summary>Reads of the log against plain Npgsql over the same rows. Both parse every body by the same parser.</summary>
internal sealed class StoreReads(OurLog log, NpgsqlDataSource plain, int streams, long events, int perStream)
{
    private const int LatestEvents = 50;

    private long sum;

    public async IAsyncEnumerable<Measurement> MeasureAsync(string suffix, int rounds, Func<string, bool> wanted)
    {
        if (wanted("read.scan"))
        {
            yield return await ScanAsync("read.scan" + suffix, rounds);
        }

        (string Name, double Target, Func<int, Task> Ours, Func<int, Task> Floor)[] rows =
        [
            ($"read.fold-{perStream}", 0.85, FoldAsync, PlainFoldAsync),
            ("read.latest-50", 0.85, LatestAsync, PlainLatestAsync),
            ("read.rare-type", 0.85, RareAsync, PlainRareAsync),
            ("read.as-of-instant", 0.5, AsOfAsync, PlainFoldAsync),
        ];
        foreach (var row in rows.Where(row => wanted(row.Name)))
        {
            yield return await Turns.AlternateAsync(row.Name + suffix, "reads/s", rounds, row.Target, row.Ours, row.Floor);
        }
    }

    /// <summary>What a reader makes of an event: the members of its body, each looked at.</summary>
    public static long Parse(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var said = 0L;
        foreach (var member in document.RootElement.EnumerateObject())
        {
            said += member.Value.ValueKind is JsonValueKind.Number ? member.Value.GetInt64() : member.Value.GetString()!.Length; // Texts and numbers only.
        }

        return said;
    }

    private async Task<Measurement> ScanAsync(string name, int rounds)
    {
        var results = new List<(double, double)>();
        for (var round = -1; round < rounds; round++)
        {
            var floor = await RateAsync(PlainScanAsync);
            var ours = await RateAsync(OurScanAsync);
            if (round >= 0) // The first of each warms up.
            {
                results.Add((ours, floor));
            }
        }

        return Measurement.Of(name, "events/s", results, target: 0.9);
    }

    /// <summary>The whole log, as a rebuild reads it.</summary>
    public static async Task<(long Events, long Sum)> ScanAsync(EventStore.EventLog log, long events)
    {
        var (read, said) = (0L, 0L);
        await foreach (var e in log.ScanAsync(0, events))
        {
            said += Parse(e.Body);
            read++;
        }

        return (read, said);
    }

    private async Task<long> OurScanAsync()
    {
        var (read, found) = await ScanAsync(log.Log, events);
        sum += found;
        return read;
    }

    private async Task<long> PlainScanAsync()
    {
        await using var command = plain.CreateCommand(
            "select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing from cx.event order by position");
        return await PlainAsync(command);
    }

    private async Task<double> RateAsync(Func<Task<long>> scan)
    {
        var clock = Stopwatch.StartNew();
        var read = await scan();
        return read == events ? read / clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{read} of {events} events were read");
    }

    private string StreamOf(int number) => StoreFill.Stream((int)((uint)(number * 7_919) % (uint)streams));

    private async Task FoldAsync(int number) => Took(await log.Log.ReadStreamAsync(StreamOf(number)));

    private async Task PlainFoldAsync(int number)
    {
        await using var command = plain.CreateCommand(
            """
            select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
            from cx.event where stream_id = $1 order by version
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StreamOf(number) });
        await PlainAsync(command);
    }

    private async Task LatestAsync(int number) => Took(await log.Log.ReadAllAsync(events - LatestEvents, LatestEvents));

    private async Task PlainLatestAsync(int number)
    {
        await using var command = plain.CreateCommand(
            """
            select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
            from cx.event where position > $1 order by position limit 50
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = events - LatestEvents });
        await PlainAsync(command);
    }

    private async Task RareAsync(int number) => Took(await log.Log.ReadTypesAsync([Payload.RareType], 0, events, 10));

    private async Task PlainRareAsync(int number)
    {
        await using var command = plain.CreateCommand(
            """
            select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing
            from cx.event where type = $1 order by position limit 10
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Payload.RareType });
        await PlainAsync(command);
    }

    private async Task AsOfAsync(int number) =>
        Took(await log.Log.ReadStreamAsOfAsync(StreamOf(number), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(events + 1)));

    private void Took(IReadOnlyList<StoredEvent> read)
    {
        if (read.Count == 0)
        {
            throw new InvalidOperationException("nothing was read where something is");
        }

        foreach (var e in read)
        {
            sum += Parse(e.Body);
        }
    }

    private async Task<long> PlainAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var read = 0L;
        while (await reader.ReadAsync())
        {
            sum += Row(reader);
            read++;
        }

        return read;
    }

    private static long Row(NpgsqlDataReader row) =>
        row.GetInt64(0) + row.GetString(1).Length + row.GetInt32(2) + row.GetGuid(3).Version + row.GetString(4).Length + row.GetInt32(5)
        + row.GetDateTime(6).Second + row.GetFieldValue<byte[]>(7).Length + Parse(row.GetFieldValue<byte[]>(8)) + row.GetFieldValue<byte[]>(9).Length;
}
