using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary><c>GET /v1/partners</c> and <c>/v1/partners/{id}</c>: the caller's directory.</summary>
public sealed class ReadPartners(LiveDirectory directory, PartnerRendition rendition, TokenSealer sealer)
{
    /// <summary>The partners that the caller's directory shows, in the order of their ids.</summary>
    public async Task<IResult> ListAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (after, limit, problem) = ListRequest.ReadPage(http.Request, TokenPurpose.Partners, caller.Viewer, sealer);
        if (problem is not null)
        {
            return problem;
        }

        var now = directory.Current;
        var shown = now.Entries
            .Where(caller.Viewer.Profile.Shows)
            .Where(p => after is not { } place || p.Id.Value.CompareTo(place.Item) > 0)
            .OrderBy(p => p.Id.Value)
            .Take(limit + 1)
            .ToList();
        return await PageAsync(caller, now, [.. shown.Take(limit)], more: shown.Count > limit, ct);
    }

    /// <summary>One partner; absent and not shown are answered alike.</summary>
    public async Task<IResult> FindAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var now = directory.Current;
        if (now.Entry(new PartnerId(id)) is not { } partner || !caller.Viewer.Profile.Shows(partner))
        {
            return ProblemAnswers.NotFound;
        }

        var document = await rendition.RenderAsync(partner, caller.Viewer.Profile, now, ct);
        return JsonAnswer.Tagged(document, WireJson.Default.PartnerDocument);
    }

    // The directory has no positions: a page ends at a partner, and the cursor seals its id alone.
    private async Task<IResult> PageAsync(Caller caller, DirectorySnapshot now, IReadOnlyList<PartnerEntry> partners, bool more, CancellationToken ct)
    {
        var documents = await rendition.RenderAsync(partners, caller.Viewer.Profile, now, ct);
        var next = more ? sealer.Seal(TokenPurpose.Partners, caller.Viewer, new ItemCursor(0, 0, partners[^1].Id.Value)) : null;
        return new JsonAnswer<Page<PartnerDocument>>(new(documents, next), WireJson.Default.PagePartnerDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.PartnerDocument, more),
        };
    }
}
