using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Incidents;

/// <summary><c>GET /v1/incidents</c>, <c>/v1/incidents/count</c> and <c>/v1/incidents/{id}</c>.</summary>
public sealed class ReadIncidents(ItemQueries items, LiveDirectory directory, ShownItem.Witness witness, IncidentRendition rendition, TokenSealer sealer)
{
    public async Task<IResult> ListAsync(HttpContext http, Viewer viewer, CancellationToken ct)
    {
        var (request, problem) = ListRequest.Read(
            http.Request, ItemKind.Incident, TokenPurpose.Incidents, viewer, sealer, directory.Current);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var slice = await items.ListAsync(viewer, request.Filter, request.After, request.Limit, ct);
        var shown = await witness.ShowAsync(slice.Rows, viewer, Door.List, http.TraceIdentifier, ct);
        var documents = await rendition.RenderAsync(shown, ct);
        var next = slice.Next is { } place ? sealer.Seal(TokenPurpose.Incidents, viewer, place) : null;
        return new JsonAnswer<Page<IncidentDocument>>(new(documents, next), WireJson.Default.PageIncidentDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.IncidentDocument, next is not null),
        };
    }

    public async Task<IResult> CountAsync(HttpContext http, Viewer viewer, CancellationToken ct)
    {
        var (filter, problem) = ListRequest.ReadFilter(http.Request, ItemKind.Incident, directory.Current);
        if (filter is null)
        {
            return problem!; // One of the two is there.
        }

        var count = new CountDocument(await items.CountAsync(viewer, filter, ct));
        return new JsonAnswer<CountDocument>(count, WireJson.Default.CountDocument) { ETag = EntityTags.Of(count, WireJson.Default.CountDocument) };
    }

    public async Task<IResult> FindAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => await items.FindAsync(viewer, new ItemId(id), ct) switch
    {
        ItemLookup.Found { Row: { Kind: ItemKind.Incident } row } => await AnswerAsync(await witness.ShowAsync(row, viewer, Door.Item, http.TraceIdentifier, ct), ct),
        ItemLookup.Gone { Kind: ItemKind.Incident } gone => ProblemAnswers.Gone(gone.RemovedAt),
        ItemLookup.Found or ItemLookup.Gone or ItemLookup.Absent => ProblemAnswers.NotFound,
        _ => throw new UnreachableException("A lookup of no known kind."),
    };

    private async Task<JsonAnswer<IncidentDocument>> AnswerAsync(ShownItem incident, CancellationToken ct)
    {
        var document = await rendition.RenderAsync(incident, ct);
        return new(document, WireJson.Default.IncidentDocument) { ETag = EntityTags.Of(document, WireJson.Default.IncidentDocument) };
    }
}
