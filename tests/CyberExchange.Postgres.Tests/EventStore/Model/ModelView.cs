using CyberExchange.EventStore;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Postgres.Tests.EventStore.Model;

/// <summary>The smallest view that a lost, doubled or misplaced event shows in: of each stream its events and their positions.</summary>
internal sealed class ModelView : Projection
{
    public const string Table = "create table public.model_view (stream text primary key, positions text not null); "
        + "grant select, insert, update, delete, truncate on public.model_view to cx_projector";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override string Name => "model";

    public override int Version => 1;

    public override string Schema => "public";

    public override Projection Fresh() => new ModelView();

    /// <summary>Brings the view up to the head, builds it anew and says what is in it.</summary>
    /// <exception cref="InvalidOperationException">The two differ, or the view does not get there.</exception>
    public static async Task<string> RebuildAsync(ModelRun run)
    {
        var runner = new ProjectionRunner(run.Log(0), run.Projector, new ModelView(), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Ct);
        var running = Task.Run(() => runner.RunAsync(stop.Token), run.Ct);
        var kept = await UpToHeadAsync(run, runner);
        await runner.ClearAsync(run.Ct);
        run.Log(0).Signal.Pulse(); // Or it would look after its poll only.
        var rebuilt = await UpToHeadAsync(run, runner);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It ends by the cancellation.
        return kept == rebuilt ? rebuilt : throw new InvalidOperationException($"rebuilt: {rebuilt}\nkept: {kept}");
    }

    /// <summary>The rows of the reference's own events.</summary>
    public static string Expected(LogReference reference) => string.Join(
        '\n',
        reference.After(0).GroupBy(e => e.Stream, StringComparer.Ordinal).OrderBy(stream => stream.Key, StringComparer.Ordinal)
            .Select(stream => $"{stream.Key}:{string.Concat(stream.Select(e => $" {e.Position}"))}"));

    public override async Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into public.model_view as v (stream, positions) values ($1, ' ' || $2::bigint)
            on conflict (stream) do update set positions = v.positions || excluded.positions
            """,
            connection)
        {
            Parameters = { new() { Value = e.Stream }, new() { Value = e.Position } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    public override async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("truncate public.model_view", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<string> UpToHeadAsync(ModelRun run, ProjectionRunner runner)
    {
        if (!await runner.WaitForAsync(run.Reference.Head, Patience, run.Ct))
        {
            throw new InvalidOperationException($"The view does not reach position {run.Reference.Head}: {runner.Health}");
        }

        await using var command = run.Projector.CreateCommand(
            """select stream || ':' || positions from public.model_view where stream like $1 || '-%' order by stream collate "C" """);
        command.Parameters.Add(new() { Value = run.Prefix });
        await using var reader = await command.ExecuteReaderAsync(run.Ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(run.Ct))
        {
            rows.Add(reader.GetString(0));
        }

        return string.Join('\n', rows);
    }
}
