using System.Collections.Concurrent;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Storage.Audit;
using CyberExchange.Views.Core;
using Npgsql;

namespace CyberExchange.Server.Audit;

/// <summary>An item whose content may go out: that it does is written down already, where it has to be.</summary>
/// <remarks>
/// Whatever writes content takes this and no bare row, and it is made in this file alone. A new way for content to leave has to ask
/// the <see cref="Witness"/> and to say which <see cref="Door"/> it is, or it does not compile.
/// </remarks>
public sealed class ShownItem
{
    private ShownItem(ItemRow row) => Row = row;

    public ItemRow Row { get; }

    /// <summary>What an originator is shown of its own: as another reads it, or before it is so. That is nobody's read.</summary>
    /// <exception cref="ArgumentException">The item is another's.</exception>
    public static ShownItem ToOriginator(ItemRow row, PartnerProfile originator) =>
        row.Originator == originator.Id ? new(row) : throw new ArgumentException($"Item {row.Id.Value} is another's.", nameof(row));

    /// <summary>Writes down which members of other partners are shown TLP:RED and TLP:AMBER+STRICT, before they are.</summary>
    /// <remarks>
    /// One statement for all the items of an answer. A member that is shown the same item by the same door again within a minute is
    /// not written down again: a row stands for that minute. What this node has just written it remembers; to forget costs a row more.
    /// </remarks>
    public sealed class Witness(AuditReadTable table, TimeProvider clock)
    {
        /// <summary>How long one row stands for.</summary>
        public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

        private const int RecentMax = 50_000;

        private readonly ConcurrentDictionary<Sight, DateTimeOffset> _recent = new();
        private int _recentCount;

        /// <summary>The items, once it is written down that the viewer is shown them.</summary>
        /// <param name="rows">The items as the viewer reads them.</param>
        /// <param name="viewer">Who is shown them.</param>
        /// <param name="door">How.</param>
        /// <param name="correlationId">The request's id.</param>
        /// <param name="ct">Gives up.</param>
        /// <exception cref="NotWrittenDownException">It cannot be written down now: nothing may be shown.</exception>
        public async Task<IReadOnlyList<ShownItem>> ShowAsync(
            IReadOnlyList<ItemRow> rows, Viewer viewer, Door door, string correlationId, CancellationToken ct)
        {
            if (viewer is Viewer.Partner reader)
            {
                var now = clock.GetUtcNow();
                var unwritten = rows.Where(row => MustBeWritten(row, reader)).Select(row => (Row: row, Sight: new Sight(row.Id, row.Label, reader.Member, door)))
                    .Where(read => !StandsFor(read.Sight, now)).ToList();
                await WriteAsync([.. unwritten.Select(read => Row(read.Row.Originator, read.Row.Kind, read.Sight, reader, correlationId, now))], ct);
                Remember(unwritten.Select(read => read.Sight), now);
            }

            return [.. rows.Select(row => new ShownItem(row))];
        }

        /// <summary>The same for one item.</summary>
        public async Task<ShownItem> ShowAsync(ItemRow row, Viewer viewer, Door door, string correlationId, CancellationToken ct) =>
            (await ShowAsync([row], viewer, door, correlationId, ct))[0];

        /// <summary>Writes down that a member of an authority is shown a report of an incident that was delivered to it, before it is: whatever the label, its owner may say that it was read.</summary>
        /// <param name="label">The label that the incident had.</param>
        /// <exception cref="NotWrittenDownException">It cannot be written down now: nothing may be shown.</exception>
        public async Task ShowReportAsync(IncidentId incident, PartnerId owner, TlpLabel label, Viewer.Partner reader, string correlationId, CancellationToken ct)
        {
            var (now, sight) = (clock.GetUtcNow(), new Sight(new(incident.Value), label, reader.Member, Door.DeliveredReport));
            if (!StandsFor(sight, now))
            {
                await WriteAsync([Row(owner, ItemKind.Incident, sight, reader, correlationId, now)], ct);
                Remember([sight], now);
            }
        }

        private static bool MustBeWritten(ItemRow row, Viewer.Partner reader) => row.Label >= TlpLabel.AmberStrict && row.Originator != reader.Profile.Id;

        private static AuditRead Row(PartnerId owner, ItemKind kind, Sight sight, Viewer.Partner reader, string correlationId, DateTimeOffset now) => new()
        {
            OwnerId = owner.Value,
            ReadAt = now,
            ReadId = Guid.CreateVersion7(now),
            ItemId = sight.Item.Value,
            Kind = kind.Text(),
            Label = (short)sight.Label,
            ReaderId = reader.Profile.Id.Value,
            MemberId = sight.Member.Value,
            Door = sight.Door.Text(),
            CorrelationId = correlationId,
        };

        private async Task WriteAsync(IReadOnlyList<AuditRead> rows, CancellationToken ct)
        {
            if (rows.Count == 0)
            {
                return;
            }

            try
            {
                await table.AddAsync(rows, ct);
            }
            catch (NpgsqlException e)
            {
                throw new NotWrittenDownException(e);
            }
        }

        private bool StandsFor(Sight sight, DateTimeOffset now) => _recent.TryGetValue(sight, out var at) && now - at < Span && now >= at;

        private void Remember(IEnumerable<Sight> sights, DateTimeOffset now)
        {
            foreach (var sight in sights)
            {
                _recent[sight] = now;
                if (Interlocked.Increment(ref _recentCount) > RecentMax)
                {
                    _recent.Clear();
                    _recentCount = 0;
                }
            }
        }

        private readonly record struct Sight(ItemId Item, TlpLabel Label, MemberId Member, Door Door);
    }
}

/// <summary>That somebody is shown an item cannot be written down now, so that it may not be shown.</summary>
public sealed class NotWrittenDownException(Exception inner) : Exception("A read could not be written down.", inner);
