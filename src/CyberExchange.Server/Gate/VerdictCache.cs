using System.Collections.Concurrent;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>Remembers verdicts: building a chain costs a third of a millisecond, and requests are many.</summary>
/// <remarks>
/// A verdict that time could change is asked for anew. Who the key is enrolled for and whether that partner is suspended
/// is none of this: it is looked up at every request.
/// </remarks>
internal sealed class VerdictCache(TrustSource trust)
{
    // A member has two keys and a certificate or two for each. Who makes thousands with an enrolled key empties the cache.
    private const int VerdictsMax = 4096;

    private readonly ConcurrentDictionary<(string Fingerprint, Jurisdiction Jurisdiction, string AnchorsVersion), CertificateVerdict> _verdicts = new();

    /// <summary>The verdict on a certificate for a partner of this jurisdiction, as it stands now.</summary>
    public CertificateVerdict Judge(PresentedCertificate certificate, Jurisdiction jurisdiction, DateTimeOffset now)
    {
        var anchors = trust.Current;
        var key = (certificate.Fingerprint, jurisdiction, anchors.Version);
        if (_verdicts.TryGetValue(key, out var known) && Stands(known, now))
        {
            return known;
        }

        var verdict = anchors.Judge(certificate, jurisdiction, now);
        if (_verdicts.Count >= VerdictsMax)
        {
            _verdicts.Clear();
        }

        _verdicts[key] = verdict;
        return verdict;
    }

    private static bool Stands(CertificateVerdict verdict, DateTimeOffset now) => verdict switch
    {
        CertificateVerdict.Trusted trusted => trusted.Holds(now),
        CertificateVerdict.Refused refused => !refused.DependsOnTime,
        _ => throw new System.Diagnostics.UnreachableException($"{verdict.GetType().Name} has no arm."),
    };
}
