using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;
using ShareAdvisory = CyberExchange.Server.Advisories.ShareAdvisory;
using ShareIncident = CyberExchange.Server.Incidents.ShareIncident;

namespace CyberExchange.Server.Explain;

/// <summary><c>POST /v1/incidents/{id}/sharing/preview</c> and the same of advisories: the rules of sharing anew, and nothing is shared.</summary>
public sealed class PreviewSharing(
    OwnItem ownItem,
    ShareIncident incidents,
    ShareAdvisory advisories,
    SignalCommands signals,
    Previewing previews,
    ItemQueries items,
    IncidentRendition incidentRendition,
    AdvisoryRendition advisoryRendition,
    SignalRendition signalRendition,
    LiveDirectory directory,
    EventLog log)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, ItemKind kind, Capability right, CancellationToken ct)
    {
        // Asked before the body is read, and again after: who may not ask learns nothing of the item meanwhile.
        if (await ownItem.GuardAsync(new ItemId(id), caller.Viewer, kind, ct) is { } hidden)
        {
            return hidden;
        }

        var (request, problem) = await WriteRequests.ReadUnkeptAsync(http.Request, WireJson.Default.PreviewSharingRequest, ct);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var (now, turnedAway) = previews.Ask(http, caller, right);
        if (now is null)
        {
            return turnedAway!; // One of the two is there.
        }

        return await items.FindAsync(now.Viewer, new ItemId(id), ct) is ItemLookup.Found { Row: { Own: not null } own }
            ? await AnswerAsync(now.Viewer, own, request, ct)
            : ProblemAnswers.NotFound;
    }

    private async Task<IResult> AnswerAsync(Viewer.Partner by, ItemRow own, PreviewSharingRequest request, CancellationToken ct)
    {
        var (foretold, refusal) = await DecideAsync(own, by, new ShareRequest { Sharing = request.Sharing }, ct);
        if (foretold is null)
        {
            return refusal!.ToProblem(); // One of the two is there.
        }

        var (subject, unshown) = request.As is null
            ? (null, null)
            : ExplainRequest.Find(request.As, request.Member, by.Profile, directory.Current, "/as", "/member");
        if (unshown is not null)
        {
            return unshown;
        }

        var (preview, explanation) = await previews.DocumentAsync(own.Kind, own.Id, foretold, by.Profile, subject, ct);
        var item = previews.Item(own, foretold.Item, subject, explanation, by.Profile);
        return new JsonAnswer<PreviewDocument>(
            preview with
            {
                Incident = item is { Row.Kind: ItemKind.Incident } ? await incidentRendition.RenderAsync(item, ct) : null,
                Advisory = item is { Row.Kind: ItemKind.Advisory } ? advisoryRendition.Render(item) : null,
                Signal = item is { Row.Kind: ItemKind.Signal } ? signalRendition.Render(item) : null,
            },
            WireJson.Default.PreviewDocument);
    }

    private Task<(Foretold? Foretold, Refusal? Refusal)> DecideAsync(ItemRow own, Viewer.Partner by, ShareRequest request, CancellationToken ct) => own.Kind switch
    {
        ItemKind.Incident => IncidentAsync(new(own.Id.Value), by, request, ct),
        ItemKind.Advisory => AdvisoryAsync(new(own.Id.Value), by, request, ct),
        ItemKind.Signal => SignalAsync(new(own.Id.Value), by, request, ct),
    };

    private async Task<(Foretold? Foretold, Refusal? Refusal)> IncidentAsync(IncidentId id, Viewer.Partner by, ShareRequest request, CancellationToken ct)
    {
        var state = (await ItemStreams.Of(id).LoadAsync(log, ct)).State;
        return incidents.Decide(by, request, state) switch
        {
            Decision<IncidentEvent>.Accepted accepted => (Once(accepted.Events.Aggregate(state, Incident.Evolve)!), null), // What may be shared is there.
            Decision<IncidentEvent>.Refused refused => (null, refused.Refusal),
            _ => throw new System.Diagnostics.UnreachableException("A decision of no known kind."),
        };
    }

    private async Task<(Foretold? Foretold, Refusal? Refusal)> AdvisoryAsync(AdvisoryId id, Viewer.Partner by, ShareRequest request, CancellationToken ct)
    {
        var state = (await ItemStreams.Of(id).LoadAsync(log, ct)).State;
        return advisories.Decide(by, request, state) switch
        {
            Decision<AdvisoryEvent>.Accepted accepted => (Once(accepted.Events.Aggregate(state, Advisory.Evolve)!), null), // What may be shared is there.
            Decision<AdvisoryEvent>.Refused refused => (null, refused.Refusal),
            _ => throw new System.Diagnostics.UnreachableException("A decision of no known kind."),
        };
    }

    private async Task<(Foretold? Foretold, Refusal? Refusal)> SignalAsync(SignalId id, Viewer.Partner by, ShareRequest request, CancellationToken ct)
    {
        var state = (await ItemStreams.Of(id).LoadAsync(log, ct)).State;
        return signals.Share(by, request, state) switch
        {
            Decision<SignalEvent>.Accepted accepted => (Once(accepted.Events.Aggregate(state, Signal.Evolve)!), null), // What may be shared is there.
            Decision<SignalEvent>.Refused refused => (null, refused.Refusal),
            _ => throw new System.Diagnostics.UnreachableException("A decision of no known kind."),
        };
    }

    private static Foretold Once(Signal signal) => Previewing.Once(signal.Sharing, signal.Proposal);

    private static Foretold Once(Incident incident) => Previewing.Once(incident.Sharing, incident.Proposal);

    private static Foretold Once(Advisory advisory) => Previewing.Once(advisory.Sharing, advisory.Proposal);
}
