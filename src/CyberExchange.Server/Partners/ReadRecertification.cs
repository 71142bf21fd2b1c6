using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary><c>GET /v1/recertification</c>: every partner, those first whose access was never confirmed, then those confirmed longest ago.</summary>
public sealed class ReadRecertification(LiveDirectory directory, Recertification recertification, TokenSealer sealer)
{
    public const string Address = "/v1/recertification";

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (after, limit, problem) = ListRequest.ReadPage(http.Request, TokenPurpose.Recertification, caller.Viewer, sealer);
        if (problem is not null)
        {
            return problem;
        }

        // A partner that is confirmed meanwhile moves behind the cursor and shows again; none is passed over.
        var last = await recertification.LastAsync(ct);
        var now = directory.Current;
        var shown = now.Entries
            .Select(p => (Partner: p, Place: (Position: last.GetValueOrDefault(p.Id)?.Position ?? 0, p.Id.Value)))
            .Where(p => after is not { } place || p.Place.CompareTo((place.Position, place.Item)) > 0)
            .OrderBy(p => p.Place)
            .Take(limit + 1)
            .ToList();
        var page = shown.Take(limit).ToList();
        var documents = await recertification.RenderAsync([.. page.Select(p => p.Partner)], last, caller.Viewer.Profile, now, ct);
        var more = shown.Count > limit;
        var next = more ? sealer.Seal(TokenPurpose.Recertification, caller.Viewer, new ItemCursor(page[^1].Place.Position, 0, page[^1].Place.Value)) : null;
        return new JsonAnswer<Page<RecertificationDocument>>(new(documents, next), WireJson.Default.PageRecertificationDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.RecertificationDocument, more),
        };
    }
}
