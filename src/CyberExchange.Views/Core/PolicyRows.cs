using CyberExchange.Domain.Policies;
using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Which version of the release policy is in force.</summary>
/// <param name="known">The versions that this program knows.</param>
internal sealed class PolicyRows(PolicyVersions known)
{
    private PolicyVersion? _inForce;
    private long _position;

    /// <summary>Tells which event comes next. Where it is not the one after the last, rows were taken back or others wrote some.</summary>
    public void Follow(long position)
    {
        if (position != _position + 1)
        {
            _inForce = null;
        }

        _position = position;
    }

    /// <summary>The version under which terms are stated now.</summary>
    /// <exception cref="UnknownPolicyVersionException">A newer program adopted it.</exception>
    public async Task<PolicyVersion> InForceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_inForce is null)
        {
            var found = await connection.Statement("select p.version from policy p order by p.from_position desc limit 1").ReadAsync(r => r.GetInt32(0), ct);
            _inForce = found is [var number] ? known.Of(number) : PolicyVersion.First;
        }

        return _inForce;
    }

    /// <summary>The version under which an item's terms were stated.</summary>
    /// <exception cref="UnknownPolicyVersionException">A newer program adopted it.</exception>
    public PolicyVersion Of(int number) => known.Of(number);

    public async Task ApplyAsync(NpgsqlConnection connection, PolicyEvent e, long position, DateTimeOffset instant, CancellationToken ct)
    {
        switch (e)
        {
            case PolicyEvent.PolicyAdopted adopted:
                var version = known.Of(adopted.Version); // Here already: the items that follow could not be projected.
                await connection.Statement("insert into policy (from_position, from_at, version) values ($1, $2, $3)")
                    .With(position).With(instant).With(version.Number)
                    .RunAsync(ct);
                _inForce = version;
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm in the policy.");
        }
    }
}
