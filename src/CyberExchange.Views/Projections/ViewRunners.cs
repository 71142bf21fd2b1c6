using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>A runner for each view of one node. Each follows the log by itself: one that is behind or stopped holds up no other.</summary>
public sealed class ViewRunners(EventLog log, NpgsqlDataSource projector, IReadOnlyList<Projection> views, TimeProvider clock)
{
    public IReadOnlyList<ProjectionRunner> All { get; } = [.. views.Select(view => new ProjectionRunner(log, projector, view, clock))];

    /// <summary>The runner of a view.</summary>
    /// <param name="view">Its <see cref="Projection.Name"/>.</param>
    public ProjectionRunner Of(string view) => All.Single(runner => runner.View == view);
}
