using CyberExchange.Domain;
using CyberExchange.EventStore;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Mandates;

/// <summary>A partner's own mandates, as far as the log has them now.</summary>
public sealed class LiveMandates(MandateQueries queries, EventLog log, ProjectionRunner core)
{
    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>One that the partner gave or holds; the one answer for any other, whether it is there or not.</summary>
    /// <remarks>A mandate that the views do not hold yet is looked for again once they hold all that is in the log now.</remarks>
    public async Task<(MandateRow? Row, Problem? Problem)> FindAsync(PartnerId partner, MandateId id, CancellationToken ct)
    {
        if (await queries.FindAsync(partner, id, ct) is { } row)
        {
            return (row, null);
        }

        if (!await core.WaitForAsync(await log.HeadAsync(ct), ViewWaitMax, ct))
        {
            return (null, ProblemAnswers.ViewsBehind);
        }

        return await queries.FindAsync(partner, id, ct) is { } found ? (found, null) : (null, ProblemAnswers.NotFound);
    }
}
