using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Storage.Certificates;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary>A member whose last certificate ends soon, or has ended.</summary>
public sealed record DueCertificate(MemberProfile Member, DateTimeOffset EndsAt);

/// <summary>Knows until when members' certificates hold, from those that they came with.</summary>
public sealed class DueCertificates(CertificatesSeen seen, CertificateTable table, LiveDirectory directory, TimeProvider clock)
{
    /// <summary>Writes down which certificates came since the last time.</summary>
    public async Task WriteDownAsync(CancellationToken ct)
    {
        var certificates = seen.Unwritten();
        await table.AddAsync([.. certificates.Select(c => new CertificateRow(c.Key.Hex, c.EndsAt))], clock.GetUtcNow(), ct);
        seen.Written(certificates);
    }

    /// <summary>Who needs another certificate soon, those first whose ends first.</summary>
    /// <remarks>A member is due once the last of its certificates is, whichever key that is for; one that never came is not known.</remarks>
    public async Task<IReadOnlyList<DueCertificate>> FindAsync(CancellationToken ct)
    {
        var now = directory.Current;
        var members = now.Partners.Members.SelectMany(m => now.Keys(m.Id).Select(k => (Member: m, Key: k))).ToList();
        var ends = (await table.LastEndsAsync([.. members.Select(m => m.Key.Hex)], ct)).ToDictionary(row => new SpkiDigest(row.SpkiSha256), row => row.EndsAt);
        return
        [
            .. members.Where(m => ends.ContainsKey(m.Key))
                .GroupBy(m => m.Member, m => ends[m.Key])
                .Select(m => new DueCertificate(m.Key, m.Max()))
                .Where(m => ExpiryWarnings.IsDue(m.EndsAt, clock.GetUtcNow()))
                .OrderBy(m => m.EndsAt),
        ];
    }
}
