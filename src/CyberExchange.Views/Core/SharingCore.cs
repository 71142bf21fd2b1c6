using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.KnownExploited;
using CyberExchange.Domain.Links;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Policies;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Domain.Trust;
using CyberExchange.EventStore;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Items, the partner directory, who sees what, reminders and early warnings: one projection, so that they never disagree.</summary>
public sealed class SharingCore : Projection
{
    /// <summary>Its name, by which its runner is found.</summary>
    public const string ViewName = "sharing-core";

    /// <summary>Raised when the rows of the same events change; views that are made from these rows are then made anew too.</summary>
    public const int RowsVersion = 15;

    private readonly LiveDirectory _directory;
    private readonly PolicyVersions? _known;
    private readonly LiveTrust? _trust;
    private readonly AudienceRows _audiences = new();
    private readonly DirectoryRows _directoryRows;
    private readonly ItemRows _items;
    private readonly PolicyRows _policies;

    /// <param name="directory">Reloaded before a page that touched the directory is announced.</param>
    /// <param name="policies">The versions of the release policy that items may have been shared under.</param>
    /// <param name="trust">Reloaded before a page that touched the trust lists is announced; null where nobody asks for them.</param>
    public SharingCore(LiveDirectory directory, PolicyVersions? policies = null, LiveTrust? trust = null)
    {
        (_directory, _known, _trust) = (directory, policies, trust);
        _directoryRows = new(_audiences);
        var releases = new ReleaseRows(_audiences);
        _policies = new(policies ?? PolicyVersions.Known);
        _items = new(releases, new(releases), _audiences, _policies);
    }

    public override string Name => ViewName;

    public override int Version => RowsVersion;

    public override string Schema => "core";

    public override Projection Fresh() => new SharingCore(_directory, _known, _trust);

    public override async Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        _audiences.Follow(e.Position);
        _policies.Follow(e.Position);
        if (IncidentEventCatalog.Catalog.Knows(e.Type))
        {
            await _items.ApplyAsync(connection, IncidentEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, instant, ct);
        }
        else if (AdvisoryEventCatalog.Catalog.Knows(e.Type))
        {
            await _items.ApplyAsync(connection, AdvisoryEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, instant, ct);
        }
        else if (SignalEventCatalog.Catalog.Knows(e.Type))
        {
            await _items.ApplyAsync(connection, SignalEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, instant, ct);
        }
        else if (PartnerEventCatalog.Catalog.Knows(e.Type))
        {
            await _directoryRows.ApplyAsync(connection, PartnerEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, instant, ct);
            await ForwardRows.CloseLeftAsync(connection, e.Position, instant, ct);
        }
        else if (PartnerEventCatalog.Keys.Knows(e.Type))
        {
            await DirectoryRows.ApplyAsync(connection, PartnerEventCatalog.Keys.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, ct);
        }
        else if (GroupEventCatalog.Catalog.Knows(e.Type))
        {
            await GroupRows.ApplyAsync(connection, GroupEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, instant, ct);
            await ForwardRows.CloseLeftAsync(connection, e.Position, instant, ct);
        }
        else if (PolicyEventCatalog.Catalog.Knows(e.Type))
        {
            await _policies.ApplyAsync(connection, PolicyEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e.Position, instant, ct);
        }
        else if (MandateEventCatalog.Catalog.Knows(e.Type))
        {
            await MandateRows.ApplyAsync(connection, MandateEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, ct);
        }
        else if (DutyEventCatalog.Catalog.Knows(e.Type))
        {
            if (DutyEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing) is DutyEvent.DutyReminded reminded)
            {
                await ReminderRows.AddAsync(connection, reminded, e, ct);
            }
        }
        else if (SupplyWarningEventCatalog.Catalog.Knows(e.Type))
        {
            if (SupplyWarningEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing) is SupplyWarningEvent.WarningRaised raised)
            {
                await WarningRows.AddAsync(connection, raised, e, ct);
            }
        }
        else if (KnownExploitedEventCatalog.Catalog.Knows(e.Type))
        {
            await KnownExploitedRows.ApplyAsync(connection, KnownExploitedEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, ct);
        }
        else if (LinkEventCatalog.Catalog.Knows(e.Type))
        {
            await LinkRows.ApplyAsync(connection, LinkEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, ct);
        }
        else
        {
            KnownEvents.PassBy(e);
        }
    }

    public override bool Touches(StoredEvent e) =>
        PartnerEventCatalog.Catalog.Knows(e.Type) || PartnerEventCatalog.Keys.Knows(e.Type) || GroupEventCatalog.Catalog.Knows(e.Type)
        || TrustListEventCatalog.Catalog.Knows(e.Type);

    public override async Task RefreshAsync(CancellationToken ct)
    {
        if (_trust is not null)
        {
            await _trust.ReloadAsync(ct);
        }

        await _directory.ReloadAsync(ct);
    }

    public override async Task RefreshStatisticsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("select core.refresh_statistics()").RunAsync(ct);

    public override async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        const string sql = """
            truncate partner, suspension, member, member_key, item, audience, audience_member, released,
                past_terms, "group", group_member, constituent, forward, policy,
                item_revision, mandate, reminder, known_exploited, known_exploited_catalogue, link, supply_warning, figure
            """;
        await connection.Statement(sql).RunAsync(ct);
    }
}
