using System.Collections.Concurrent;
using System.Globalization;
using CyberExchange.Contracts.Trust;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate.Revocation;

/// <summary>What is known of a chain's certificates.</summary>
public enum RevocationStatus
{
    /// <summary>None of them is revoked.</summary>
    Good,

    /// <summary>None is on the last list that was had, and a later one is overdue.</summary>
    Overdue,

    /// <summary>A list that is asked for is missing, or long overdue.</summary>
    Unknown,

    /// <summary>One of them is revoked.</summary>
    Revoked,
}

/// <summary>The revocation lists that this node has, in memory: a look-up at every request, and no request waits for a list.</summary>
public sealed class RevocationLists
{
    /// <summary>How long after its next update was due a list still lets its readers read. Changes are refused from that moment on.</summary>
    public static readonly TimeSpan ReadingGrace = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, RevocationList> _lists = new(StringComparer.Ordinal);

    /// <summary>Whether there is a list of an authority whose next one is not due yet.</summary>
    public bool IsCurrent(string issuerKey, DateTimeOffset now) => _lists.GetValueOrDefault(issuerKey) is { } list && now <= list.NextUpdate;

    /// <summary>The list of an authority; null for none.</summary>
    public RevocationList? Of(string issuerKey) => _lists.GetValueOrDefault(issuerKey);

    /// <summary>Takes a list that was checked, unless the one there is later.</summary>
    /// <returns>False for a list that would go back.</returns>
    public bool Take(string issuerKey, RevocationList list) =>
        ReferenceEquals(_lists.AddOrUpdate(issuerKey, list, (_, present) => IsLater(list, present) ? list : present), list);

    /// <summary>What is known of the certificates of a chain.</summary>
    /// <param name="links">Every certificate below the anchor.</param>
    /// <param name="jurisdiction">Whose partner comes with them.</param>
    /// <param name="trust">Says of which authorities a list is asked for. Of others none is: what they issue is stopped by unbinding its key.</param>
    /// <param name="now">The present instant.</param>
    public RevocationStatus Ask(IReadOnlyList<CertificateLink> links, Jurisdiction jurisdiction, TrustAnchors trust, DateTimeOffset now)
    {
        var worst = RevocationStatus.Good;
        foreach (var link in links)
        {
            if (!trust.AsksRevocationOf(jurisdiction, link.IssuerKey))
            {
                continue;
            }

            var status = _lists.GetValueOrDefault(link.IssuerKey) is { } list ? StatusOf(list, link.Serial, now) : RevocationStatus.Unknown;
            worst = status > worst ? status : worst;
        }

        return worst;
    }

    /// <summary>How the list of an authority stands.</summary>
    public RevocationState StateOf(RevocationPoint point, DateTimeOffset now)
    {
        var list = _lists.GetValueOrDefault(point.IssuerKey);
        var state = list switch
        {
            null => "absent",
            _ when now <= list.NextUpdate => "current",
            _ when now <= list.NextUpdate + ReadingGrace => "stale",
            _ => "expired",
        };
        return new(point.Issuer.Subject, point.Address.AbsoluteUri, state)
        {
            Number = list?.Number?.ToString(CultureInfo.InvariantCulture),
            ThisUpdate = list?.ThisUpdate,
            NextUpdate = list?.NextUpdate,
            Revoked = list?.Serials.Count,
        };
    }

    private static RevocationStatus StatusOf(RevocationList list, string serial, DateTimeOffset now) => list switch
    {
        _ when list.Serials.Contains(serial) => RevocationStatus.Revoked,
        _ when now <= list.NextUpdate => RevocationStatus.Good,
        _ when now <= list.NextUpdate + ReadingGrace => RevocationStatus.Overdue,
        _ => RevocationStatus.Unknown,
    };

    // A number that went back is an old list played again, whatever time it states.
    private static bool IsLater(RevocationList list, RevocationList present) =>
        list.ThisUpdate > present.ThisUpdate && (list.Number is null || present.Number is null || list.Number > present.Number);
}
