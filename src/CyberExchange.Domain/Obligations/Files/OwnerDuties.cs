namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The duties that stand in lists, of many files of one owner: what its profile rules out alone is found once.</summary>
public sealed class OwnerDuties
{
    private readonly StatedProfile? _profile;
    private readonly ReporterProfile? _reporter;
    private readonly Rulebook _rulebook;
    private readonly HashSet<string> _mayBeListed = new(StringComparer.Ordinal);

    /// <param name="profile">The owner's; null where it stated none: then there are no duties.</param>
    /// <param name="rulebook">The rules.</param>
    public OwnerDuties(StatedProfile? profile, Rulebook rulebook)
    {
        (_profile, _rulebook) = (profile, rulebook);
        if (profile is not null)
        {
            var reporter = FileFacts.ReporterOf(profile.Profile);
            _reporter = reporter;
            _mayBeListed.UnionWith(rulebook.Obligations
                .Where(rule => FileDuties.IsToBeDone(rule) && Applicability.MayRunFor(rulebook, rule, reporter))
                .Select(rule => rule.Id));
        }
    }

    /// <summary>
    /// The lines of <see cref="FileDuties.Of(DutyFile, StatedProfile?, Rulebook)"/> that are listed while the file is open, and those
    /// for which something was submitted: that stays with whoever may read it, whatever becomes of the file.
    /// </summary>
    public IReadOnlyList<DutyLine> Of(DutyFile file)
    {
        if (_profile is null || _reporter is null)
        {
            return [];
        }

        var facts = new FileFacts(file, _profile, _reporter, _rulebook);
        var submitted = facts.Submissions.SelectMany(s => new[] { s.Obligation, s.InsteadOf }).ToHashSet(StringComparer.Ordinal);
        return [.. _rulebook.Obligations
            .Where(rule => submitted.Contains(rule.Id) || (!file.IsClosed && _mayBeListed.Contains(rule.Id)))
            .Select(rule => FileDuties.Line(rule, facts))
            .Where(line => line.Submissions.Count > 0 || line.Listed)];
    }
}
