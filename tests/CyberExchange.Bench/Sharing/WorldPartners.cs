using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Bench.Sharing;

/// <summary>The thousand partners of the bench, each with a service and a person.</summary>
/// <remarks>Half on either side; 20 CERTs, 70 makers, 15 authorities, 5 delegates, the rest operators; 20 groups of 5 to 250.</remarks>
internal sealed class WorldPartners
{
    public const int Count = 1_000;
    public const int Groups = 20;

    /// <summary>The group that gains members while it is measured.</summary>
    public const int GrowingGroup = Groups - 1;

    private const int Certs = 20;
    private const int Makers = 90;
    private const int Authorities = 105;
    private const int Delegates = 110;
    private const int MostIndex = 0;
    private const int LeastIndex = Authorities;

    private readonly List<PartnerProfile> _all = [.. Enumerable.Range(0, Count).Select(Profile)];

    public IReadOnlyList<PartnerProfile> All => _all;

    /// <summary>A CERT that is in every group and every sector of its side, and named in most of what names partners.</summary>
    public Viewer.Partner Most => new(_all[MostIndex], PersonOf(_all[MostIndex].Id));

    /// <summary>A delegate: it sees what is public, and a handful that names it.</summary>
    public Viewer.Partner Least => new(_all[LeastIndex], PersonOf(_all[LeastIndex].Id));

    public PartnerProfile Cert(int draw) => _all[draw % Certs];

    public PartnerProfile Maker(int draw) => _all[Certs + (draw % (Makers - Certs))];

    public PartnerProfile Operator(int draw) => _all[Delegates + (draw % (Count - Delegates))];

    /// <summary>Any partner but delegates.</summary>
    public PartnerProfile Recipient(int draw) => draw % (Count - (Delegates - Authorities)) is var at && at < Authorities ? _all[at] : _all[at + Delegates - Authorities];

    public static GroupId Group(int index) => new($"group-{index:00}");

    public static MemberId PersonOf(PartnerId partner) => new(WorldIds.Of(2, WorldIds.NumberOf(partner.Value)));

    /// <summary>Operators that are not in the growing group.</summary>
    public IReadOnlyList<PartnerProfile> Outside(int count) => [.. _all.Skip(Delegates).Where(p => !p.Groups.Contains(Group(GrowingGroup))).Take(count)];

    /// <summary>What the steward did to enrol them all.</summary>
    public IEnumerable<(string Stream, StoredForm Form)> Events()
    {
        foreach (var partner in _all)
        {
            var stream = PartnerEventCatalog.Stream(partner.Id);
            yield return (stream, PartnerEventCatalog.Catalog.Write(new PartnerEvent.PartnerEnrolled(partner.Id, Facts(partner))));
            yield return (stream, PartnerEventCatalog.Catalog.Write(
                new PartnerEvent.MemberAdded(new(WorldIds.Of(3, WorldIds.NumberOf(partner.Id.Value))), MemberKind.Service, partner.Handle + "-service", null)));
            yield return (stream, PartnerEventCatalog.Catalog.Write(
                new PartnerEvent.MemberAdded(PersonOf(partner.Id), MemberKind.Person, partner.Handle + "-analyst", null)));
        }

        foreach (var group in Enumerable.Range(0, Groups).Select(Group))
        {
            var members = _all.Where(p => p.Groups.Contains(group)).Select(p => p.Id).ToList();
            yield return (GroupEventCatalog.Stream(group), GroupEventCatalog.Catalog.Write(
                new GroupEvent.GroupFormed(group, new(group.Value, "A group of the bench.", TlpLabel.Amber), members)));
        }
    }

    public static PartnerFacts Facts(PartnerProfile partner) => new()
    {
        Handle = partner.Handle,
        Name = partner.Name,
        OrganizationIdentifier = null,
        Jurisdiction = partner.Jurisdiction,
        Roles = partner.Roles,
        Sectors = partner.Sectors,
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
    };

    private static PartnerProfile Profile(int index)
    {
        var draw = new Draw(index);
        var jurisdiction = index % 2 == 0 ? Jurisdiction.EU : Jurisdiction.JP;
        var role = index switch
        {
            < Certs => Role.Cert,
            < Makers => Role.Maker,
            < Authorities => Role.Authority,
            < Delegates => Role.Delegate,
            _ => Role.Operator,
        };
        var own = OwnSectors(jurisdiction);
        var handle = $"{role.Text()}-{jurisdiction.Text().ToLowerInvariant()}-{index:000}";
        return new()
        {
            Id = new(WorldIds.Of(1, index)),
            Handle = handle,
            Name = handle,
            Jurisdiction = jurisdiction,
            Roles = [role],
            Sectors = index == MostIndex ? own : role is Role.Delegate ? [] : [.. Enumerable.Range(0, draw.Below(3) + 1).Select(_ => draw.Of(own)).Distinct(StringComparer.Ordinal)],
            Groups = role is Role.Delegate ? [] : [.. Enumerable.Range(0, Groups).Where(g => index == MostIndex || draw.Below(Count) < GroupSize(g)).Select(Group)],
            Constituency = [],
            PublisherNamespaces = [],
            StandingAgreements = [],
            Listed = true,
            ClearNeedsTwoMembers = false,
            Suspended = false,
        };
    }

    public static IReadOnlyList<string> OwnSectors(Jurisdiction jurisdiction) =>
        [.. Sectors.All.Select(t => t.Id).Where(id => id.StartsWith(jurisdiction is Jurisdiction.EU ? "eu." : "jp.", StringComparison.Ordinal))];

    private static int GroupSize(int group) => 250 / (group + 1) is var size && size > 5 ? size : 5;
}
