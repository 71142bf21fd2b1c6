using CyberExchange.Contracts;
using CyberExchange.EventStore;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Limits;
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
        var health = routes.MapGroup("/health").WithTags("Health").WithMetadata(new NotCounted());
        health.MapGet("/live", () => Answer("live"))
            .Requires(Capability.ReadHealth)
            .DescribesRead<HealthDocument>("Live", "Whether the server runs");
        health.MapGet("/ready", ReadyAsync)
            .Requires(Capability.ReadHealth)
            .DescribesRead<HealthDocument>("Ready", "Whether the database answers and the views are in step");
    }

    private static async Task<IResult> ReadyAsync(Admission by, EventLog log, ProjectionRunner core, ViewRunners views, ViewStates states, CsafSiteOptions site, CsafProgress files, CancellationToken ct)
    {
        if (!await AnswersAsync(log, ct))
        {
            return NotReady("The database does not answer.");
        }

        if (core.Health is ProjectionHealth.Stopped)
        {
            return NotReady("The views are stopped before an event that they cannot read.");
        }

        if (core.Health is ProjectionHealth.Outdated)
        {
            return NotReady(await MakingAnewAsync(core, states, ct));
        }

        return core.IsFresh(FreshReads.AgeMax) ? Ready(views, site, files, by.May(Capability.ReadViews)) : NotReady("The views are behind the log.");
    }

    // The exchange serves without them; who looks after it should know all the same.
    private static JsonAnswer<HealthDocument> Ready(ViewRunners views, CsafSiteOptions site, CsafProgress files, bool toSteward)
    {
        var warnings = views.All.Where(v => v.Health is not ProjectionHealth.Running).Select(v => $"view {v.View} is {Word(v.Health)}").ToList();
        if (site is { Provider: not null, Key: null })
        {
            warnings.Add("advisories are published without signatures: CYBEREXCHANGE_CSAF_KEY names no key");
        }

        // What is published for few is signed too: that something failed tells anybody else that there was something.
        if (toSteward && files.FailsForAll)
        {
            warnings.Add("the key of CYBEREXCHANGE_CSAF_KEY signs nothing: what is published is on no site until it does");
        }
        else if (toSteward && files.FailsForSome)
        {
            warnings.Add("a document could not be signed or read: it is on no site, and is tried again");
        }

        return new(new("ready", warnings.Count == 0 ? null : warnings), WireJson.Default.HealthDocument);
    }

    private static string Word(ProjectionHealth health) => health is ProjectionHealth.Outdated ? "being made anew" : "stopped";

    private static async Task<string> MakingAnewAsync(ProjectionRunner core, ViewStates states, CancellationToken ct)
    {
        var rebuild = (await states.ReadAsync(ct)).SingleOrDefault(s => string.Equals(s.View, core.View, StringComparison.Ordinal))?.Rebuild;
        return rebuild is { StoppedBecause: not null }
            ? "The views are made anew for this program, and that is stopped before an event."
            : $"The views are made anew for this program: {Math.Floor(rebuild?.Percent ?? 0):0} %.";
    }

    private static async Task<bool> AnswersAsync(EventLog log, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(DatabaseWaitMax);
        try
        {
            await log.HeadAsync(limit.Token).WaitAsync(limit.Token); // What was begun goes on; nobody waits for it.
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
