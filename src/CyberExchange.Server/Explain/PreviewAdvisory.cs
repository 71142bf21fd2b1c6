using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;
using PublishAdvisory = CyberExchange.Server.Advisories.PublishAdvisory;

namespace CyberExchange.Server.Explain;

/// <summary><c>POST /v1/advisories/preview</c>: the rules of a publication, and nothing is published.</summary>
public sealed class PreviewAdvisory(
    PublishAdvisory publications, AdvisoryReading reading, Previewing previews, AdvisoryRendition rendition, LiveDirectory directory, EventLog log)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (form, problem) = await AdvisoryForms.ReadUnkeptAsync(http.Request, WireJson.Default.PreviewAdvisoryTerms, ct);
        if (form is not var (request, bytes))
        {
            return problem!; // One of the two is there.
        }

        var (document, notCsaf) = await reading.ReadAsync(bytes, ct);
        if (document is null)
        {
            return notCsaf!; // One of the two is there.
        }

        var (now, turnedAway) = previews.Ask(http, caller, Capability.PublishAdvisories);
        return now is null
            ? turnedAway! // One of the two is there.
            : await AnswerAsync(now.Viewer, request, document, ct);
    }

    private async Task<IResult> AnswerAsync(Viewer.Partner by, PreviewAdvisoryTerms request, ReadDocument document, CancellationToken ct)
    {
        var id = AdvisoryIds.For(by.Profile.Id, document.Facts.PublisherNamespace, document.Facts.TrackingId);
        var state = (await ItemStreams.Of(id).LoadAsync(log, ct)).State; // The id is made of the caller's own: the stream is no other's.
        var terms = new PublishAdvisoryTerms { Provenance = request.Provenance, Sharing = request.Sharing };
        var decision = publications.Decide(by, document, terms, state);
        if (decision is not Decision<AdvisoryEvent>.Accepted { Events: var events })
        {
            return PublishAdvisory.Refused(((Decision<AdvisoryEvent>.Refused)decision).Refusal, id, document); // A decision is one of the two.
        }

        var (subject, unshown) = ExplainRequest.Find(
            request.As, request.Member, by.Profile, directory.Current, $"/{AdvisoryForms.TermsPart}/as", $"/{AdvisoryForms.TermsPart}/member");
        if (subject is null)
        {
            return unshown!; // One of the two is there.
        }

        var advisory = Advisory.Fold(events)!; // An accepted publication has an event.
        var foretold = Previewing.Once(advisory.Sharing, advisory.Proposal);
        var own = previews.Row(new(id.Value), ItemKind.Advisory, foretold) with
        {
            Advisory = AdvisoryContent.Of(advisory.Provenance, advisory.Document, document.Csaf),
            WithdrawnBecause = advisory.WithdrawnBecause,
        };
        return await previews.AnswerAsync(
            own, foretold, by.Profile, subject,
            (preview, item) => preview with { Advisory = item is null ? null : rendition.Render(item), Validation = AdvisoryReading.Document(document.Validation) }, ct);
    }
}
