using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Links;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Links;

/// <summary><c>GET /v1/incidents/{id}/links</c>, <c>/v1/advisories/{id}/links</c> and <c>/v1/incidents/{id}/advisories</c>.</summary>
public sealed class ReadLinks(ItemQueries items, LinkQueries links, ShownItem.Witness witness, AdvisoryRendition advisories, TokenSealer sealer)
{
    private const string AfterName = "after";
    private const string LimitName = "limit";

    /// <summary>The parameters of a page of advisories.</summary>
    public static readonly string[] PageNames = [AfterName, LimitName];

    /// <summary>What partners stated about an item and another one that the viewer sees too.</summary>
    public Task<IResult> ListAsync(Guid id, ItemKind kind, Viewer viewer, CancellationToken ct) => OfAsync(
        id,
        kind,
        viewer,
        async _ =>
        {
            var found = await links.ListAsync(viewer, new(id), ct);
            var document = new LinksDocument([.. found.Select(link => new LinkDocument
            {
                Incident = link.Incident.Value,
                Advisory = link.Advisory.Value,
                Kind = link.Kind,
                Reason = link.Reason,
                StatedAt = link.StatedAt,
                Own = link.Own,
            })]);
            return new JsonAnswer<LinksDocument>(document, WireJson.Default.LinksDocument) { ETag = EntityTags.Of(document, WireJson.Default.LinksDocument) };
        },
        ct);

    /// <summary>The advisories, of those that the viewer sees, that name a vulnerability which the incident names: the list under that filter.</summary>
    public Task<IResult> AdvisoriesAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => !PageNames.Contains(name)) is { } unknown)
        {
            return Task.FromResult<IResult>(ProblemAnswers.BadParameter(unknown, "This route takes no such parameter; it takes after and limit."));
        }

        var (after, badToken) = ListRequest.ReadCursor(http.Request, AfterName, TokenPurpose.Advisories, viewer, sealer);
        var (limit, badLimit) = ListRequest.ReadLimit(http.Request);
        return (badToken ?? badLimit) is { } problem
            ? Task.FromResult<IResult>(problem)
            : OfAsync(id, ItemKind.Incident, viewer, row => NamingAsync(http, row, viewer, after, limit, ct), ct);
    }

    private async Task<IResult> NamingAsync(HttpContext http, ItemRow incident, Viewer viewer, ItemCursor? after, int limit, CancellationToken ct)
    {
        var named = incident.Incident!.Vulnerabilities; // Every row of this kind has it.
        var slice = named.Count == 0
            ? new([], Next: null) // A criterion without values would narrow nothing.
            : await items.ListAsync(viewer, new() { Kinds = [ItemKind.Advisory], Cves = named }, after, limit, ct);
        var documents = advisories.Render(await witness.ShowAsync(slice.Rows, viewer, Door.List, http.TraceIdentifier, ct));
        var next = slice.Next is { } place ? sealer.Seal(TokenPurpose.Advisories, viewer, place) : null;
        return new JsonAnswer<Page<AdvisoryDocument>>(new(documents, next), WireJson.Default.PageAdvisoryDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.AdvisoryDocument, next is not null),
        };
    }

    // Nothing of the item's content is told here, so that it is no read of it.
    private async Task<IResult> OfAsync(
        Guid id, ItemKind kind, Viewer viewer, Func<ItemRow, Task<IResult>> answer, CancellationToken ct) => await items.FindAsync(viewer, new(id), ct) switch
    {
        ItemLookup.Found { Row: var row } when row.Kind == kind => await answer(row),
        ItemLookup.Gone gone when gone.Kind == kind => ProblemAnswers.Gone(gone.RemovedAt),
        ItemLookup.Found or ItemLookup.Gone or ItemLookup.Absent => ProblemAnswers.NotFound,
        _ => throw new UnreachableException("A lookup of no known kind."),
    };
}
