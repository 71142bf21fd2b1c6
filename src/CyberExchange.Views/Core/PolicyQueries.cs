using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Which version of the release policy is in force, for stewards.</summary>
public sealed class PolicyQueries(NpgsqlDataSource service)
{
    public async Task<int> InForceAsync(CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var found = await connection.Statement("select p.version from core.policy p order by p.from_position desc limit 1").ReadAsync(RowCaller.Policies, r => r.GetInt32(0), ct);
        return found is [var version] ? version : PolicyVersion.First.Number;
    }
}
