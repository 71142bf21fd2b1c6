using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

/// <summary>Whoever goes away while it is read to harms nobody who comes next.</summary>
public sealed class GivenUpReadTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const int UsesMax = 6;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // A statement is prepared once it was used often enough: each use may be the one that is given up. An immutable function of a
    // parameter is worked out while the statement is planned, a volatile one while it runs.
    public static MatrixTheoryData<int, string> Uses => new([1, 2, 3], ["immutable", "volatile"]);

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task The_same_question_is_answered_afterwards_on_the_same_connection(int given, string function)
    {
        await using (var owner = await database.OpenAsync(Ct))
        {
            await using var slow = new NpgsqlCommand(
                $"""
                create or replace function cx.position_at(at timestamptz) returns bigint language plpgsql {function}
                as 'begin perform pg_sleep(extract(epoch from at)); return 7; end'
                """,
                owner);
            await slow.ExecuteNonQueryAsync(Ct);
        }

        await using var exchange = new ExchangeDatabase(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        for (var use = 1; use <= UsesMax; use++)
        {
            if (use == given)
            {
                using var away = new CancellationTokenSource();
                var read = log.PositionAtAsync(DateTimeOffset.UnixEpoch + Slow, away.Token);
                await BusyAsync();
                await away.CancelAsync();
                await Record.ExceptionAsync(() => read); // Answered or not: nobody listens.
            }
            else
            {
                Assert.Equal(7, await log.PositionAtAsync(DateTimeOffset.UnixEpoch, Ct));
            }
        }
    }

    private async Task BusyAsync()
    {
        for (var busy = false; !busy;)
        {
            await using var connection = await database.OpenAsync(Ct);
            await using var command = new NpgsqlCommand("select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')", connection);
            busy = (bool)(await command.ExecuteScalarAsync(Ct))!; // It always answers.
        }
    }
}
