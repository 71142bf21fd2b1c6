using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Incidents;

/// <summary><c>GET /v1/incidents</c>, <c>/v1/incidents/count</c> and <c>/v1/incidents/{id}</c>.</summary>
public sealed class ReadIncidents(ItemReads reads, IncidentRendition rendition)
{
    public Task<IResult> ListAsync(HttpContext http, Viewer viewer, CancellationToken ct) => reads.ListAsync(
        http, viewer, ItemKind.Incident, TokenPurpose.Incidents, shown => rendition.RenderAsync(shown, ct),
        WireJson.Default.PageIncidentDocument, WireJson.Default.IncidentDocument, ct);

    public Task<IResult> CountAsync(HttpContext http, Viewer viewer, CancellationToken ct) => reads.CountAsync(http, viewer, ItemKind.Incident, ct);

    public Task<IResult> FindAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => reads.FindAsync(
        http, id, viewer, ItemKind.Incident, Door.Item,
        async incident =>
        {
            var document = await rendition.RenderAsync(incident, ct);
            return JsonAnswer.Tagged(document, WireJson.Default.IncidentDocument);
        },
        ct);
}
