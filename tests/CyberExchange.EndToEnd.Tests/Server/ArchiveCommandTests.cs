using CyberExchange.EventStore;
using CyberExchange.Server.Archiving;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Server;

/// <summary>What an administrator sees of archiving. That nothing is lost by it the store's own tests hold.</summary>
public sealed class ArchiveCommandTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData]
    [InlineData("--before-position")]
    [InlineData("--before-position", "0")]
    [InlineData("--before-position", "ten")]
    [InlineData("--older-than-days", "2147483647")]
    [InlineData("--older-than-days", "30", "--tablespace")]
    [InlineData("--until", "30")]
    public async Task A_call_that_is_wrong_is_told_how_it_is_meant(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(arguments, database.ConnectionString);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("usage: archive", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_it_says_so_and_a_password_is_not_repeated()
    {
        Assert.StartsWith("CYBEREXCHANGE_DATABASE is not set", (await RunAsync(["--before-position", "2"], null)).Errors, StringComparison.Ordinal);

        var (code, _, errors) = await RunAsync(["--before-position", "2"], "Host=x;Paswort=secret");
        Assert.Equal(2, code);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_range_is_archived_with_its_progress_and_once()
    {
        await using (var connection = await database.OpenAsync(Ct))
        {
            await using var partition = new NpgsqlCommand(
                "drop table cx.event_from_1; delete from cx.event_range; update cx.log_partitioning set width = 4; select cx.extend_log()", connection);
            await partition.ExecuteNonQueryAsync(Ct);
        }

        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<AppendResult.Appended>(await log.AppendAsync(Append(i), Ct));
        }

        var (code, output, errors) = await RunAsync(["--older-than-days", "1"], database.ConnectionString);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("copying 1 to 4: 100 %", output, StringComparison.Ordinal);
        Assert.Contains("archived 1 to 4", output, StringComparison.Ordinal);

        Assert.StartsWith("nothing to archive", (await RunAsync(["--before-position", "9"], database.ConnectionString)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(["--before-position", "9", "--tablespace", "nowhere"], "Host=/nowhere;Username=nobody;Database=none")).Code);
    }

    private static Append Append(int number) => new()
    {
        Stream = $"archived-{number}",
        Expected = ExpectedVersion.None,
        Key = new(Guid.Empty, $"archived-{number}", new byte[32]),
        Events = [new() { Id = Guid.CreateVersion7(), Type = "test.archived", TypeVersion = 1, Body = "{}"u8.ToArray(), Addressing = "{}"u8.ToArray() }],
        RecordedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Metadata = "{}"u8.ToArray(),
    };

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments, string? connectionString)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new ArchiveCommand(output, errors).RunAsync(arguments, connectionString, Ct);
        return (code, output.ToString(), errors.ToString());
    }
}
