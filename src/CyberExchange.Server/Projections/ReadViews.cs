using CyberExchange.Contracts.Views;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Projections;

/// <summary><c>GET /v1/views</c> and <c>/v1/views/{view}</c>.</summary>
public sealed class ReadViews(ViewStates states, ViewRunners runners)
{
    /// <summary>Every view of this program, by name.</summary>
    public async Task<IReadOnlyList<ViewDocument>> AllAsync(CancellationToken ct) =>
        [
            .. from state in await states.ReadAsync(ct)
               from runner in runners.All
               where string.Equals(state.View, runner.View, StringComparison.Ordinal)
               select Document(state, runner),
        ];

    /// <summary>One view; null where there is none of that name.</summary>
    public async Task<ViewDocument?> FindAsync(string view, CancellationToken ct) =>
        (await AllAsync(ct)).SingleOrDefault(document => string.Equals(document.Name, view, StringComparison.Ordinal));

    private static ViewDocument Document(ViewState state, ProjectionRunner runner)
    {
        var lag = Math.Max(0, state.Head - state.Position);
        return new()
        {
            Name = state.View,
            State = runner.Health switch
            {
                _ when state.StoppedBecause is not null => "stopped",
                ProjectionHealth.Stopped => "stopped",
                ProjectionHealth.Outdated => "outdated",
                ProjectionHealth.Running => "running",
                _ => throw new System.Diagnostics.UnreachableException("A view's health has no word."),
            },
            Because = state.StoppedBecause ?? (runner.Health as ProjectionHealth.Stopped)?.Because,
            Version = state.Version,
            Position = state.Position,
            LagEvents = lag,
            LagSeconds = lag == 0 ? 0 : runner.Age?.TotalSeconds,
            EventsPerSecond = runner.EventsPerSecond,
            Holder = state.Holder,
            Errors = runner.Errors,
            Rebuild = state.Rebuild is { } rebuild ? Document(rebuild) : null,
        };
    }

    private static RebuildDocument Document(RebuildState rebuild) => new()
    {
        State = rebuild switch
        {
            { Cancelled: true } => "cancelled",
            { StoppedBecause: not null } => "stopped",
            { StartedAt: null } or { Holder: null } => "waiting",
            _ => "running",
        },
        Because = rebuild.StoppedBecause,
        Version = rebuild.Version,
        Position = rebuild.Position,
        Target = rebuild.Target,
        Percent = rebuild.Percent,
        StartedAt = rebuild.StartedAt,
        EventsPerSecond = rebuild.Rate,
        EventsPerSecondMax = rebuild.EventsPerSecondMax,
        RemainingSeconds = rebuild.Remaining?.TotalSeconds,
        Holder = rebuild.Holder,
    };
}
