using System.Globalization;
using CyberExchange.EventStore;
using CyberExchange.EventStore.Archiving;
using CyberExchange.Storage;
using Npgsql;

namespace CyberExchange.Server.Archiving;

/// <summary>The administrator's command <c>archive</c>: moves old positions of the log to packed tables, on another disk if asked.</summary>
/// <remarks>Run beside the server, never by it: it takes the role that owns the log.</remarks>
public sealed class ArchiveCommand(TextWriter output, TextWriter errors)
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const long BytesPerMegabyte = 1_000_000;
    private const int DaysMax = 36_500;

    private const string Usage =
        """
        usage: archive (--before-position N | --older-than-days N) [--tablespace NAME]

        Moves the partitions of the log that are full and end before a position, or held nothing younger than so many days, to
        packed tables. They stay readable for everyone; reading and appending go on meanwhile. Broken off, it begins the
        partition anew the next time. A dump or another REPEATABLE READ transaction that began before a copy was made would miss
        its events: run none meanwhile. CYBEREXCHANGE_DATABASE names the database, by a login that is a member of cx_owner.

        archive --older-than-days 730 --tablespace cold
        archive --before-position 20000001
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>archive</c>.</param>
    /// <param name="database">The connection string, or null where none is set.</param>
    /// <param name="ct">Breaks off.</param>
    /// <returns>The exit code: 0 done, 1 the database refused or the log is damaged, 2 the call was wrong.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, string? database, CancellationToken ct)
    {
        if (arguments is ["--help"] or ["-h"])
        {
            await output.WriteLineAsync(Usage);
            return Done;
        }

        if (Request.Read(arguments) is not { } request)
        {
            await errors.WriteLineAsync(Usage);
            return Misused;
        }

        if (string.IsNullOrEmpty(database))
        {
            await errors.WriteLineAsync("CYBEREXCHANGE_DATABASE is not set: give a PostgreSQL connection string.");
            return Misused;
        }

        try
        {
            await using var exchange = new ExchangeDatabase(database);
            return await ArchiveAsync(exchange, request, ct);
        }
        catch (ArgumentException)
        {
            // The value may hold a password, so it is not repeated.
            await errors.WriteLineAsync("CYBEREXCHANGE_DATABASE is not a PostgreSQL connection string.");
            return Misused;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidDataException)
        {
            await errors.WriteLineAsync($"Nothing more was archived: {e.Message}");
            return Failed;
        }
    }

    private async Task<int> ArchiveAsync(ExchangeDatabase exchange, Request request, CancellationToken ct)
    {
        await using var log = new EventLog(exchange.Service);
        var before = request.BeforePosition ?? await log.PositionAtAsync(TimeProvider.System.GetUtcNow().AddDays(-request.OlderThanDays), ct) + 1;
        var archived = await new LogArchive(exchange.Owner).ArchiveAsync(before, request.Tablespace, new Lines(output), ct);
        foreach (var range in archived)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"archived {range.FirstPosition} to {range.LastPosition}: {range.BytesBefore / BytesPerMegabyte} MB became {range.BytesAfter / BytesPerMegabyte} MB"));
        }

        if (archived.Count == 0)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"nothing to archive: no full partition that is not archived yet ends before position {before}"));
        }

        return Done;
    }

    private sealed record Request(long? BeforePosition, int OlderThanDays, string? Tablespace)
    {
        public static Request? Read(IReadOnlyList<string> arguments) => arguments switch
        {
            [var bound, var number, "--tablespace", { Length: > 0 } tablespace] => Read(bound, number, tablespace),
            [var bound, var number] => Read(bound, number, tablespace: null),
            _ => null,
        };

        private static Request? Read(string bound, string number, string? tablespace) =>
            (bound, long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) switch
            {
                ("--before-position", true) when value > 0 => new(value, 0, tablespace),
                ("--older-than-days", true) when value <= DaysMax => new(null, (int)value, tablespace),
                _ => null,
            };
    }

    private sealed class Lines(TextWriter output) : IProgress<ArchiveProgress>
    {
        public void Report(ArchiveProgress value)
        {
            const int all = 100;
            var done = (value.CopiedPosition - value.FirstPosition + 1) * all / (value.LastPosition - value.FirstPosition + 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"copying {value.FirstPosition} to {value.LastPosition}: {done} %"));
        }
    }
}
