using NodaTime;
using NodaTime.Text;

namespace CyberExchange.Domain.Sharing;

/// <summary>Sharing terms as an originator states them: the embargo's instant and standing agreements are not worked out yet.</summary>
public sealed record StatedTerms
{
    public required TlpLabel Label { get; init; }

    public required PapLabel Pap { get; init; }

    public required Audience Audience { get; init; }

    public required StatedEmbargo? Embargo { get; init; }

    public required IReadOnlyList<LegalBasis> LegalBases { get; init; }

    public required bool PermitsStatistics { get; init; }
}

/// <summary>An embargo as stated; see <see cref="Embargo"/> for what the parts mean.</summary>
public sealed record StatedEmbargo(string LocalTime, string Zone, IReadOnlyList<PartnerId> Parties);

/// <summary>Whether terms may be accepted from an originator, and what they then say exactly.</summary>
public static class SharingRules
{
    /// <summary>Enough for every partner of both sides by name; a larger circle is a kind or a group.</summary>
    public const int AudienceNamesMax = 1_000;

    /// <summary>A legal basis is a citation, not an essay.</summary>
    public const int LegalBasisTextCharactersMax = 500;

    /// <summary>An embargo beyond two years is a mistake in the year.</summary>
    public static readonly TimeSpan EmbargoMax = TimeSpan.FromDays(731);

    /// <summary>How often an item may be amended, revised and shared anew. A change reads every earlier one: this bounds what that takes.</summary>
    /// <remarks>Withdrawing is not counted, so that an item can always be closed.</remarks>
    public const int ItemChangesMax = 1_000;

    // More calendar years than EmbargoMax can touch in any zone.
    private const int EmbargoYearsMax = 3;

    /// <summary>Accepts the terms, or answers the first reason against them with a pointer below the terms.</summary>
    public static (SharingTerms? Terms, Refusal? Refusal) Accept(
        StatedTerms stated, PartnerProfile originator, PartnerDirectory directory, DateTimeOffset now)
    {
        var audience = stated.Audience.Normalised();
        var bases = WithStandingAgreements(stated.LegalBases, originator);
        var refusal = CheckSizes(audience, stated.LegalBases)
            ?? CheckLabel(stated.Label, audience)
            ?? CheckNames(stated.Audience, directory)
            ?? GroupsOfAudience.Check(stated.Audience.Groups, originator)
            ?? CheckKinds(audience)
            ?? CheckLegalBases(stated.LegalBases, originator)
            ?? CheckDestinations(audience, bases, originator, directory);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var terms = new SharingTerms
        {
            Label = stated.Label,
            Pap = stated.Pap,
            Audience = audience,
            Embargo = null,
            LegalBases = bases,
            PermitsStatistics = stated.PermitsStatistics,
        };
        if (stated.Embargo is null)
        {
            return (terms, null);
        }

        var (embargo, embargoRefusal) = Fix(stated.Embargo, terms, originator, directory, now);
        return embargo is null ? (null, embargoRefusal) : (terms with { Embargo = embargo }, null);
    }

    /// <summary>Why this partner may say nothing at all now; null when it may.</summary>
    public static Refusal? CheckActs(PartnerProfile partner) =>
        partner.Suspended ? new(RefusalCode.Suspended, "", $"{partner.Handle} is suspended.") : null;

    /// <summary>Why an item that was changed so often takes no further change; null when it does.</summary>
    internal static Refusal? CheckChanges(int changes) =>
        changes >= ItemChangesMax
            ? new(RefusalCode.Invalid, "", $"An item takes at most {ItemChangesMax} changes: withdraw it, and begin another.")
            : null;

    /// <summary>Whether a legal basis says what it rests on, and briefly.</summary>
    internal static bool HasWords(LegalBasis basis) => HasWords(basis.Code, basis.Reference);

    /// <summary>Whether the two words of a legal basis say what it rests on, and briefly.</summary>
    internal static bool HasWords(string code, string reference) =>
        !string.IsNullOrWhiteSpace(code)
        && !string.IsNullOrWhiteSpace(reference)
        && code.Length + reference.Length <= LegalBasisTextCharactersMax;

    private static IReadOnlyList<LegalBasis> WithStandingAgreements(IReadOnlyList<LegalBasis> stated, PartnerProfile originator) =>
    [
        .. stated.Select(b => b with { Standing = false })
            .Concat(originator.StandingAgreements.Where(a => stated.All(b => b.Destination != a.Destination)).Select(a => a with { Standing = true }))
            .OrderBy(b => b.Destination),
    ];

    private static Refusal? CheckSizes(Audience audience, IReadOnlyList<LegalBasis> bases)
    {
        var names = audience.Partners.Count + audience.Members.Count + audience.Groups.Count + audience.Sectors.Count;
        if (names > AudienceNamesMax)
        {
            return new(RefusalCode.Invalid, "/audience", $"An audience takes at most {AudienceNamesMax} names; {names} were given. Use a group or a kind.");
        }

        return bases.GroupBy(b => b.Destination).Any(g => g.Count() > 1)
            ? new(RefusalCode.Invalid, "/legalBases", "Give at most one legal basis for each destination.")
            : null;
    }

    private static Refusal? CheckLabel(TlpLabel label, Audience audience) => label switch
    {
        TlpLabel.Clear when !audience.IsEmpty =>
            new(RefusalCode.AudienceNotForLabel, "/audience", "TLP:CLEAR is for everyone and takes no audience."),
        TlpLabel.Red when audience.HasKinds || audience.Partners.Count > 0 =>
            new(RefusalCode.AudienceNotForLabel, "/audience", "TLP:RED takes persons by name only: use members, and no partners, groups, roles, jurisdictions or sectors."),
        TlpLabel.Green or TlpLabel.Amber or TlpLabel.AmberStrict when audience.Members.Count > 0 =>
            new(RefusalCode.AudienceNotForLabel, "/audience/members", $"{label.Text()} reaches organisations: name partners. Persons are named under TLP:RED."),
        TlpLabel.Clear or TlpLabel.Green or TlpLabel.Amber or TlpLabel.AmberStrict or TlpLabel.Red => null,
    };

    // Refusals name nobody: a handle or an id beyond those stated would be news to the originator.
    private static Refusal? CheckNames(Audience audience, PartnerDirectory directory)
    {
        for (var i = 0; i < audience.Partners.Count; i++)
        {
            if (directory.Find(audience.Partners[i]) is not { } partner)
            {
                return new(RefusalCode.UnknownParty, $"/audience/partners/{i}", "No partner has this id.");
            }

            if (partner.Has(Role.Steward))
            {
                return new(RefusalCode.AudienceNotForLabel, $"/audience/partners/{i}", "This partner is a steward, and stewards see no content.");
            }
        }

        for (var i = 0; i < audience.Members.Count; i++)
        {
            if (directory.Find(audience.Members[i]) is not { } member || directory.Find(member.Partner) is not { } partner)
            {
                return new(RefusalCode.UnknownParty, $"/audience/members/{i}", "No member has this id.");
            }

            if (member.Kind is not MemberKind.Person || partner.Has(Role.Steward))
            {
                return new(RefusalCode.AudienceNotForLabel, $"/audience/members/{i}", "TLP:RED names persons, and no service or steward.");
            }
        }

        return null;
    }

    private static Refusal? CheckKinds(Audience audience)
    {
        if (audience.Roles.FirstOrDefault(r => !Roles.Community.Contains(r), Role.Cert) is var role && !Roles.Community.Contains(role))
        {
            return new(RefusalCode.AudienceNotForLabel, "/audience/roles", $"The role {role.Text()} is reached by name only; kinds reach {string.Join(", ", Roles.Community.Select(r => r.Text()))}.");
        }

        return audience.Sectors.FirstOrDefault(s => !Taxonomies.Sectors.IsKnown(s)) is { } sector
            ? new(RefusalCode.UnknownTerm, "/audience/sectors", $"'{sector}' is not a sector of the taxonomy.")
            : null;
    }

    private static Refusal? CheckLegalBases(IReadOnlyList<LegalBasis> bases, PartnerProfile originator)
    {
        for (var i = 0; i < bases.Count; i++)
        {
            var basis = bases[i];
            if (basis.Destination == originator.Jurisdiction)
            {
                return new(RefusalCode.Invalid, $"/legalBases/{i}/destination", $"The item is at home in {basis.Destination.Text()} and needs no legal basis there.");
            }

            if (!HasWords(basis))
            {
                return new(RefusalCode.Invalid, $"/legalBases/{i}", $"A legal basis has a code and a reference, together at most {LegalBasisTextCharactersMax} characters.");
            }
        }

        return null;
    }

    // An explicit foreign audience without a basis is refused; partners that a kind merely happens to match abroad are withheld and counted.
    private static Refusal? CheckDestinations(Audience audience, IReadOnlyList<LegalBasis> bases, PartnerProfile originator, PartnerDirectory directory)
    {
        bool Permitted(Jurisdiction to) => to == originator.Jurisdiction || bases.Any(b => b.Destination == to);

        var foreign = audience.Partners.Select(directory.Find)
            .Concat(audience.Members.Select(m => directory.Find(directory.Find(m)!.Partner)))
            .FirstOrDefault(p => p is not null && !Permitted(p.Jurisdiction));
        if (foreign is not null)
        {
            return new(RefusalCode.LegalBasisMissing, "/legalBases", $"A partner in {foreign.Jurisdiction.Text()} is named: state the legal basis for that destination.");
        }

        return audience.Jurisdictions.Where(j => !Permitted(j)).Cast<Jurisdiction?>().FirstOrDefault() is { } abroad
            ? new(RefusalCode.LegalBasisMissing, "/legalBases", $"The audience names {abroad.Text()}: state the legal basis for that destination.")
            : null;
    }

    /// <summary>The instant that an embargo's wall-clock time means now; or why it means none.</summary>
    internal static (DateTimeOffset LiftsAt, Refusal? Refusal) FixInstant(string localTime, string zone, DateTimeOffset now)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } known)
        {
            return (default, new(RefusalCode.UnknownTerm, "/embargo/zone", $"'{zone}' is not an IANA time zone."));
        }

        if (!LocalDateTimePattern.GeneralIso.Parse(localTime).TryGetValue(default, out var local))
        {
            return (default, new(RefusalCode.Invalid, "/embargo/localTime", "Give the local time as YYYY-MM-DDThh:mm:ss, without an offset."));
        }

        // Asked before the zone, since no calendar converts the ends of time.
        if (Math.Abs(local.Year - now.Year) > EmbargoYearsMax)
        {
            return (default, new(RefusalCode.ImpossibleTime, "/embargo/localTime", $"An embargo ends in the future and within {EmbargoMax.TotalDays:0} days."));
        }

        var mapping = known.MapLocal(local);
        if (mapping.Count == 0)
        {
            return (default, new(RefusalCode.ImpossibleTime, "/embargo/localTime", $"{localTime} does not exist in {zone}: the clocks go forward over it."));
        }

        // Of two instants with the same wall-clock time the later one is meant: late means closed.
        var liftsAt = mapping.Last().ToDateTimeOffset().ToUniversalTime();
        if (liftsAt <= now || liftsAt - now > EmbargoMax)
        {
            return (default, new(RefusalCode.ImpossibleTime, "/embargo/localTime", $"An embargo ends in the future and within {EmbargoMax.TotalDays:0} days; this one ends at {liftsAt:yyyy-MM-dd'T'HH:mm:ss'Z'}."));
        }

        return (liftsAt, null);
    }

    private static (Embargo? Embargo, Refusal? Refusal) Fix(
        StatedEmbargo stated, SharingTerms terms, PartnerProfile originator, PartnerDirectory directory, DateTimeOffset now)
    {
        // A party is an organisation, and TLP:RED is for persons: a party would open the item to their colleagues.
        if (terms.Label is TlpLabel.Red && stated.Parties.Count > 0)
        {
            return (null, new(RefusalCode.AudienceNotForLabel, "/embargo/parties", "TLP:RED is for persons, and an embargo's parties are partners: name no parties."));
        }

        var (liftsAt, badInstant) = FixInstant(stated.LocalTime, stated.Zone, now);
        if (badInstant is not null)
        {
            return (null, badInstant);
        }

        return CheckParties(stated.Parties, terms, originator, directory) is { } refusal
            ? (null, refusal)
            : (new Embargo(stated.LocalTime, stated.Zone, liftsAt, [.. stated.Parties.Distinct().OrderBy(p => p.Value)]), null);
    }

    private static Refusal? CheckParties(
        IReadOnlyList<PartnerId> parties, SharingTerms terms, PartnerProfile originator, PartnerDirectory directory)
    {
        for (var i = 0; i < parties.Count; i++)
        {
            if (directory.Find(parties[i]) is not { } party || !IsAddressed(party, terms))
            {
                return new(RefusalCode.UnknownParty, $"/embargo/parties/{i}", "A party to an embargo stands in the audience by name, or matches it by what your directory shows of the party.");
            }

            if (party.Jurisdiction != originator.Jurisdiction && terms.LegalBases.All(b => b.Destination != party.Jurisdiction))
            {
                return new(RefusalCode.LegalBasisMissing, $"/embargo/parties/{i}", $"This party is in {party.Jurisdiction.Text()}: state the legal basis for that destination.");
            }
        }

        return null;
    }

    // Matching by a kind tells nothing new: a directory shows jurisdictions, roles and sectors, and an audience names groups of
    // the originator's own.
    private static bool IsAddressed(PartnerProfile party, SharingTerms terms) =>
        !party.Has(Role.Steward) && ReleasePolicy.AddressedClauses(terms).Any(c => c.Clause.Includes(party, default));
}
