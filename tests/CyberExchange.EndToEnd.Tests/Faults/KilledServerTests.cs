using CyberExchange.EndToEnd.Tests.Released;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Suites;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Faults;

/// <summary>What was acknowledged before a kill -9 is there after it, once.</summary>
public sealed class KilledServerTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const int OwnDocuments = 150;

    // No assert depends on it: it only ends what hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_that_a_kill_interrupts_is_resumed_without_loss_or_doubles()
    {
        var folder = Directory.CreateTempSubdirectory("cyberexchange-import-");
        try
        {
            var count = PutDocuments(folder.FullName);
            await using (var server = new ServerProcess(database.ConnectionString))
            {
                await ImportThroughKillAsync(server, folder.FullName, count);
            }

            Assert.Equal(count, await NumberAsync("select count(*) from cx.event where type = 'advisory.published'"));
            Assert.Equal(count, await NumberAsync("select count(distinct stream_id) from cx.event where type = 'advisory.published'"));
            Assert.Equal(
                await NumberAsync("select count(*) from cx.event"),
                await NumberAsync("select max(position) - min(position) + 1 from cx.event"));
            Assert.Equal(await NumberAsync("select position from cx.head"), await NumberAsync("select max(position) from cx.event"));
            await Replay.EqualsAsync(database.ConnectionString, Patience, Ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task ImportThroughKillAsync(ServerProcess server, string folder, int count)
    {
        await server.StartAsync(Ct);
        var interrupted = server.CyxAsync(["import", "csaf", folder], Ct);
        await UntilPublishedAsync(count / 3);
        await server.KillAsync(Ct);
        Assert.True(await NumberAsync("select count(*) from cx.event where type = 'advisory.published'") < count, "the import was over before the kill");

        await server.StartAsync(Ct);
        await interrupted; // It may have waited for the server or given up: the second run settles it either way.
        var (code, output, errors) = await server.CyxAsync(["import", "csaf", folder], Ct);
        Assert.True(code == 0, $"{code} {output} {errors}");

        var again = await server.CyxAsync(["import", "csaf", folder], Ct);
        Assert.True(again.Code == 0, $"{again.Code} {again.Output} {again.Errors}");
    }

    private async Task UntilPublishedAsync(int documents)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (await NumberAsync("select count(*) from cx.event where type = 'advisory.published'") < documents)
        {
            Assert.True(patience.Elapsed < Patience, "the import does not advance");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }
    }

    // All real documents in the long run, own ones otherwise.
    private static int PutDocuments(string folder)
    {
        var real = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? SharedSuites.Find("data/cisa-csaf") : null;
        if (real is not null)
        {
            var files = Directory.GetFiles(real, "*.json", SearchOption.AllDirectories);
            foreach (var file in files)
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            return files.Length;
        }

        for (var n = 1; n <= OwnDocuments; n++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"own-{n:0000}.json"), ManyItems.Own(n));
        }

        return OwnDocuments;
    }

    private async Task<long> NumberAsync(string sql)
    {
        await using var connection = await database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
    }
}
