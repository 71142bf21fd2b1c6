using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Advisories.ShareAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>PUT /v1/advisories/{id}/sharing</c>.</summary>
public sealed class ShareAdvisory(WriteRequests writes, AdvisoryCommands commands, LiveDirectory directory, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ShareRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : await commands.ChangeAsync(
                http,
                caller,
                new AdvisoryId(id),
                write.Key,
                (by, state) => Decide(by, write.Document, state),
                narrows: true,
                ct);
    }

    /// <summary>What the rules say; nothing is kept of the question.</summary>
    public Decision<AdvisoryEvent> Decide(Viewer.Partner by, ShareRequest request, Advisory? state)
    {
        var now = directory.Current;
        var (terms, refusal) = new SharingReading(now, by.Profile).Read(request.Sharing);
        return terms is null
            ? refusal!.Under("/sharing") // One of the two is there.
            : new Rule(by.Profile, by.Member, terms).Decide(state, now.Partners, clock.GetUtcNow());
    }
}
