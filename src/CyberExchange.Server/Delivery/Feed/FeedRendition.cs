using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Subscriptions;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>Writes entries of a feed as its viewer may read them: an item looks as it does in lists and single reads.</summary>
public sealed class FeedRendition(
    IncidentRendition incidents, AdvisoryRendition advisories, SignalRendition signals, SubscriptionRendition subscriptions, LiveRulebook rulebook, ShownItem.Witness witness, TokenSealer sealer)
{
    public const string Removal = "removal";
    public const string Unmatched = "unmatched";
    public const string Reminder = "reminder";
    public const string Warning = "warning";

    /// <summary>The entries of rows, in the order given.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="viewer">Whose feed it is.</param>
    /// <param name="subscription">What narrowed it; null where nothing did.</param>
    /// <param name="door">A page or a stream.</param>
    /// <param name="correlationId">The request's id.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<FeedEntry>> RenderAsync(
        IReadOnlyList<FeedRow> rows, Viewer.Partner viewer, SubscriptionId? subscription, Door door, string correlationId, CancellationToken ct)
    {
        var arrived = await witness.ShowAsync([.. rows.OfType<FeedRow.Arrived>().Select(r => r.Row)], viewer, door, correlationId, ct);
        var incidentsById = (await incidents.RenderAsync([.. arrived.Where(a => a.Row.Kind is ItemKind.Incident)], ct)).ToDictionary(i => i.Id);
        var advisoriesById = advisories.Render([.. arrived.Where(a => a.Row.Kind is ItemKind.Advisory)]).ToDictionary(a => a.Id);
        var signalsById = signals.Render([.. arrived.Where(a => a.Row.Kind is ItemKind.Signal)]).ToDictionary(s => s.Id);
        return [.. rows.Select(row => Entry(row, Cursor(viewer, row.Cursor), id => incidentsById[id.Value], id => advisoriesById[id.Value], id => signalsById[id.Value]) with
        {
            Match = row is FeedRow.Arrived { Match: { } match } && subscription is { } id ? Match(id, match, viewer.Profile) : null,
        })];
    }

    /// <summary>A cursor for a place in the viewer's feed.</summary>
    public string Cursor(Viewer viewer, ItemCursor place) => sealer.Seal(TokenPurpose.Feed, viewer, place);

    private FeedEntry Entry(
        FeedRow row, string cursor, Func<ItemId, IncidentDocument> incident, Func<ItemId, AdvisoryDocument> advisory, Func<ItemId, SignalDocument> signal) => row switch
    {
        FeedRow.Arrived { Row: { Kind: ItemKind.Incident } item } =>
            new() { Type = item.Kind.Text(), Id = item.Id.Value, Incident = incident(item.Id), Cursor = cursor },
        FeedRow.Arrived { Row: { Kind: ItemKind.Advisory } item } =>
            new() { Type = item.Kind.Text(), Id = item.Id.Value, Advisory = advisory(item.Id), Cursor = cursor },
        FeedRow.Arrived { Row: { Kind: ItemKind.Signal } item } =>
            new() { Type = item.Kind.Text(), Id = item.Id.Value, Signal = signal(item.Id), Cursor = cursor },
        FeedRow.Warned { Row: var warning } =>
            new() { Type = Warning, Id = warning.Raised.Warning, Warning = SignalRendition.Warning(warning), Cursor = cursor },
        FeedRow.Removed removed =>
            new() { Type = Removal, Id = removed.Id.Value, RemovedAt = removed.RemovedAt, Cursor = cursor },
        FeedRow.Unmatched unmatched =>
            new() { Type = Unmatched, Id = unmatched.Id.Value, Cursor = cursor },
        FeedRow.Reminded { Row: var reminder } =>
            new() { Type = Reminder, Id = IdOf(reminder), Reminder = DutyRendition.Render(reminder, rulebook.Current), Cursor = cursor },
        _ => throw new UnreachableException("An entry of no known kind."),
    };

    // The same whenever it is read, and no item's: whoever holds entries by their ids keeps the incident.
    private static Guid IdOf(ReminderRow reminder) => HashIds.Of(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{reminder.Incident.Value:D} {reminder.Obligation} {(reminder.Due ?? reminder.RemindedAt).UtcTicks} {(object?)reminder.Percent ?? reminder.State}"))));

    private MatchDocument Match(SubscriptionId id, IReadOnlyList<CriterionMatch> match, PartnerProfile viewer) =>
        new(id.Value, [.. match.Select(one => Criterion(one, viewer))]);

    private CriterionMatchDocument Criterion(CriterionMatch match, PartnerProfile viewer)
    {
        if (match.Criterion is ItemCriterion.Originators)
        {
            var handle = subscriptions.Originator(new(Guid.Parse(match.Asked)), viewer);
            return new(Name(match.Criterion), handle, [handle]);
        }

        return new(Name(match.Criterion), match.Asked, match.Matched);
    }

    // The members of the subscription's filter.
    private static string Name(ItemCriterion criterion) => criterion switch
    {
        ItemCriterion.Kinds => "kinds",
        ItemCriterion.Sectors => "sectors",
        ItemCriterion.Areas => "areas",
        ItemCriterion.Vendors => "vendors",
        ItemCriterion.ProductTexts => "productTexts",
        ItemCriterion.Cves => "cves",
        ItemCriterion.CvssMin => "cvssMin",
        ItemCriterion.Labels => "labels",
        ItemCriterion.Originators => "originators",
    };
}
