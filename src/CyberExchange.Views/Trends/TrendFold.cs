using System.Runtime.InteropServices;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;

namespace CyberExchange.Views.Trends;

/// <summary>What the log says of every incident, and every advisory, that trends could count, as of any position of it.</summary>
/// <remarks>
/// A fold of the log and no table: editions are made some times a year, and have to be what anybody makes of the same log again. In memory it is
/// one record for each incident and for each change of one that counts otherwise since; what a report says in words is let go. An incident counts
/// with its originator's word and while nobody withdrew it; under embargo it does not, since until that is lifted it is for its parties alone.
/// </remarks>
public sealed class TrendFold
{
    private readonly Dictionary<IncidentId, int> _latest = [];
    private readonly List<Standing> _standings = [];
    private readonly Dictionary<IncidentId, List<Submission>> _submissions = [];
    private readonly Dictionary<string, string> _regimes = Rulebook.Shipped.Obligations.ToDictionary(o => o.Id, o => o.RegimeId, StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private RulebookVersions? _rules;

    // What an incident counts as from a position on; the one before it, or -1.
    private readonly record struct Standing(long Position, int Previous, TrendRecord Record, bool Permits, bool IsEmbargoed, bool IsWithdrawn);

    private readonly record struct Submission(SubmissionId Id, string? Regime, bool? InTime);

    /// <summary>What it says of advisories.</summary>
    public AdvisoryFold Advisories { get; } = new();

    /// <summary>How many incidents there are, counted or not.</summary>
    public int Incidents => _latest.Count;

    /// <summary>Reads the log from its beginning, one event in memory at a time.</summary>
    /// <param name="log">The log.</param>
    /// <param name="toPosition">The last position to read, not beyond the head.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<TrendFold> ReadAsync(EventLog log, long toPosition, CancellationToken ct)
    {
        var fold = new TrendFold();
        await foreach (var e in log.ScanAsync(0, toPosition, ct))
        {
            fold.Apply(e);
        }

        return fold;
    }

    /// <summary>A record for each incident that there was at a position, as it stood then.</summary>
    public IEnumerable<TrendRecord> AsOf(long position)
    {
        foreach (var latest in _latest.Values)
        {
            var at = latest;
            while (at >= 0 && _standings[at].Position > position)
            {
                at = _standings[at].Previous;
            }

            if (at >= 0)
            {
                yield return _standings[at].Record;
            }
        }
    }

    /// <summary>Takes the next event of the log.</summary>
    public void Apply(StoredEvent e)
    {
        if (IncidentEventCatalog.Catalog.Knows(e.Type))
        {
            Apply(e, IncidentEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing));
        }
        else if (DutyEventCatalog.Catalog.Knows(e.Type))
        {
            Apply(e, DutyEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing));
        }
        else if (RulebookEventCatalog.Catalog.Knows(e.Type))
        {
            Apply(RulebookEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing));
        }
        else
        {
            Advisories.Apply(e);
        }
    }

    private void Apply(StoredEvent e, IncidentEvent said)
    {
        if (said is IncidentEvent.IncidentReported reported)
        {
            Begin(e.Position, reported);
            return;
        }

        var incident = new IncidentId(IdIn(e.Stream, IncidentEventCatalog.StreamPrefix));
        var at = _latest[incident]; // It was reported first.
        var standing = _standings[at];
        Stand(incident, at, e.Position, said switch
        {
            IncidentEvent.IncidentAmended amended => standing with { Record = Of(standing.Record, amended.Report) },
            IncidentEvent.IncidentShared shared => standing with { Permits = shared.Terms.PermitsStatistics, IsEmbargoed = shared.Terms.Embargo is not null },
            IncidentEvent.IncidentEmbargoLifted => standing with { IsEmbargoed = false },
            IncidentEvent.IncidentWithdrawn => standing with { IsWithdrawn = true },
            _ => standing,
        });
    }

    private void Begin(long position, IncidentEvent.IncidentReported reported)
    {
        var record = new TrendRecord
        {
            Month = default,
            Side = reported.Home,
            Reporter = reported.Originator,
            Sector = null,
            Area = null,
            Classification = "",
            Severity = null,
            Regime = null,
            Timeliness = Timeliness.Unknown,
            IsExercise = false,
            PermitsStatistics = false,
        };
        var standing = new Standing(position, Previous: -1, Of(record, reported.Report), reported.Terms.PermitsStatistics, reported.Terms.Embargo is not null, IsWithdrawn: false);
        _latest.Add(reported.Incident, _standings.Count);
        _standings.Add(standing with { Record = WithWord(standing) });
    }

    private void Apply(StoredEvent e, DutyEvent said)
    {
        if (said is not DutyEvent.DutyReportSubmitted submitted)
        {
            return;
        }

        var incident = new IncidentId(IdIn(e.Stream, DutyEventCatalog.StreamPrefix));
        ref var submissions = ref CollectionsMarshal.GetValueRefOrAddDefault(_submissions, incident, out _);
        submissions ??= [];
        submissions.RemoveAll(s => s.Id == submitted.Corrects);
        submissions.Add(new(submitted.Submission, _regimes.GetValueOrDefault(submitted.Obligation), submitted.Computed.InTime));
        if (_latest.TryGetValue(incident, out var at))
        {
            var standing = _standings[at];
            Stand(incident, at, e.Position, standing with { Record = standing.Record with { Regime = RegimeOf(submissions), Timeliness = TimelinessOf(submissions) } });
        }
    }

    // Ids of duties are stable for ever: what an adopted rulebook adds is known from then on. Nothing else of it is read, so that no old one stops an edition.
    private void Apply(RulebookEvent said)
    {
        _rules = RulebookVersions.Evolve(_rules, said);
        if (said is RulebookEvent.RulebookAdopted)
        {
            foreach (var (duty, regime) in _rules.Adopted[^1].Regimes()) // It was adopted just now.
            {
                _regimes[duty] = regime;
            }
        }
    }

    // An event after which the incident counts as before leaves nothing.
    private void Stand(IncidentId incident, int at, long position, Standing next)
    {
        next = next with { Record = WithWord(next) };
        if (next == _standings[at])
        {
            return;
        }

        _latest[incident] = _standings.Count;
        _standings.Add(next with { Position = position, Previous = at });
    }

    private TrendRecord Of(TrendRecord record, IncidentReport report) => record with
    {
        Month = Period.MonthOf(report.DetectedAt),
        Sector = Word(TrendRecord.SectorOf(report.Sectors)),
        Area = Word(TrendRecord.AreaOf(report.Sectors)),
        Classification = Word(report.Classification)!, // It has one.
        Severity = Word(report.Severity),
        IsExercise = IncidentClasses.IsTest(report.Classification),
    };

    private static TrendRecord WithWord(Standing standing) => standing.Record with { PermitsStatistics = standing is { Permits: true, IsEmbargoed: false, IsWithdrawn: false } };

    private static string? RegimeOf(List<Submission> submissions) => submissions.Select(s => s.Regime).OfType<string>().Distinct(StringComparer.Ordinal).ToList() switch
    {
        [] => null,
        [var one] => one,
        _ => TrendRecord.SeveralRegimes,
    };

    private static Timeliness TimelinessOf(List<Submission> submissions) =>
        submissions.Exists(s => s.InTime is false) ? Timeliness.Late
        : submissions.Exists(s => s.InTime is true) ? Timeliness.InTime
        : submissions.Count > 0 ? Timeliness.NoLimit
        : Timeliness.Unknown;

    // A million reports use some hundred words: each is kept once.
    private string? Word(string? word)
    {
        if (word is null)
        {
            return null;
        }

        if (_words.TryGetValue(word, out var known))
        {
            return known;
        }

        _words.Add(word);
        return word;
    }

    private static Guid IdIn(string stream, string prefix) => Guid.ParseExact(stream.AsSpan(prefix.Length), "D");
}
