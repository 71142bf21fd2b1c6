using System.Diagnostics;

namespace CyberExchange.Domain.Sharing;

/// <summary>An item as far as its visibility goes.</summary>
/// <param name="Originator">Who reported or published it; only the originator changes its terms.</param>
/// <param name="Home">The jurisdiction it may not leave without a legal basis.</param>
/// <param name="EmbargoLifted">Whether <c>EmbargoLifted</c> stands in the log; the clock alone opens nothing (late means closed).</param>
public sealed record SharedItem(PartnerId Originator, Jurisdiction Home, SharingTerms Terms, bool EmbargoLifted)
{
    public bool UnderEmbargo => Terms.Embargo is not null && !EmbargoLifted;
}

/// <summary>One way in which an item reaches its viewers.</summary>
/// <param name="Destination">The jurisdiction in which the way is open; null for any.</param>
/// <param name="OpenToNewcomers">Whether a partner that comes to match later sees it too (GREEN and CLEAR); else gain is not retroactive.</param>
public sealed record ReleasePath(AudienceClause Clause, Jurisdiction? Destination, ReleaseReason Reason, bool OpenToNewcomers);

/// <summary>Why an item is visible.</summary>
public enum ReleaseReason
{
    Originator,
    EmbargoParty,
    Clear,
    Named,
    Community,
    Audience,
    Forwarded,
}

/// <summary>Why an item is not visible.</summary>
public enum WithheldReason
{
    Suspended,
    Embargo,
    NotInAudience,
    LegalBasisMissing,
}

/// <summary>The policy's answer to "may this viewer see this item".</summary>
public abstract record Verdict
{
    private Verdict() { }

    public sealed record Visible(ReleaseReason Reason) : Verdict;

    public sealed record Withheld(WithheldReason Reason) : Verdict;
}

/// <summary>May this viewer see this fact, and why. The only place where that is decided; every store of it is a projection of this.</summary>
/// <remarks>TLP 2.0 (FIRST 2022) with the audience rules of the exchange. This is version 1; see <see cref="PolicyVersions"/> for others.</remarks>
public static class ReleasePolicy
{
    /// <summary>Stamped on every release, so that what was released under an older policy stays explained by it.</summary>
    public const int Version = 1;

    /// <summary>Every way in which the item is open, as of its present terms.</summary>
    public static IReadOnlyList<ReleasePath> Paths(SharedItem item)
    {
        List<ReleasePath> paths = [new(new AudienceClause.NamedPartner(item.Originator), null, ReleaseReason.Originator, OpenToNewcomers: true)];
        foreach (var (clause, reason) in OpenClauses(item))
        {
            if (clause is AudienceClause.Everyone)
            {
                paths.Add(new(clause, null, reason, OpenToNewcomers: true));
                continue;
            }

            paths.AddRange(PermittedDestinations(item).Select(to =>
                new ReleasePath(clause, to, reason, OpenToNewcomers: item.Terms.Label is TlpLabel.Green)));
        }

        return paths;
    }

    /// <summary>Judges one viewer against the present terms, as if it had matched since the release.</summary>
    public static Verdict Judge(Viewer viewer, SharedItem item)
    {
        if (viewer is Viewer.Partner { Profile.Suspended: true })
        {
            return new Verdict.Withheld(WithheldReason.Suspended);
        }

        var open = Paths(item).FirstOrDefault(path => Reaches(path, viewer));
        if (open is not null)
        {
            return new Verdict.Visible(open.Reason);
        }

        if (item.UnderEmbargo)
        {
            return new Verdict.Withheld(WithheldReason.Embargo);
        }

        var named = OpenClauses(item).Any(c => Includes(c.Clause, viewer));
        return new Verdict.Withheld(named ? WithheldReason.LegalBasisMissing : WithheldReason.NotInAudience);
    }

    /// <summary>The jurisdictions in which the item may be seen: its own, and those for which a legal basis is stated.</summary>
    public static IReadOnlyList<Jurisdiction> PermittedDestinations(SharedItem item) =>
        [item.Home, .. item.Terms.LegalBases.Select(b => b.Destination).Where(d => d != item.Home).Distinct()];

    /// <summary>The jurisdictions in which a CERT that sees the item may open it to its clients; none where it may not.</summary>
    /// <remarks>TLP 2.0: AMBER reaches the recipient's clients, and AMBER+STRICT does not. What is CLEAR needs no forward.</remarks>
    public static IReadOnlyList<Jurisdiction> ForwardDestinations(SharedItem item) =>
        item.UnderEmbargo || item.Terms.Label is not (TlpLabel.Green or TlpLabel.Amber) ? [] : PermittedDestinations(item);

    /// <summary>The clauses that the terms address once no embargo stands, whatever the destination.</summary>
    public static IEnumerable<(AudienceClause Clause, ReleaseReason Reason)> AddressedClauses(SharingTerms terms)
    {
        var audience = terms.Audience;
        if (terms.Label is TlpLabel.Clear)
        {
            yield return (new AudienceClause.Everyone(), ReleaseReason.Clear);
            yield break;
        }

        foreach (var member in audience.Members)
        {
            yield return (new AudienceClause.NamedMember(member), ReleaseReason.Named);
        }

        foreach (var partner in audience.Partners)
        {
            yield return (new AudienceClause.NamedPartner(partner), ReleaseReason.Named);
        }

        if (audience.HasKinds)
        {
            var reason = terms.Label is TlpLabel.Green ? ReleaseReason.Community : ReleaseReason.Audience;
            yield return (new AudienceClause.Kinds(audience.Groups, audience.Roles, audience.Jurisdictions, audience.Sectors), reason);
        }
        else if (terms.Label is TlpLabel.Green && audience.IsEmpty)
        {
            yield return (new AudienceClause.Kinds([], [], [], []), ReleaseReason.Community);
        }
    }

    private static IEnumerable<(AudienceClause Clause, ReleaseReason Reason)> OpenClauses(SharedItem item) =>
        item.UnderEmbargo
            ? item.Terms.Embargo!.Parties.Select(p => ((AudienceClause)new AudienceClause.NamedPartner(p), ReleaseReason.EmbargoParty))
            : AddressedClauses(item.Terms);

    private static bool Reaches(ReleasePath path, Viewer viewer) =>
        Includes(path.Clause, viewer)
        && (path.Destination is null || (viewer is Viewer.Partner partner && partner.Profile.Jurisdiction == path.Destination));

    private static bool Includes(AudienceClause clause, Viewer viewer) => viewer switch
    {
        Viewer.Anyone => clause is AudienceClause.Everyone,
        Viewer.Partner partner => clause.Includes(partner.Profile, partner.Member),
        _ => throw new UnreachableException("A viewer of no known kind."),
    };
}
