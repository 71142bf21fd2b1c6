using CyberExchange.Contracts;
using CyberExchange.EventStore;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Server.Health;

/// <summary>Whether the server lives, and whether it can serve.</summary>
public static class HealthRoutes
{
    private static readonly TimeSpan DatabaseWaitMax = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => Answer("live"))
            .Requires(Capability.ReadHealth)
            .DescribesRead<HealthDocument>("Live", "Whether the server runs");
        health.MapGet("/ready", ReadyAsync)
            .Requires(Capability.ReadHealth)
            .DescribesRead<HealthDocument>("Ready", "Whether the database answers and the views are in step");
    }

    private static async Task<IResult> ReadyAsync(EventLog log, ProjectionRunner core, CancellationToken ct)
    {
        if (!await AnswersAsync(log, ct))
        {
            return NotReady("The database does not answer.");
        }

        if (core.Health is ProjectionHealth.Stopped)
        {
            return NotReady("The views are stopped before an event that they cannot read.");
        }

        return core.IsFresh(FreshReads.AgeMax) ? Answer("ready") : NotReady("The views are behind the log.");
    }

    private static async Task<bool> AnswersAsync(EventLog log, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(DatabaseWaitMax);
        try
        {
            await log.HeadAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false; // This is the answer that was asked for; the log's own users report the outage.
        }
    }

    private static JsonAnswer<HealthDocument> Answer(string status) => new(new(status), WireJson.Default.HealthDocument);

    private static Problem NotReady(string detail) => new(ProblemAnswers.Of(ProblemKind.NotReady, detail).Document, TimeSpan.FromSeconds(1));
}
