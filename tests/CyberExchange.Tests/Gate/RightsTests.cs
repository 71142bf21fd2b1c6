using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using Xunit;

namespace CyberExchange.Tests.Gate;

public sealed class RightsTests
{
    // Written out a second time and in another form, so that a slip in one of the two shows.
    private static readonly Dictionary<Capability, string> WhoMay = new()
    {
        [Capability.ReadHealth] = "public cert operator maker authority delegate steward",
        [Capability.ReadOpenApi] = "public cert operator maker authority delegate steward",
        [Capability.ReadTokenMetadata] = "public cert operator maker authority delegate steward",
        [Capability.OpenPages] = "public cert operator maker authority delegate steward",
        [Capability.ReadItems] = "public cert operator maker authority delegate",
        [Capability.ReadCsafSites] = "public cert operator maker authority delegate steward",
        [Capability.ReadFeed] = "cert operator maker authority delegate",
        [Capability.Subscribe] = "cert operator maker authority delegate",
        [Capability.ReadPartners] = "cert operator maker authority delegate steward",
        [Capability.ReadSelf] = "cert operator maker authority delegate steward",
        [Capability.Enrol] = "public cert operator maker authority delegate steward",
        [Capability.RenewKeys] = "cert operator maker authority delegate steward",
        [Capability.ObtainTokens] = "cert operator maker authority delegate steward",
        [Capability.ReportIncidents] = "cert operator maker",
        [Capability.GiveMandates] = "operator",
        [Capability.ReadMandates] = "cert operator",
        [Capability.ActOnMandates] = "cert",
        [Capability.KeepDuties] = "cert operator maker",
        [Capability.ReadDuties] = "cert operator maker authority",
        [Capability.ReviewReports] = "cert authority",
        [Capability.ReadRulebooks] = "cert operator maker authority delegate steward",
        [Capability.ManageRulebooks] = "steward",
        [Capability.ReadDialogue] = "cert operator maker authority delegate steward",
        [Capability.ConductDialogue] = "delegate",
        [Capability.PostSignals] = "cert operator maker authority delegate",
        [Capability.ReadSupplyWatch] = "cert operator maker authority delegate",
        [Capability.PublishAdvisories] = "cert maker",
        [Capability.FollowProviders] = "cert",
        [Capability.ReadExploited] = "public cert operator maker authority delegate steward",
        [Capability.LoadExploited] = "steward",
        [Capability.ReadGroups] = "cert operator maker authority delegate steward",
        [Capability.ManageGroups] = "steward",
        [Capability.ForwardItems] = "cert",
        [Capability.LeaveConstituency] = "cert operator maker authority delegate",
        [Capability.ManagePolicy] = "steward",
        [Capability.ManageTrust] = "steward",
        [Capability.ManagePartners] = "steward",
        [Capability.RecertifyAccess] = "steward",
        [Capability.ReadOwnAudit] = "cert operator maker authority delegate steward",
        [Capability.AuditReleases] = "steward",
        [Capability.ReadViews] = "steward",
        [Capability.ManageViews] = "steward",
    };

    public static TheoryData<Capability, Role?> Cells =>
        [.. from capability in Enum.GetValues<Capability>()
            from role in Enum.GetValues<Role>().Cast<Role?>().Prepend(null)
            select new TheoryDataRow<Capability, Role?>(capability, role)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_cell_is_as_decided(Capability capability, Role? role)
    {
        var may = WhoMay[capability].Split(' ').Contains(role?.Text() ?? "public", StringComparer.Ordinal);

        Assert.Equal(may, role is { } held ? Rights.Has(held, capability) : Rights.HasPublic(capability));
        Assert.Equal(may, Rights.Has(role is null ? Viewer.Public : PartnerWith(role.Value), capability));
    }

    [Fact]
    public void Several_roles_have_the_rights_of_each()
    {
        var both = PartnerWith(Role.Authority, Role.Operator);

        Assert.True(Rights.Has(both, Capability.ReportIncidents));
        Assert.False(Rights.Has(both, Capability.PublishAdvisories));
    }

    [Fact]
    public void A_partner_without_roles_may_nothing_at_all()
        => Assert.DoesNotContain(Enum.GetValues<Capability>(), capability => Rights.Has(PartnerWith(), capability));

    private static Viewer.Partner PartnerWith(params Role[] roles) => new(
        new PartnerProfile
        {
            Id = new(Guid.Empty),
            Handle = "test",
            Name = "Test",
            Jurisdiction = Jurisdiction.EU,
            Roles = roles,
            Sectors = [],
            Groups = [],
            Constituency = [],
            PublisherNamespaces = [],
            StandingAgreements = [],
            Listed = false,
            ClearNeedsTwoMembers = false,
            Suspended = false,
        },
        new(Guid.Empty));
}
