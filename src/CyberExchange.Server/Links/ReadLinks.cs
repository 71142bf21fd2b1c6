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
    /// <remarks>What somebody says of two items is content of both: that it is shown is written down for each.</remarks>
    public Task<IResult> ListAsync(HttpContext http, Guid id, ItemKind kind, Viewer viewer, CancellationToken ct) => OfAsync(
        id,
        kind,
        viewer,
        async row =>
        {
            var (found, more) = await links.ListAsync(viewer, new(id), ct);
            var linked = await LinkedAsync(found.Select(link => OtherEnd(link, kind)).Distinct(), viewer, ct);
            var shown = found.Where(link => linked.ContainsKey(OtherEnd(link, kind))).ToList();
            if (shown.Count > 0)
            {
                await witness.ShowAsync([row, .. linked.Values], viewer, Door.Links, http.TraceIdentifier, ct);
            }

            var document = new LinksDocument([.. shown.Select(Document)], more ? true : null);
            return JsonAnswer.Tagged(document, WireJson.Default.LinksDocument);
        },
        ct);

    private static LinkDocument Document(LinkRow link) => new()
    {
        Incident = link.Incident.Value,
        Advisory = link.Advisory.Value,
        Kind = link.Kind,
        Reason = link.Reason,
        StatedAt = link.StatedAt,
        Own = link.Own,
    };

    private static ItemId OtherEnd(LinkRow link, ItemKind kind) => new(kind is ItemKind.Incident ? link.Advisory.Value : link.Incident.Value);

    // What was lost since the links were read is left out with them.
    private async Task<Dictionary<ItemId, ItemRow>> LinkedAsync(IEnumerable<ItemId> ids, Viewer viewer, CancellationToken ct)
    {
        var linked = new Dictionary<ItemId, ItemRow>();
        foreach (var id in ids)
        {
            if (await items.FindAsync(viewer, id, ct) is ItemLookup.Found { Row: var row })
            {
                linked[id] = row;
            }
        }

        return linked;
    }

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

    // That the item is there is told, and nothing of its content.
    private async Task<IResult> OfAsync(Guid id, ItemKind kind, Viewer viewer, Func<ItemRow, Task<IResult>> answer, CancellationToken ct)
    {
        var (row, problem) = (await items.FindAsync(viewer, new(id), ct)).OfKind(kind);
        return row is null ? problem! : await answer(row); // One of the two is there.
    }
}
