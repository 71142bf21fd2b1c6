using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Tells the planner how a view has grown. The database's own round may be a minute away, and a plan made for an empty table reads a full one row by row.</summary>
/// <param name="take">Takes them.</param>
internal sealed class Statistics(Func<NpgsqlConnection, CancellationToken, Task> take)
{
    /// <summary>A table that grew by less is planned for well enough, and past this the statistics are taken each time it doubled.</summary>
    private const int GrowthEventsMin = 500;

    private long _takenAt;

    /// <summary>Takes the statistics, where the view has grown enough since the last time.</summary>
    public async Task RefreshAsync(NpgsqlConnection connection, long position, CancellationToken ct)
    {
        if (position - _takenAt >= Math.Max(GrowthEventsMin, _takenAt))
        {
            await take(connection, ct);
            _takenAt = position;
        }
    }

    /// <summary>The view begins anew.</summary>
    public void Forget() => _takenAt = 0;
}
