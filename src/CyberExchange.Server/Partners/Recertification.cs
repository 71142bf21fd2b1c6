using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Requests;
using CyberExchange.Storage.Certificates;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Partners.ConfirmAccess;

namespace CyberExchange.Server.Partners;

/// <summary>A partner's last confirmation.</summary>
/// <param name="Position">Its place in the log.</param>
public sealed record Confirmation(long Position, DateTimeOffset At, MemberId By);

/// <summary>Who holds what access, and when that was last confirmed.</summary>
/// <remarks>
/// Confirmations are read from the log, by their type: one a year for each partner is too few for rows of their own.
/// </remarks>
public sealed class Recertification(EventLog log, PartnerRendition rendition, CertificateTable certificates, TimeProvider clock)
{
    private const int ReadEvents = 1_000;

    /// <summary>The last confirmation of each partner that has one.</summary>
    public async Task<IReadOnlyDictionary<PartnerId, Confirmation>> LastAsync(CancellationToken ct)
    {
        var last = new Dictionary<PartnerId, Confirmation>();
        var head = await log.HeadAsync(ct);
        IReadOnlyList<StoredEvent> page = [];
        do
        {
            page = await log.ReadTypesAsync([PartnerEventCatalog.AccessConfirmedName], page.Count == 0 ? 0 : page[^1].Position, head, ReadEvents, ct);
            foreach (var stored in page)
            {
                var confirmed = (PartnerEvent.AccessConfirmed)PartnerEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing);
                var partner = new PartnerId(Guid.ParseExact(stored.Stream.AsSpan(PartnerEventCatalog.StreamPrefix.Length), "D"));
                last[partner] = new(stored.Position, stored.RecordedAt, confirmed.By);
            }
        }
        while (page.Count > 0);
        return last;
    }

    /// <summary>The entries of partners as a steward reads them, in the order given.</summary>
    public async Task<IReadOnlyList<RecertificationDocument>> RenderAsync(
        IReadOnlyList<PartnerEntry> partners, IReadOnlyDictionary<PartnerId, Confirmation> last, PartnerProfile steward, DirectorySnapshot directory, CancellationToken ct)
    {
        var documents = await rendition.RenderAsync(partners, steward, directory, ct);
        var keys = documents.SelectMany(Keys).ToList();
        var ends = (await certificates.LastEndsAsync(keys, ct)).ToDictionary(row => row.SpkiSha256, row => row.EndsAt, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        return [.. documents.Select(partner =>
        {
            var confirmation = last.GetValueOrDefault(new(partner.Id));
            return new RecertificationDocument
            {
                Partner = partner,
                Etag = EntityTags.Of(partner, WireJson.Default.PartnerDocument),
                CertificateEnds = [.. Keys(partner).Where(ends.ContainsKey).Select(key => new KeyEndDocument(key, ends[key]))],
                LastConfirmation = confirmation is null
                    ? null
                    : new(confirmation.At, confirmation.By.Value) { Handle = directory.Partners.Find(confirmation.By)?.Handle },
                Due = Rule.IsDue(confirmation?.At, now),
            };
        })];
    }

    // Who is no steward reads no members of others; the route lets nobody else in.
    private static IEnumerable<string> Keys(PartnerDocument partner) => (partner.Members ?? []).SelectMany(m => m.Keys);
}
