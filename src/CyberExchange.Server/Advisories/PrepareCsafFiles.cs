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
/// the partner's to publish and gets none. A revision of which no file can be made holds up no other: it is written down and tried again.
/// </remarks>
public sealed class PrepareCsafFiles(
    EventLog log, CsafFileTable table, CsafSigning signing, CsafProgress progress, TimeProvider clock, ILogger<PrepareCsafFiles> logger)
{
    /// <summary>Documents to a round: they are kept in one statement.</summary>
    private const int RoundMax = 64;

    /// <summary>What failed is read so many at a time; the oldest go first, and none holds up a later one.</summary>
    private const int FailedMax = 1_000;

    /// <summary>How long what failed waits for its next turn: twice as long each time, up to about an hour.</summary>
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private const int DoublingsMax = 12;

    /// <summary>How often to look whether another node, or this one before it was started anew, left something that failed.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Two to a processor: one waits for the database or for gpg while the other works.</summary>
    private static readonly int AtOnce = 2 * Environment.ProcessorCount;

    private static readonly string[] Types = ["advisory.published", "advisory.revised"];

    private readonly Dictionary<(Guid Item, string Sha512), (int Times, DateTimeOffset At)> _retries = [];
    private long _position = -1;
    private DateTimeOffset _lookAt = DateTimeOffset.MinValue;

    /// <summary>Up to which event everything has had its turn, as far as this node knows.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Prepares the next revisions.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="OpenPgpException">The key signs nothing at all; nothing of this round is kept.</exception>
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

        await MakeAsync(await OwnAsync(events, ct), ct);
        Volatile.Write(ref _position, events[^1].Position);
        return true;
    }

    /// <summary>Tries what failed again, as far as its time has come. Costs a query a minute where nothing is known to have failed.</summary>
    /// <exception cref="OpenPgpException">The key signs nothing at all.</exception>
    public async Task RetryAsync(CancellationToken ct)
    {
        if (progress.FailsForAll)
        {
            // Where another node made what this one could not, nothing of its own is left that would tell when the key signs again.
            progress.FailsForAll = !await SignsAsync(ct);
            if (progress.FailsForAll)
            {
                return;
            }
        }

        var now = clock.GetUtcNow();
        if (now < _lookAt)
        {
            return;
        }

        var (failed, due) = (new List<CsafRevision>(), new List<CsafRevision>());
        IReadOnlyList<CsafRevision> next;
        do
        {
            next = await table.FailedAsync(signing.Fingerprint, failed.Count == 0 ? 0 : failed[^1].Position, FailedMax, ct);
            failed.AddRange(next);
            due.AddRange(next.Where(f => !_retries.TryGetValue((f.ItemId, f.Sha512), out var retry) || retry.At <= now));
        }
        while (next.Count == FailedMax);

        due = [.. due.Take(RoundMax)];
        var again = await MakeAsync(due, ct);
        progress.FailsForSome = failed.Count > due.Count || again.Count > 0;
        foreach (var gone in _retries.Keys.Except(failed.Select(f => (f.ItemId, f.Sha512))).ToList())
        {
            _retries.Remove(gone); // Another node made it, or a later one.
        }

        _lookAt = due.Count == RoundMax ? now : _retries.Values.Select(retry => retry.At).Append(now + LookEvery).Min();
    }

    private async Task<List<CsafRevision>> OwnAsync(IReadOnlyList<StoredEvent> events, CancellationToken ct)
    {
        var read = events.Select(e => (Stored: e, Event: AdvisoryEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), Item: ItemOf(e))).ToList();
        var holders = new Dictionary<Guid, Guid>(await table.HoldersAsync([.. read.Select(r => r.Item).Distinct()], signing.Fingerprint, ct));
        var own = new List<CsafRevision>();
        foreach (var (stored, e, item) in read)
        {
            if (e is AdvisoryEvent.AdvisoryPublished { Provenance: not Provenance.ThirdParty } published)
            {
                holders[item] = published.Originator.Value;
            }

            // A revision does not say whose it is; that its advisory has a file tells.
            if (holders.TryGetValue(item, out var holder))
            {
                var document = DocumentOf(e);
                own.Add(new(item, document.Sha512, stored.Position, holder, document.TrackingId));
            }
        }

        return own;
    }

    // Makes and keeps the files of some revisions, and says of which it could not.
    private async Task<IReadOnlyList<CsafRevision>> MakeAsync(List<CsafRevision> revisions, CancellationToken ct)
    {
        if (revisions.Count == 0)
        {
            return [];
        }

        if (progress.FailsForAll)
        {
            await CheckKeyAsync(ct); // Before dozens are tried in vain.
        }

        var made = new (CsafFileRow Row, string? Signature)?[revisions.Count];
        var faults = new Exception?[revisions.Count];
        await Parallel.ForAsync(0, revisions.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
        {
            try
            {
                made[i] = await MakeAsync(revisions[i], stop);
            }
            catch (Exception e) when (e is OpenPgpException or InvalidDataException)
            {
                faults[i] = e;
            }
        });
        if (faults.Any(fault => fault is OpenPgpException))
        {
            await CheckKeyAsync(ct);
        }

        progress.FailsForAll = false;
        var failures = Note(revisions, faults);
        var files = made.OfType<(CsafFileRow Row, string? Signature)>().DistinctBy(m => (m.Row.ItemId, m.Row.Sha512)).ToList();
        await table.AddAsync(signing.Fingerprint, files, failures, clock.GetUtcNow(), ct);
        progress.Made(files.Select(f => f.Row.ItemId));
        return failures;
    }

    // Where nothing is signed at all, no document is to blame: all of them wait.
    private async Task CheckKeyAsync(CancellationToken ct)
    {
        try
        {
            await (signing.Signer?.CheckAsync(ct) ?? Task.CompletedTask);
        }
        catch (OpenPgpException)
        {
            progress.FailsForAll = true;
            throw;
        }
    }

    private async Task<bool> SignsAsync(CancellationToken ct)
    {
        try
        {
            await CheckKeyAsync(ct);
            return true;
        }
        catch (OpenPgpException)
        {
            return false;
        }
    }

    // The revisions that failed, each with the time of its next turn.
    private List<CsafRevision> Note(List<CsafRevision> tried, Exception?[] faults)
    {
        var failures = new List<CsafRevision>();
        foreach (var (revision, fault) in tried.Zip(faults))
        {
            var key = (revision.ItemId, revision.Sha512);
            if (fault is null)
            {
                _retries.Remove(key);
                continue;
            }

            CsafFilesLog.NotMade(logger, revision.ItemId, revision.Sha512, fault);
            var times = _retries.GetValueOrDefault(key).Times + 1;
            var pause = RetryMin * Math.Pow(2, Math.Min(times - 1, DoublingsMax));
            _retries[key] = (times, clock.GetUtcNow() + pause);
            failures.Add(revision);
        }

        if (failures.Count > 0)
        {
            progress.FailsForSome = true;
            _lookAt = DateTimeOffset.MinValue; // Its next turn is reckoned there.
        }

        return failures;
    }

    private async Task<(CsafFileRow Row, string? Signature)> MakeAsync(CsafRevision revision, CancellationToken ct)
    {
        var bytes = await log.ReadPublishedAsync(revision.Sha512, ct);
        var csaf = CsafDocument.Summarise(bytes) ?? throw new InvalidDataException($"The document of advisory {revision.ItemId} is not CSAF.");
        return (
            new()
            {
                ItemId = revision.ItemId,
                Sha512 = revision.Sha512,
                Position = revision.Position,
                HolderId = revision.HolderId,
                FolderYear = csaf.Tracking.InitialReleaseAt.UtcDateTime.Year,
                FileName = CsafFileName.Of(revision.TrackingId),
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
}

/// <summary>What making files of CSAF sites logs.</summary>
internal static partial class CsafFilesLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "No file was made of document {Sha512} of advisory {ItemId}: it is not on its site until it succeeds, and is tried again")]
    public static partial void NotMade(ILogger logger, Guid itemId, string sha512, Exception exception);
}
