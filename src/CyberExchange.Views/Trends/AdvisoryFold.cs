using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.KnownExploited;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using CyberExchange.Views.Core;

namespace CyberExchange.Views.Trends;

/// <summary>What the log says of every advisory that trends could count, as of any position of it.</summary>
/// <remarks>
/// An advisory counts while anybody may read it and whoever shares it lets it be counted: TLP:CLEAR, under no embargo, not withdrawn. In memory it is one
/// line for each change of that and for each revision; the documents are read one after another when they are counted. What several partners share counts
/// once: as its publisher shares it, else a coordinator, else whoever was the first.
/// </remarks>
public sealed class AdvisoryFold
{
    private readonly Dictionary<AdvisoryId, Copy> _copies = [];
    private readonly List<(long Position, string Cve, bool Known)> _exploited = [];

    // One partner's, under the name that the advisory has in the world.
    private sealed record Copy((string Namespace, string TrackingId) Name, Provenance Provenance, long Since, Jurisdiction Side, List<Standing> Standings)
    {
        public Standing? At(long position) => Standings.FindLast(s => s.Position <= position) is { Position: > 0 } standing ? standing : null;
    }

    // What it is from a position on.
    private readonly record struct Standing(long Position, string Sha512, bool Clear, bool Permits, bool IsEmbargoed, bool IsWithdrawn)
    {
        public bool Counts => Clear && Permits && !IsEmbargoed && !IsWithdrawn;
    }

    /// <summary>Takes the next event of the log.</summary>
    internal void Apply(StoredEvent e)
    {
        if (AdvisoryEventCatalog.Catalog.Knows(e.Type))
        {
            Apply(e, AdvisoryEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing));
        }
        else if (KnownExploitedEventCatalog.Catalog.Knows(e.Type)
            && KnownExploitedEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing) is KnownExploitedEvent.KnownExploitedStated stated)
        {
            _exploited.AddRange(stated.Withdrawn.Select(cve => (e.Position, cve, false)));
            _exploited.AddRange(stated.Stated.Select(vulnerability => (e.Position, vulnerability.Cve, true)));
        }
    }

    /// <summary>How many of the advisories that counted at a position have which value, by the month of their first release.</summary>
    /// <param name="log">Where their documents are.</param>
    /// <param name="position">The position.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="UnreadableEventException">A document was accepted and can no longer be read.</exception>
    public async Task<IReadOnlyList<LiveCount>> CountAsync(EventLog log, long position, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, cve, isKnown) in _exploited.TakeWhile(x => x.Position <= position))
        {
            _ = isKnown ? known.Add(cve) : known.Remove(cve);
        }

        var counts = new Dictionary<(string Dimension, Jurisdiction Side, Period Month, string? Term), long>();
        var shared = _copies.Values.Select(copy => (Copy: copy, Standing: copy.At(position))).Where(c => c.Standing is { Counts: true });
        foreach (var (copy, standing) in shared.GroupBy(c => c.Copy.Name).Select(copies => copies.MinBy(c => (c.Copy.Provenance, c.Copy.Since))))
        {
            Count(counts, copy.Side, await ReadAsync(log, standing!.Value.Sha512, ct), known); // It counts.
        }

        return [.. counts.Select(c => new LiveCount(c.Key.Dimension, c.Key.Side, c.Key.Month, c.Key.Term, c.Value))];
    }

    private void Apply(StoredEvent e, AdvisoryEvent said)
    {
        if (said is AdvisoryEvent.AdvisoryPublished published)
        {
            var name = (published.Document.PublisherNamespace, published.Document.TrackingId);
            var first = new Standing(e.Position, published.Document.Sha512, Clear: false, Permits: false, IsEmbargoed: false, IsWithdrawn: false);
            _copies.Add(published.Advisory, new(name, published.Provenance, e.Position, published.Home, [Under(first, published.Terms)]));
            return;
        }

        var standings = _copies[new(Guid.ParseExact(e.Stream.AsSpan(AdvisoryEventCatalog.StreamPrefix.Length), "D"))].Standings; // It was published first.
        var last = standings[^1];
        var next = said switch
        {
            AdvisoryEvent.AdvisoryRevised revised => last with { Sha512 = revised.Document.Sha512 },
            AdvisoryEvent.AdvisoryShared shared => Under(last, shared.Terms),
            AdvisoryEvent.AdvisoryEmbargoLifted => last with { IsEmbargoed = false },
            AdvisoryEvent.AdvisoryWithdrawn => last with { IsWithdrawn = true },
            _ => last,
        };
        if (next != last)
        {
            standings.Add(next with { Position = e.Position });
        }
    }

    private static Standing Under(Standing standing, SharingTerms terms) =>
        standing with { Clear = terms.Label is TlpLabel.Clear, Permits = terms.PermitsStatistics, IsEmbargoed = terms.Embargo is not null };

    private static async Task<CsafAdvisory> ReadAsync(EventLog log, string sha512, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return await log.ReadDocumentAsync(Convert.FromHexString(sha512), ct) is { } bytes && CsafDocument.Summarise(bytes) is { } read
            ? read
            : throw new UnreadableEventException($"The document {sha512[..16]} was accepted and can no longer be read.");
    }

    // As live figures count them: see FigureRows.
    private static void Count(Dictionary<(string Dimension, Jurisdiction Side, Period Month, string? Term), long> counts, Jurisdiction side, CsafAdvisory read, HashSet<string> known)
    {
        var (month, facts) = (Figure.Of(read).Month, AdvisoryFacts.Of(read));
        Add(LiveTables.Scores, facts.Rating);
        if (read.Cves.Any(known.Contains))
        {
            Add(LiveTables.Exploited, LiveTables.Known);
        }

        foreach (var vendor in facts.DistinctVendors)
        {
            Add(LiveTables.Vendors, vendor);
        }

        foreach (var weakness in facts.Cwes)
        {
            Add(LiveTables.Weaknesses, weakness);
        }

        void Add(string dimension, string? term) => counts[(dimension, side, month, term)] = counts.GetValueOrDefault((dimension, side, month, term)) + 1;
    }
}
