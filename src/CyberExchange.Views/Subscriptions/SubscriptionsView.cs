using System.Diagnostics;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.EventStore;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Views.Subscriptions;

/// <summary>What partners want to hear of. It holds no item: what matches is asked of the sharing core, with its relation.</summary>
public sealed class SubscriptionsView : Projection
{
    /// <summary>Its name, by which its runner is found.</summary>
    public const string ViewName = "subscriptions";

    public override string Name => ViewName;

    public override int Version => 2;

    public override string Schema => "core";

    public override bool TakesSomeTypes => true;

    public override IReadOnlyCollection<string> TypesOf(IReadOnlyList<string> stored) =>
        [.. stored.Where(type => SubscriptionEventCatalog.Catalog.Knows(type) || !KnownEvents.Knows(type))];

    public override Projection Fresh() => new SubscriptionsView();

    public override async Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        if (!SubscriptionEventCatalog.Catalog.Knows(e.Type))
        {
            KnownEvents.PassBy(e);
            return;
        }

        switch (SubscriptionEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing))
        {
            case SubscriptionEvent.SubscriptionCreated created:
                await CreateAsync(connection, created, e, ct);
                break;
            case SubscriptionEvent.SubscriptionChanged changed:
                await ChangeAsync(connection, changed, e, ct);
                break;
            case SubscriptionEvent.SubscriptionCancelled:
                await CancelAsync(connection, e, ct);
                break;
            default:
                throw new UnreachableException($"{e.Type} has no arm in the subscriptions.");
        }
    }

    public override async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("truncate subscription").RunAsync(ct);

    private static async Task CreateAsync(NpgsqlConnection connection, SubscriptionEvent.SubscriptionCreated created, StoredEvent stored, CancellationToken ct)
    {
        const string sql = """
            insert into subscription (
                subscription_id, owner_id, stream_version, created_position, created_at, changed_at, name, filter, cancelled)
            values ($1, $2, $3, $4, $5, $5, $6, $7, false)
            """;
        await connection.Statement(sql)
            .With(created.Subscription.Value).With(created.Owner.Value)
            .With(stored.Version).With(stored.Position).With(stored.RecordedAt)
            .With(SubscriptionRow.Written(created.Name)).With(SubscriptionRow.Written(created.Filter))
            .RunAsync(ct);
    }

    private static async Task ChangeAsync(NpgsqlConnection connection, SubscriptionEvent.SubscriptionChanged changed, StoredEvent stored, CancellationToken ct)
    {
        const string sql = """
            update subscription
            set stream_version = $2, changed_at = $3, name = $4, filter = $5
            where subscription_id = $1
            """;
        await connection.Statement(sql)
            .With(IdOf(stored)).With(stored.Version).With(stored.RecordedAt)
            .With(SubscriptionRow.Written(changed.Name)).With(SubscriptionRow.Written(changed.Filter))
            .RunAsync(ct);
    }

    private static async Task CancelAsync(NpgsqlConnection connection, StoredEvent stored, CancellationToken ct) =>
        await connection.Statement("update subscription set stream_version = $2, changed_at = $3, cancelled = true where subscription_id = $1")
            .With(IdOf(stored)).With(stored.Version).With(stored.RecordedAt)
            .RunAsync(ct);

    private static Guid IdOf(StoredEvent stored) => Guid.ParseExact(stored.Stream.AsSpan(SubscriptionEventCatalog.StreamPrefix.Length), "D");
}
