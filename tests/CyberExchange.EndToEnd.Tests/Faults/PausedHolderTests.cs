using System.Globalization;
using CyberExchange.EndToEnd.Tests.Released;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Faults;

/// <summary>A server that is paused while it keeps the views loses them to another, and changes nothing when it wakes.</summary>
public sealed class PausedHolderTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const int Documents = 120;

    private const string Published = "select count(*) from cx.event where type = 'advisory.published'";

    private const string CoreApart = """
        select count(*)
        from cx.view_lease core
        join cx.view_lease duties on duties.view = 'duties' and duties.kind = 'keep' and duties.holder <> core.holder
        where core.view = 'sharing-core' and core.kind = 'keep'
        """;

    private const string Fence = "select fence from cx.view_lease where view = 'sharing-core' and kind = 'keep'";

    // No assert depends on it: it only ends what hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_server_takes_over_and_the_late_one_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("cyberexchange-paused-");
        try
        {
            for (var n = 1; n <= Documents; n++)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"own-{n:0000}.json"), ManyItems.Own(n), Ct);
            }

            await using (var first = new ServerProcess(database.ConnectionString))
            {
                await first.StartAsync(Ct); // Alone, so it keeps every view, until it gives the last two of them to the second, the core among these.
                await using var second = new ServerProcess(database.ConnectionString, first);
                await second.StartAsync(Ct);
                await UntilAsync(async () => await NumberAsync(CoreApart) == 1);
                await PauseWhileAsync(second, first, folder.FullName);
            }

            Assert.Equal(Documents, await NumberAsync(Published));
            await Replay.EqualsAsync(database.ConnectionString, Patience, Ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task PauseWhileAsync(ServerProcess holder, ServerProcess other, string folder)
    {
        var fence = await NumberAsync(Fence);
        var importing = other.CyxAsync(["import", "csaf", folder], Ct);
        await UntilAsync(async () => await NumberAsync(Published) >= Documents / 4);

        // In the middle of whatever it is doing, most likely of a page.
        await holder.PauseAsync(Ct);
        try
        {
            await UntilAsync(async () => await NumberAsync(Fence) > fence);
            await importing;
            await UntilAsync(async () => await NumberAsync("select h.position - c.position from cx.head h join core.checkpoint c on c.view = 'sharing-core'") == 0);
            await other.UntilReadyAsync(Ct);
        }
        finally
        {
            await holder.ResumeAsync(Ct);
        }

        await holder.UntilReadyAsync(Ct);
        var (code, output, errors) = await holder.CyxAsync(["import", "csaf", folder], Ct);
        Assert.True(code == 0, $"{code} {output} {errors}");
    }

    private static async Task UntilAsync(Func<Task<bool>> so)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(patience.Elapsed < Patience, "what is waited for does not come");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }
    }

    private async Task<long> NumberAsync(string sql)
    {
        await using var connection = await database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }
}
