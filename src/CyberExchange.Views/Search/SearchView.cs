using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Views.Search;

/// <summary>Under which words an item is found, and by which way.</summary>
/// <remarks>
/// It follows the log behind the core: of a page it takes only which items were touched, and states their rows anew from what
/// the core holds now. So it may be stated twice or late and comes out the same, and the core's own transaction does nothing
/// for it.
/// </remarks>
public sealed class SearchView : Projection
{
    /// <summary>Its name, by which its runner is found.</summary>
    public const string ViewName = "search";

    private const int OwnVersion = 5;

    // Rows are made from the core's rows: where those change in meaning, these are made anew.
    private const int CoreVersionFactor = 1_000;

    private readonly SearchRows _rows = new();
    private HashSet<Guid> _items = [];
    private HashSet<Guid> _partners = [];
    private List<long> _memberships = [];

    public override string Name => ViewName;

    public override string ReadsFrom => SharingCore.ViewName;

    public override string Schema => "search";

    public override Projection Fresh() => new SearchView();

    public override int ReadsVersion => SharingCore.RowsVersion;

    public override int Version => (SharingCore.RowsVersion * CoreVersionFactor) + OwnVersion;

    public override Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        // Only what was touched is taken in, and read from the core. What an event of a newer program touches is not known here.
        KnownEvents.PassBy(e);
        if (IdAfter(IncidentEventCatalog.StreamPrefix, e.Stream) is { } incident)
        {
            _items.Add(incident);
        }
        else if (IdAfter(AdvisoryEventCatalog.StreamPrefix, e.Stream) is { } advisory)
        {
            _items.Add(advisory);
        }
        else if (IdAfter(SignalEventCatalog.StreamPrefix, e.Stream) is { } signal)
        {
            _items.Add(signal);
        }
        else if (IdAfter(PartnerEventCatalog.StreamPrefix, e.Stream) is { } partner)
        {
            _partners.Add(partner);
            _memberships.Add(e.Position);
        }
        else if (GroupEventCatalog.Catalog.Knows(e.Type))
        {
            _memberships.Add(e.Position);
        }

        return Task.CompletedTask;
    }

    public override async Task CompleteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // Taken before the work: what fails is brought again by its own event, and not by those of another page.
        var (items, partners, memberships) = (_items, _partners, _memberships);
        (_items, _partners, _memberships) = ([], [], []);
        if (partners.Count > 0)
        {
            items.UnionWith(await SearchRows.ReferencesChangedAsync(connection, [.. partners], ct));
        }

        if (memberships.Count > 0)
        {
            items.UnionWith(await SearchRows.ForwardsEndedAsync(connection, [.. memberships], ct));
        }

        await _rows.StateAsync(connection, [.. items.Order()], ct);
    }

    public override async Task RefreshStatisticsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("select search.refresh_statistics()").RunAsync(ct);

    public override async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("truncate item, way, scope").RunAsync(ct);

    private static Guid? IdAfter(string prefix, string stream) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(stream.AsSpan(prefix.Length), "D", out var id) ? id : null;
}
