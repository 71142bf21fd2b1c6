using CyberExchange.EndToEnd.Tests.Released;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.EventStore;
using CyberExchange.Testing.Faults;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Faults;

/// <summary>The whole server killed with SIGKILL at a step of the append that a partner waits for.</summary>
public sealed class KilledServerStepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A start of the server takes seconds: the quick run takes the step at which a retry could store twice.</summary>
    public static TheoryData<AppendStep> Steps() =>
        Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is null or "quick"
            ? [AppendStep.BeforeAnswer]
            : [.. Enum.GetValues<AppendStep>()];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task What_a_partner_sends_again_after_the_kill_is_published_once(AppendStep step)
    {
        var database = new MigratedDatabase();
        await database.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("cyberexchange-import-");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "own-0001.json"), ManyItems.Own(1), Ct);
            await using var line = new FaultyLine(database.ConnectionString);
            await using var server = new ServerProcess(line.ConnectionString);
            await server.StartAsync(Ct);
            await PublishThroughKillAsync(line, server, step, folder.FullName);

            await using var connection = await database.OpenAsync(Ct);
            await using var command = new NpgsqlCommand("select count(*) from cx.event where type = 'advisory.published'", connection);
            Assert.Equal(1L, await command.ExecuteScalarAsync(Ct));
            Assert.Empty(await LogChecker.CheckAsync(database.ConnectionString, ct: Ct));
        }
        finally
        {
            folder.Delete(recursive: true);
            await database.DisposeAsync();
        }
    }

    private static async Task PublishThroughKillAsync(FaultyLine line, ServerProcess server, AppendStep step, string folder)
    {
        var killed = line.At(
            step,
            async met =>
            {
                await server.KillAsync(Ct);
                met.Cut(); // What was on its way is lost with the victim.
            });
        var interrupted = server.CyxAsync(["import", "csaf", folder], Ct);
        await killed;
        await server.StartAsync(Ct);
        await interrupted; // It may have waited for the server or given up: the second run settles it either way.
        var (code, output, errors) = await server.CyxAsync(["import", "csaf", folder], Ct);
        Assert.True(code == 0, $"{code} {output} {errors}");
    }
}
