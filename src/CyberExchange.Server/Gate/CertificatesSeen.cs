using System.Collections.Concurrent;
using CyberExchange.Domain.Partners;

namespace CyberExchange.Server.Gate;

/// <summary>Until when the certificates hold that members came with; a worker writes down what is new.</summary>
/// <remarks>Certificates are made elsewhere: the exchange knows of one only once somebody comes with it.</remarks>
public sealed class CertificatesSeen
{
    /// <summary>Far above what partners have in use. Who makes thousands for an enrolled key empties the memory, not the table.</summary>
    private const int KnownMax = 10_000;

    private readonly ConcurrentDictionary<(SpkiDigest Key, DateTimeOffset EndsAt), bool> _written = new();

    internal void Note(Caller caller)
    {
        if (!_written.ContainsKey((caller.Key, caller.CertificateEndsAt)) && _written.Count < KnownMax)
        {
            _written.TryAdd((caller.Key, caller.CertificateEndsAt), false);
        }
    }

    /// <summary>What came since the last time and was not written down.</summary>
    public IReadOnlyList<(SpkiDigest Key, DateTimeOffset EndsAt)> Unwritten() => [.. _written.Where(seen => !seen.Value).Select(seen => seen.Key)];

    /// <summary>These are written down.</summary>
    public void Written(IEnumerable<(SpkiDigest Key, DateTimeOffset EndsAt)> certificates)
    {
        foreach (var certificate in certificates)
        {
            _written[certificate] = true;
        }

        // What is forgotten is written down again, which changes nothing.
        if (_written.Count >= KnownMax)
        {
            _written.Clear();
        }
    }
}
