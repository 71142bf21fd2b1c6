using System.Security.Cryptography;
using CyberExchange.Domain.Advisories;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Storage.Csaf;

namespace CyberExchange.Server.Advisories;

/// <summary>Makes of each document that a partner publishes, as publisher or coordinator, a file of its site: name, hash and signature.</summary>
/// <remarks>
/// Every revision is prepared, whatever its label: who may have it is asked when somebody does. What is imported from third parties is not
/// the partner's to publish and gets none.
/// </remarks>
public sealed class PrepareCsafFiles(EventLog log, CsafFileTable table, CsafSigning signing, TimeProvider clock)
{
    /// <summary>Documents to a round: they are kept in one statement, and of their bytes as many are in memory as there are processors.</summary>
    private const int RoundMax = 64;

    private static readonly string[] Types = ["advisory.published", "advisory.revised"];

    private long _position = -1;

    /// <summary>Up to which event everything is prepared, as far as this node knows.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Prepares the next revisions.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="OpenPgpException">gpg did not sign; nothing of this round is kept.</exception>
    public async Task<bool> RoundAsync(CancellationToken ct)
    {
        var head = await log.HeadAsync(ct);
        if (Position >= head)
        {
            return false;
        }

        // Another node may have gone further.
        var from = Math.Max(Position, await table.LastPositionAsync(signing.Fingerprint, ct));
        var events = await log.ReadTypesAsync(Types, from, head, RoundMax, ct);
        if (events.Count == 0)
        {
            Volatile.Write(ref _position, head);
            return false;
        }

        await table.AddAsync(signing.Fingerprint, await MakeAsync(await OwnAsync(events, ct), ct), clock.GetUtcNow(), ct);
        Volatile.Write(ref _position, events[^1].Position);
        return true;
    }

    private async Task<List<Revision>> OwnAsync(IReadOnlyList<StoredEvent> events, CancellationToken ct)
    {
        var read = events.Select(e => (Stored: e, Event: AdvisoryEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), Item: ItemOf(e))).ToList();
        var holders = new Dictionary<Guid, Guid>(await table.HoldersAsync([.. read.Select(r => r.Item).Distinct()], signing.Fingerprint, ct));
        var own = new List<Revision>();
        foreach (var (stored, e, item) in read)
        {
            if (e is AdvisoryEvent.AdvisoryPublished { Provenance: not Provenance.ThirdParty } published)
            {
                holders[item] = published.Originator.Value;
            }

            // A revision does not say whose it is; that its advisory has a file tells.
            if (holders.TryGetValue(item, out var holder))
            {
                own.Add(new(item, holder, stored.Position, DocumentOf(e)));
            }
        }

        return own;
    }

    private async Task<IReadOnlyList<(CsafFileRow Row, string? Signature)>> MakeAsync(List<Revision> revisions, CancellationToken ct)
    {
        var made = new (CsafFileRow Row, string? Signature)[revisions.Count];
        await Parallel.ForAsync(0, revisions.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, async (i, stop) => made[i] = await MakeAsync(revisions[i], stop));
        return [.. made.DistinctBy(m => (m.Row.ItemId, m.Row.Sha512))];
    }

    private async Task<(CsafFileRow Row, string? Signature)> MakeAsync(Revision revision, CancellationToken ct)
    {
        var (item, holder, position, document) = revision;
        var bytes = await log.ReadPublishedAsync(document.Sha512, ct);
        var csaf = CsafDocument.Summarise(bytes) ?? throw new InvalidDataException($"The document of advisory {item} is not CSAF.");
        return (
            new()
            {
                ItemId = item,
                Sha512 = document.Sha512,
                Position = position,
                HolderId = holder,
                FolderYear = csaf.Tracking.InitialReleaseAt.UtcDateTime.Year,
                FileName = CsafFileName.Of(document.TrackingId),
                CsafVersion = csaf.CsafVersion,
                PublisherCategory = csaf.Publisher.Category,
                InitialReleaseAt = csaf.Tracking.InitialReleaseAt,
                CurrentReleaseAt = csaf.Tracking.CurrentReleaseAt,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            },
            signing.Signer is { } signer ? await signer.SignAsync(bytes, ct) : null);
    }

    private static Guid ItemOf(StoredEvent e) => Guid.Parse(e.Stream.AsSpan(AdvisoryEventCatalog.StreamPrefix.Length));

    private static AdvisoryDocument DocumentOf(AdvisoryEvent e) => e switch
    {
        AdvisoryEvent.AdvisoryPublished published => published.Document,
        AdvisoryEvent.AdvisoryRevised revised => revised.Document,
        _ => throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} brings no document."),
    };

    private sealed record Revision(Guid Item, Guid Holder, long Position, AdvisoryDocument Document);
}
