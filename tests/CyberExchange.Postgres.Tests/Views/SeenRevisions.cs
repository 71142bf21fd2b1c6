using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Which revisions each viewer has seen of an item, gathered after every step; and which the database says it may know of.</summary>
/// <remarks>A member knows at least what it has seen itself, and at most what its partner or the public has.</remarks>
internal sealed class SeenRevisions
{
    private const string Asked = """
        select i.item_id, array(select s.revision from core.revisions_seen(i.item_id) s order by s.revision)
        from unnest($1::uuid[]) as i (item_id)
        """;

    private readonly Dictionary<(Guid Who, Guid Item), HashSet<int>> _seen = [];

    public void See(Viewer viewer, IEnumerable<(Guid Item, int Revision)> items)
    {
        foreach (var (item, revision) in items)
        {
            foreach (var who in new[] { PartnerOf(viewer), MemberOf(viewer) })
            {
                _seen.TryAdd((who, item), []);
                _seen[(who, item)].Add(revision);
            }
        }
    }

    public async Task<string?> DisagreementAsync(NpgsqlDataSource service, Viewer viewer, Guid[] items, List<Guid> open, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var caller = new NpgsqlCommand("select set_config('cx.partner', $1, true), set_config('cx.member', $2, true)", connection, transaction))
        {
            caller.Parameters.Add(new() { Value = PartnerOf(viewer).ToString() });
            caller.Parameters.Add(new() { Value = MemberOf(viewer).ToString() });
            await caller.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(Asked, connection, transaction) { Parameters = { new() { Value = items } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (item, told) = (rows.GetGuid(0), await rows.GetFieldValueAsync<int[]>(1, ct));
            var least = open.Contains(item) ? Of(MemberOf(viewer), item) : [];
            var most = open.Contains(item) ? Of(PartnerOf(viewer), item).Union(Of(Guid.Empty, item)) : [];
            if (least.Except(told).Any() || told.Except(most).Any())
            {
                return $"is told of revisions [{string.Join(' ', told)}] of {item.ToString("N")[..8]} and saw [{string.Join(' ', least.Order())}], its partner [{string.Join(' ', most.Order())}]";
            }
        }

        return null;
    }

    private HashSet<int> Of(Guid who, Guid item) => _seen.GetValueOrDefault((who, item)) ?? [];

    private static Guid PartnerOf(Viewer viewer) => viewer is Viewer.Partner partner ? partner.Profile.Id.Value : Guid.Empty;

    private static Guid MemberOf(Viewer viewer) => viewer is Viewer.Partner partner ? partner.Member.Value : Guid.Empty;
}
