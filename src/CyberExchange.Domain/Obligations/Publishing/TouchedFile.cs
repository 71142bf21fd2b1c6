using CyberExchange.Domain.Obligations.Files;

namespace CyberExchange.Domain.Obligations.Publishing;

/// <summary>An open file whose duties come out differently under another version.</summary>
/// <param name="Obligations">The duties, in the order of the newer version.</param>
public sealed record TouchedFile(IncidentId Incident, IReadOnlyList<string> Obligations)
{
    /// <summary>What a version changes about a file; null for nothing.</summary>
    /// <param name="touched">The only duties that may differ, as the diff of the two versions says.</param>
    public static TouchedFile? Of(DutyFile file, StatedProfile? profile, Rulebook before, Rulebook after, IReadOnlySet<string> touched)
    {
        var differing = after.Obligations.Select(rule => rule.Id)
            .Where(id => touched.Contains(id) && Differ(FileDuties.Of(id, file, profile, before), FileDuties.Of(id, file, profile, after)))
            .ToList();
        return differing.Count == 0 ? null : new(file.Incident, differing);
    }

    // The version is stamped on both and always differs.
    private static bool Differ(DutyLine? before, DutyLine? after) => before is null
        ? after is not null && after.Verdict != DutyWords.Verdicts.Text(DutyVerdict.RuledOut)
        : after is null || Said(before) != Said(after);

    private static (string, bool, bool, string, string?, string?, string?, string?) Said(DutyLine line) =>
        (line.Verdict, line.Live, line.Listed, line.Outcome, line.Due, line.DueIfRolled, line.LawfulUntil, line.DueMax);
}
