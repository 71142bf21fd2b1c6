using CyberExchange.Contracts;
using CyberExchange.Contracts.Trust;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trust;
using CyberExchange.EventStore;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Trust;

/// <summary><c>GET /v1/trust-lists/{jurisdiction}</c>: what vouches, what awaits a second member, and how it came about.</summary>
public sealed class ReadTrust(EventLog log, TrustSource trust, RevocationLists revocations, TimeProvider clock)
{
    public async Task<IResult> FindAsync(string jurisdiction, CancellationToken ct)
    {
        if (Roles.ParseJurisdiction(jurisdiction) is not { } side)
        {
            return ProblemAnswers.NotFound;
        }

        // A stream of a few events; read as it is, so that a proposal shows as soon as it is stored.
        var stored = await log.ReadStreamAsync(TrustListEventCatalog.Stream, ct: ct);
        var events = stored.Select(e => (Stored: e, Event: TrustListEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing))).ToList();
        var lists = TrustLists.Fold(events.Select(e => e.Event)) ?? TrustLists.None;
        var inForce = lists.InForce.GetValueOrDefault(side) is { } present ? SignedTrustList.DocumentOf(present.Signed) : null;
        var now = clock.GetUtcNow();
        var document = new TrustDocument(
            side.Text(), [.. trust.Current.AnchorsOf(side).Select(anchor => Of(anchor, now))], [.. Steps(events, side)])
        {
            InForce = inForce,
            Proposed = lists.Proposed.GetValueOrDefault(side) is { } proposed ? new(proposed.Digest, SignedTrustList.DocumentOf(proposed.Signed), proposed.Signed) : null,
            Overdue = inForce is null ? null : inForce.NextUpdate < now,
        };
        return new JsonAnswer<TrustDocument>(document, WireJson.Default.TrustDocument);
    }

    private static IEnumerable<TrustListStep> Steps(IReadOnlyList<(StoredEvent Stored, TrustListEvent Event)> events, Jurisdiction side)
    {
        var numbers = events.Select(e => e.Event).OfType<TrustListEvent.TrustListProposed>()
            .DistinctBy(p => p.Digest, StringComparer.Ordinal).ToDictionary(p => p.Digest, p => p.Number, StringComparer.Ordinal);
        foreach (var (stored, e) in events)
        {
            var (word, of, digest, by) = e switch
            {
                TrustListEvent.TrustListProposed p => ("proposed", p.Jurisdiction, p.Digest, p.By),
                TrustListEvent.TrustListAdopted a => ("adopted", a.Jurisdiction, a.Digest, a.By),
                TrustListEvent.TrustListRejected r => ("rejected", r.Jurisdiction, r.Digest, r.By),
                _ => throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm."),
            };
            if (of == side)
            {
                yield return new(word, digest, numbers[digest], by.Value, stored.RecordedAt);
            }
        }
    }

    private AnchorDocument Of(TrustAnchor anchor, DateTimeOffset now) => new(
        anchor.Certificate.Subject,
        anchor.Key,
        Convert.ToBase64String(anchor.Certificate.RawDataMemory.Span),
        [.. (anchor.Scopes ?? []).Select(scope => scope.ToString())],
        anchor.From,
        anchor.Until,
        anchor.From <= now && now <= anchor.Until,
        [.. anchor.Revocation.Select(point => revocations.StateOf(point, now))]);
}
