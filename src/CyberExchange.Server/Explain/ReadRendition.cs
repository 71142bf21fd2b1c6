using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary><c>GET /v1/incidents/{id}/rendition</c> and the same of other items: what a partner saw of the caller's own item.</summary>
/// <remarks>The originator may see all of its item now, so nothing here is new to it. An erased person is erased in what was seen too.</remarks>
public sealed class ReadRendition(
    OwnItem ownItem,
    ReadExplanation explanations,
    ExplainQueries queries,
    RenditionQueries renditions,
    IncidentRendition incidents,
    AdvisoryRendition advisories,
    SignalRendition signals,
    LiveDirectory directory)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, ItemKind kind, CancellationToken ct)
    {
        var item = new ItemId(id);
        if (await ownItem.GuardAsync(item, caller.Viewer, kind, ct) is { } hidden)
        {
            return hidden;
        }

        var (question, problem) = explanations.Read(http.Request, caller);
        if (question is null)
        {
            return problem!; // One of the two is there.
        }

        var subject = question.Subject;
        var (asker, known) = (caller.Viewer.Profile, directory.Current);
        var groups = ExplanationRendition.KnownGroups(asker);
        if (await queries.ExplainAsync(item, subject.Partner, subject.Member?.Id, question.At, groups, ct) is not { } explanation)
        {
            return ProblemAnswers.NotFound;
        }

        var viewer = new Viewer.Partner(subject.Partner, subject.Member?.Id ?? default);
        var read = explanation.Visible ? await renditions.FindAsync(item, viewer, explanation.Ways[0], question.At, ct) : null;
        var shown = read is null ? null : ShownItem.ToOriginator(ExplanationRendition.Shown(read, asker, known), asker);
        var document = new RenditionDocument
        {
            Explanation = ExplanationRendition.Document(explanation, subject, question.At ?? question.Now, question.At is null, asker, known),
            Incident = shown is { Row.Kind: ItemKind.Incident } ? await incidents.RenderAsync(shown, ct) : null,
            Advisory = shown is { Row.Kind: ItemKind.Advisory } ? advisories.Render(shown) : null,
            Signal = shown is { Row.Kind: ItemKind.Signal } ? signals.Render(shown) : null,
        };
        return new JsonAnswer<RenditionDocument>(document, WireJson.Default.RenditionDocument);
    }
}
