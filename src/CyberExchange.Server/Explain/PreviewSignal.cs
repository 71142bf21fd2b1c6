using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Explain;

/// <summary><c>POST /v1/signals/preview</c>: the rules of a supply signal, and nothing is posted.</summary>
public sealed class PreviewSignal(SignalCommands signals, Previewing previews, SignalRendition rendition, LiveDirectory directory)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (request, problem) = await WriteRequests.ReadUnkeptAsync(http.Request, WireJson.Default.PreviewSignalRequest, ct);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var (now, turnedAway) = previews.Ask(http, caller, Capability.PostSignals);
        if (now is null)
        {
            return turnedAway!; // One of the two is there.
        }

        var by = now.Viewer;
        var decision = await signals.PostAsync(by, default, new PostSignalRequest { Signal = request.Signal, Sharing = request.Sharing }, state: null, ct);
        if (decision is not Decision<SignalEvent>.Accepted { Events: var events })
        {
            return ((Decision<SignalEvent>.Refused)decision).Refusal.ToProblem(); // A decision is one of the two.
        }

        var (subject, unshown) = ExplainRequest.Find(request.As, request.Member, by.Profile, directory.Current, "/as", "/member");
        if (subject is null)
        {
            return unshown!; // One of the two is there.
        }

        var signal = Signal.Fold(events)!; // An accepted signal has an event.
        var foretold = Previewing.Once(signal.Sharing, signal.Proposal);
        var own = previews.Row(default, ItemKind.Signal, foretold) with { Signal = new(signal.Content, null, null) };
        return await previews.AnswerAsync(own, foretold, by.Profile, subject, (document, item) => document with { Signal = item is null ? null : rendition.Render(item) }, ct);
    }
}
