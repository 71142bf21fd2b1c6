using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>
/// A runner for each view of one node. Each follows the log by itself: one that is behind or stopped holds up no other, but for
/// those that read its rows.
/// </summary>
public sealed class ViewRunners
{
    private readonly List<ProjectionRunner> _all = [];

    /// <param name="log">What is followed.</param>
    /// <param name="projector">Connections of role cx_projector.</param>
    /// <param name="views">The views; one that reads another's rows comes after it.</param>
    /// <param name="clock">Measures waits and how long ago a view was in step.</param>
    /// <param name="node">The name of this process among those that keep views; null for a new one.</param>
    public ViewRunners(EventLog log, NpgsqlDataSource projector, IReadOnlyList<Projection> views, TimeProvider clock, ViewNode? node = null)
    {
        Node = node ?? ViewNode.Fresh();
        foreach (var view in views)
        {
            _all.Add(new(log, projector, view, clock, view.ReadsFrom is { } other ? Of(other) : null, Node));
        }
    }

    /// <summary>The name of this process among those that keep views.</summary>
    public ViewNode Node { get; }

    public IReadOnlyList<ProjectionRunner> All => _all;

    /// <summary>The runner of a view.</summary>
    /// <param name="view">Its <see cref="Projection.Name"/>.</param>
    public ProjectionRunner Of(string view) => All.Single(runner => runner.View == view);
}
