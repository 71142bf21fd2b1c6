using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Rule = CyberExchange.Domain.Partners.ConfirmAccess;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/recertification/{partner}/confirmation</c>.</summary>
public sealed class ConfirmAccess(
    WriteRequests writes, CommandRunner runner, Readmission gate, CommandAnswers answers, EventLog log, ProjectionRunner core, LiveDirectory directory,
    PartnerRendition rendition)
{
    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        // The fact says what was read, so one tag is named, and not a list of them or any.
        var partner = new PartnerId(id);
        var (ifMatch, missing) = OwnItem.ReadIfMatch(http.Request);
        var unnamed = missing ?? OwnItem.CheckNamesWhatWasRead(http.Request);
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.RecertifyAccess),
            now => new Command<Partner, PartnerEvent>
            {
                Stream = PartnerStreams.Of(partner),
                By = Actor.Of(now, http),
                Key = write.Key,
                Guard = (loaded, _) => Task.FromResult(loaded.State is null ? ProblemAnswers.NotFound : unnamed),
                Precondition = (_, token) => CompareAsync(partner, now, ifMatch!, token), // The guard found it.
                Decide = (state, _) => Task.FromResult(new Rule(now.Member, ifMatch!.Trim('"')).Decide(state)),
            },
            ct);
        return answers.Changed(result, caller.Viewer, id);
    }

    // Keys and groups have streams of their own: the directory is to hold all that is in the log now, not this stream alone.
    private async Task<Precondition> CompareAsync(PartnerId id, Caller caller, string ifMatch, CancellationToken ct)
    {
        if (!await core.WaitForAsync(await log.HeadAsync(ct), ViewWaitMax, ct))
        {
            return Precondition.Unknown;
        }

        var now = directory.Current;
        return now.Entry(id) is { } entry && string.Equals(ifMatch, await rendition.TagAsync(entry, caller.Viewer.Profile, now, ct), StringComparison.Ordinal)
            ? Precondition.Holds
            : Precondition.Stale;
    }
}
