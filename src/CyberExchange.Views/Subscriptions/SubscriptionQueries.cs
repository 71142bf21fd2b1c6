using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Subscriptions;
using Npgsql;

namespace CyberExchange.Views.Subscriptions;

/// <summary>A partner's own subscriptions. Another's is never found: it is as absent as one that does not exist.</summary>
public sealed class SubscriptionQueries(NpgsqlDataSource service)
{
    private const string Columns = "s.subscription_id, s.name, s.filter, s.created_at, s.changed_at, s.cancelled, s.stream_version";

    /// <summary>Those that stand, in the order in which they were created.</summary>
    public async Task<IReadOnlyList<SubscriptionRow>> ListAsync(PartnerId owner, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection
            .Statement($"select {Columns} from core.subscription s where s.owner_id = $1 and not s.cancelled order by s.created_position")
            .With(owner.Value)
            .ReadAsync(RowCaller.Of(owner), Read, ct);
    }

    /// <summary>One, cancelled or not; null where the partner never had it.</summary>
    public async Task<SubscriptionRow?> FindAsync(PartnerId owner, SubscriptionId id, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var rows = await connection
            .Statement($"select {Columns} from core.subscription s where s.subscription_id = $1 and s.owner_id = $2")
            .With(id.Value).With(owner.Value)
            .ReadAsync(RowCaller.Of(owner), Read, ct);
        return rows is [var row] ? row : null;
    }

    /// <summary>One that stands; null for any other.</summary>
    public async Task<SubscriptionRow?> FindStandingAsync(PartnerId owner, SubscriptionId id, CancellationToken ct) =>
        await FindAsync(owner, id, ct) is { Cancelled: false } row ? row : null;

    private static SubscriptionRow Read(NpgsqlDataReader r) => new()
    {
        Id = new(r.GetGuid(0)),
        Name = Encoding.UTF8.GetString(r.GetFieldValue<byte[]>(1)),
        Filter = CanonicalJson.Read(r.GetFieldValue<byte[]>(2), SubscriptionJson.Default.SubscriptionFilter),
        CreatedAt = r.GetFieldValue<DateTimeOffset>(3),
        ChangedAt = r.GetFieldValue<DateTimeOffset>(4),
        Cancelled = r.GetBoolean(5),
        StreamVersion = r.GetInt32(6),
    };
}
