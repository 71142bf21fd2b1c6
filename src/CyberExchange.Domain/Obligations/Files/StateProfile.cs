using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>A member states its partner's profile, the whole of it.</summary>
public sealed record StateProfile(PartnerId Partner, MemberId By, DutyProfile Profile, Rulebook Rulebook)
{
    public const int ValuesMax = 100;

    /// <summary>A month: whoever needs longer does not act promptly.</summary>
    public const int TargetHoursMax = 31 * 24;

    public Decision<DutyProfileEvent> Decide(StatedProfile? state)
    {
        if (Check() is { } refusal)
        {
            return refusal;
        }

        return state is not null && Same(state.Profile, Profile)
            ? Decision<DutyProfileEvent>.Nothing
            : new DutyProfileEvent.DutyProfileStated(Partner, Profile, By);
    }

    private Refusal? Check()
    {
        if (Profile.Size is { } size && DutyWords.Sizes.Parse(size) is null)
        {
            return new(RefusalCode.UnknownTerm, "/size", $"A size is one of {string.Join(", ", DutyWords.Sizes.All)}.");
        }

        if (Profile.MemberState is { } state && (state.Length != 2 || !state.All(char.IsAsciiLetterUpper)))
        {
            return new(RefusalCode.UnknownTerm, "/memberState", "A Member State is two capital letters of ISO 3166, such as FR.");
        }

        if (Profile.Zone is { } zone && Zones.Find(zone) is null)
        {
            return new(RefusalCode.UnknownTerm, "/zone", "This is not a zone of the IANA database, such as Europe/Paris.");
        }

        return Each(Profile.EntityKinds, "/entityKinds", Known(Rulebook.EntityKinds.Contains, "The rulebook knows no such kind of entity."))
            ?? Each(Profile.Sectors, "/sectors", Known(Rulebook.KnowsSector, "This is a sector neither of the taxonomy nor of the rulebook."))
            ?? Each(Profile.Jurisdictions, "/jurisdictions", (_, _) => null)
            ?? Each(Profile.EntityFacts, "/entityFacts", CheckFact)
            ?? Once(Profile.EntityFacts.Select(f => f.Fact), "/entityFacts")
            ?? Once(Profile.Targets.Select(t => t.Obligation), "/targets")
            ?? Each(Profile.Targets, "/targets", CheckTarget);
    }

    private static Func<string, string, Refusal?> Known(Func<string, bool> isKnown, string otherwise) =>
        (text, pointer) => isKnown(text) ? null : new(RefusalCode.UnknownTerm, pointer, otherwise);

    private Refusal? CheckFact(EntityFact fact, string pointer)
    {
        if (!Rulebook.EntityFacts.Contains(fact.Fact, StringComparer.Ordinal))
        {
            return new(RefusalCode.UnknownTerm, $"{pointer}/fact", "No duty of the rulebook waits for such a fact about an entity.");
        }

        return ClockFactsReader.Parse(fact.On) is FactTime.On ? null : new(RefusalCode.Invalid, $"{pointer}/on", "A day is written as 2026-11-20.");
    }

    private Refusal? CheckTarget(PolicyTarget target, string pointer)
    {
        if (Rulebook.Find(target.Obligation) is not { Clock: ClockKind.Prompt })
        {
            return new(RefusalCode.UnknownTerm, $"{pointer}/obligation", "A target of one's own is for a duty of the rulebook that has no statutory period.");
        }

        return target.Hours is >= 1 and <= TargetHoursMax ? null : new(RefusalCode.Invalid, $"{pointer}/hours", $"A target is 1 to {TargetHoursMax} hours.");
    }

    private static Refusal? Each<T>(IReadOnlyList<T> values, string pointer, Func<T, string, Refusal?> check) => values.Count > ValuesMax
        ? new(RefusalCode.Invalid, pointer, $"At most {ValuesMax} are named here.")
        : values.Select((value, i) => check(value, $"{pointer}/{i}")).FirstOrDefault(refusal => refusal is not null);

    private static Refusal? Once(IEnumerable<string> names, string pointer) =>
        names.GroupBy(n => n, StringComparer.Ordinal).Any(n => n.Count() > 1) ? new(RefusalCode.Invalid, pointer, "Each is stated once.") : null;

    private static bool Same(DutyProfile one, DutyProfile other) =>
        CanonicalJson.Write(one, DutyJson.Default.DutyProfile).AsSpan().SequenceEqual(CanonicalJson.Write(other, DutyJson.Default.DutyProfile));
}
