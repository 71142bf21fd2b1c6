using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>What holds for every item and every viewer, whatever the terms say.</summary>
public sealed class ReleasePolicyProperties
{
    private static readonly Gen<bool> Coin = Gen.Elements(true, false);

    private static readonly Gen<PartnerProfile> SomePartner =
        from partner in Gen.Elements<PartnerProfile>(Partners)
        from suspended in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select partner with { Suspended = suspended };

    private static readonly Arbitrary<Viewer> Viewers = Gen.Frequency(
        (1, Gen.Constant(Viewer.Public)),
        (9, from partner in SomePartner
            from person in Coin
            select person ? AsPerson(partner) : As(partner))).ToArbitrary();

    private static readonly Gen<Audience> SomeAudience =
        from partners in Some(Partners.Select(p => p.Id))
        from members in Some(Partners.Select(Person))
        from groups in Some([Rail, new GroupId("bank-isac")])
        from roles in Some(Roles.Community)
        from jurisdictions in Some(Enum.GetValues<Jurisdiction>())
        from sectors in Some(["eu.energy", "jp.electricity", "eu.banking"])
        select new Audience { Partners = partners, Members = members, Groups = groups, Roles = roles, Jurisdictions = jurisdictions, Sectors = sectors };

    private static readonly Arbitrary<SharedItem> Items = (
        from originator in Gen.Elements<PartnerProfile>(Partners)
        from label in Gen.Elements(Enum.GetValues<TlpLabel>())
        from audience in SomeAudience
        from embargoed in Coin
        from lifted in Coin
        from parties in Some(Partners.Select(p => p.Id))
        from bases in Some<LegalBasis>([ToJapan, ToEurope])
        select new SharedItem(
            originator.Id,
            originator.Jurisdiction,
            SharingTerms.OriginatorOnly(label) with
            {
                Audience = audience,
                LegalBases = bases,
                Embargo = embargoed ? new("2026-12-01T09:00:00", "Asia/Tokyo", Now.AddDays(10), parties) : null,
            },
            lifted)).ToArbitrary();

    [Fact]
    public void A_viewer_sees_an_item_if_and_only_if_a_path_of_it_leads_there() =>
        Prop.ForAll(Items, Viewers, (item, viewer) => Sees(viewer, item) == (!IsSuspended(viewer) && ReleasePolicy.Paths(item).Any(p => LeadsTo(p, viewer))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Under_embargo_only_the_originator_and_the_parties_see() =>
        Prop.ForAll(Items, Viewers, (item, viewer) =>
            !item.UnderEmbargo || !Sees(viewer, item) || IdOf(viewer) == item.Originator || item.Terms.Embargo!.Parties.Contains(IdOf(viewer)!.Value))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_suspended_see_nothing() =>
        Prop.ForAll(Items, Viewers, (item, viewer) => !IsSuspended(viewer) || !Sees(viewer, item)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_originator_sees_its_own_unless_suspended() =>
        Prop.ForAll(Items, Viewers, (item, viewer) => IdOf(viewer) != item.Originator || IsSuspended(viewer) || Sees(viewer, item)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_public_sees_what_is_clear_and_nothing_else() =>
        Prop.ForAll(Items, item => Sees(Viewer.Public, item) == (item.Terms.Label is TlpLabel.Clear && !item.UnderEmbargo)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_higher_label_never_adds_a_viewer() =>
        Prop.ForAll(Items, Viewers, (item, viewer) => Enum.GetValues<TlpLabel>()
            .Where(higher => higher >= item.Terms.Label)
            .All(higher => Sees(viewer, item) || !Sees(viewer, item with { Terms = item.Terms with { Label = higher } })))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_but_clear_leaves_the_jurisdiction_without_a_basis() =>
        Prop.ForAll(Items, Viewers, (item, viewer) =>
            !Sees(viewer, item)
            || item.Terms.Label is TlpLabel.Clear
            || IdOf(viewer) == item.Originator
            || ReleasePolicy.PermittedDestinations(item).Contains(((Viewer.Partner)viewer).Profile.Jurisdiction))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_and_doubles_of_an_audience_change_nothing() =>
        Prop.ForAll(Items, Viewers, (item, viewer) =>
            Sees(viewer, item) == Sees(viewer, item with { Terms = item.Terms with { Audience = item.Terms.Audience.Normalised() } }))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Clauses_have_the_same_id_if_and_only_if_they_have_the_same_key() =>
        Prop.ForAll(Items, Items, (a, b) => ReleasePolicy.Paths(a).SelectMany(_ => ReleasePolicy.Paths(b), (x, y) => (X: x.Clause, Y: y.Clause))
            .All(pair => (pair.X.AudienceId == pair.Y.AudienceId) == (pair.X.Key == pair.Y.Key)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Clauses_with_the_same_key_reach_the_same_viewers() =>
        Prop.ForAll(Items, Items, SomePartner.ToArbitrary(), (a, b, partner) => ReleasePolicy.Paths(a)
            .SelectMany(_ => ReleasePolicy.Paths(b), (x, y) => (X: x.Clause, Y: y.Clause))
            .Where(pair => pair.X.Key == pair.Y.Key)
            .All(pair => pair.X.Includes(partner, Person(partner)) == pair.Y.Includes(partner, Person(partner))))
            .QuickCheckThrowOnFailure();

    // Read off the clauses themselves, apart from the policy, so that the two can disagree.
    private static bool LeadsTo(ReleasePath path, Viewer viewer) => (path.Clause, viewer) switch
    {
        (AudienceClause.Everyone, _) => true,
        (AudienceClause.NamedPartner named, Viewer.Partner partner) => named.Partner == partner.Profile.Id && IsOpenIn(path, partner),
        (AudienceClause.NamedMember named, Viewer.Partner partner) => named.Member == partner.Member && IsOpenIn(path, partner),
        (AudienceClause.Kinds kinds, Viewer.Partner partner) => partner.Profile.InCommunity && kinds.Matches(partner.Profile) && IsOpenIn(path, partner),
        _ => false,
    };

    private static bool IsOpenIn(ReleasePath path, Viewer.Partner partner) => path.Destination is null || path.Destination == partner.Profile.Jurisdiction;

    private static bool Sees(Viewer viewer, SharedItem item) => ReleasePolicy.Judge(viewer, item) is Verdict.Visible;

    private static bool IsSuspended(Viewer viewer) => viewer is Viewer.Partner { Profile.Suspended: true };

    private static PartnerId? IdOf(Viewer viewer) => (viewer as Viewer.Partner)?.Profile.Id;

    // Mostly none or one, since long lists make every audience reach everyone.
    private static Gen<IReadOnlyList<T>> Some<T>(IEnumerable<T> choices) =>
        from count in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
        from values in Gen.Elements<T>([.. choices]).ArrayOf(count)
        select (IReadOnlyList<T>)values;
}
