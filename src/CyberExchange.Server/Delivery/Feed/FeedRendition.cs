using System.Diagnostics;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>Writes entries of a feed as its viewer may read them: an item looks as it does in lists and single reads.</summary>
public sealed class FeedRendition(IncidentRendition incidents, AdvisoryRendition advisories, TokenSealer sealer)
{
    public const string Removal = "removal";

    /// <summary>The entries of rows, in the order given.</summary>
    public async Task<IReadOnlyList<FeedEntry>> RenderAsync(IReadOnlyList<FeedRow> rows, Viewer viewer, CancellationToken ct)
    {
        var arrived = rows.OfType<FeedRow.Arrived>().Select(r => r.Row).ToList();
        var incidentsById = (await incidents.RenderAsync([.. arrived.Where(r => r.Kind is ItemKind.Incident)], ct)).ToDictionary(i => i.Id);
        return [.. rows.Select(row => Entry(row, Cursor(viewer, row.Cursor), incident: id => incidentsById[id.Value]))];
    }

    /// <summary>A cursor for a place in the viewer's feed.</summary>
    public string Cursor(Viewer viewer, ItemCursor place) => sealer.Seal(TokenPurpose.Feed, viewer, place);

    private FeedEntry Entry(FeedRow row, string cursor, Func<ItemId, Contracts.Incidents.IncidentDocument> incident) => row switch
    {
        FeedRow.Arrived { Row: { Kind: ItemKind.Incident } item } =>
            new() { Type = item.Kind.Text(), Id = item.Id.Value, Incident = incident(item.Id), Cursor = cursor },
        FeedRow.Arrived { Row: { Kind: ItemKind.Advisory } item } =>
            new() { Type = item.Kind.Text(), Id = item.Id.Value, Advisory = advisories.Render(item), Cursor = cursor },
        FeedRow.Removed removed =>
            new() { Type = Removal, Id = removed.Id.Value, RemovedAt = removed.RemovedAt, Cursor = cursor },
        _ => throw new UnreachableException("An entry of no known kind."),
    };
}
