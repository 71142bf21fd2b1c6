using CyberExchange.Domain;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Which embargoes are due. For the worker that lifts them, not for any viewer.</summary>
public sealed class EmbargoQueries(NpgsqlDataSource service)
{
    /// <summary>Items whose embargo's instant has passed, the most overdue first.</summary>
    public async Task<IReadOnlyList<(ItemId Id, ItemKind Kind)>> DueAsync(DateTimeOffset now, int max, CancellationToken ct)
    {
        const string sql = """
            select i.item_id, i.kind
            from core.item i
            where i.embargo_lifts_at <= $1 and not i.embargo_lifted and i.withdrawn_because is null
            order by i.embargo_lifts_at, i.item_id
            limit $2
            """;
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(sql).With(now.ToUniversalTime()).With(max).ReadAsync(
            RowCaller.Embargoes,
            r => (new ItemId(r.GetGuid(0)), ItemKinds.Parse(r.GetString(1)) ?? throw new InvalidDataException("An item's row has a kind that is not known.")),
            ct);
    }
}
