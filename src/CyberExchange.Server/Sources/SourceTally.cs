using CyberExchange.Contracts.Sources;
using CyberExchange.Fetching;

namespace CyberExchange.Server.Sources;

/// <summary>Counts how the documents of a run end. It is told of them one at a time, and read once the run is over.</summary>
/// <param name="startedAt">When the run began.</param>
/// <param name="unlisted">What earlier runs found to be listed no longer.</param>
internal sealed class SourceTally(DateTimeOffset startedAt, IReadOnlyList<SourceUnlistedDocument> unlisted)
{
    private readonly Dictionary<FetchOutcome, int> _counts = [];
    private readonly List<SourceRefusalDocument> _refusals = [];
    private readonly List<string> _notesOfDocuments = [];
    private IReadOnlyList<SourceUnlistedDocument> _unlisted = unlisted;
    private IReadOnlyList<string> _notes = [];
    private int _moreUnlisted;
    private int _leftAlone;
    private int _planned;
    private int _looked;

    /// <summary>How many documents are to be looked at.</summary>
    public void Planned(FetchPlan plan) => _planned = plan.Documents.Count + plan.Later + plan.Lines.Count;

    public void Add(FetchLine line)
    {
        _looked++;
        switch (line.Taken)
        {
            case "older" or "own" or "withdrawn":
                _leftAlone++;
                break;
            default:
                var outcome = line.Taken switch
                {
                    "imported" => FetchOutcome.New,
                    "revised" => FetchOutcome.Changed,
                    "present" => FetchOutcome.Unchanged,
                    _ => line.Outcome,
                };
                _counts[outcome] = Count(outcome) + 1;
                break;
        }

        if (line.Reason is { } reason && _refusals.Count < SourceLimits.RefusalsToldMax)
        {
            _refusals.Add(new(Cut(line.Url.AbsoluteUri), reason.Word(), Cut(line.Detail ?? "")));
        }

        foreach (var note in line.Notes.Take(SourceLimits.NotesToldMax - _notesOfDocuments.Count))
        {
            _notesOfDocuments.Add(Cut($"{line.Url}: {note}"));
        }
    }

    /// <summary>What is odd about the provider, and what its lists name no longer.</summary>
    public void Note(FetchPlan plan, FetchSummary summary)
    {
        _notes = [.. summary.Notes.Take(SourceLimits.NotesToldMax).Select(Cut)];
        List<SourceUnlistedDocument> all = [.. summary.Unlisted.Select(url => new SourceUnlistedDocument(url, startedAt)), .. _unlisted.Where(one => !plan.Named.Contains(one.Url))];
        _unlisted = [.. all.DistinctBy(one => one.Url, StringComparer.Ordinal).Take(SourceLimits.UnlistedToldMax)];
        _moreUnlisted = Math.Max(0, summary.Unlisted.Count - SourceLimits.UnlistedToldMax);
    }

    /// <summary>The run as its owner reads it.</summary>
    public SourceRunDocument Ended(DateTimeOffset at, string outcome, string? because) => new()
    {
        StartedAt = startedAt,
        EndedAt = at,
        Outcome = outcome,
        Because = because is null ? null : Cut(because),
        New = Count(FetchOutcome.New),
        Changed = Count(FetchOutcome.Changed),
        Unchanged = Count(FetchOutcome.Unchanged),
        Refused = Count(FetchOutcome.Refused),
        LeftAlone = _leftAlone > 0 ? _leftAlone : null,
        NotDone = Math.Max(0, _planned - _looked),
        Refusals = _refusals,
        MoreRefusals = Count(FetchOutcome.Refused) > _refusals.Count ? Count(FetchOutcome.Refused) - _refusals.Count : null,
        Notes = _notes.Count + _notesOfDocuments.Count > 0 ? [.. _notes.Concat(_notesOfDocuments).Take(SourceLimits.NotesToldMax)] : null,
        Unlisted = _unlisted.Count > 0 ? _unlisted : null,
        MoreUnlisted = _moreUnlisted > 0 ? _moreUnlisted : null,
    };

    private int Count(FetchOutcome outcome) => _counts.GetValueOrDefault(outcome);

    private static string Cut(string text) => text.Length <= SourceLimits.TextCharactersMax ? text : text[..SourceLimits.TextCharactersMax] + "...";
}
