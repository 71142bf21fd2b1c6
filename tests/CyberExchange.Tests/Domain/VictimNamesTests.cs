using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

public sealed class VictimNamesTests
{
    [Theory]
    [InlineData(true, Role.Cert)]
    [InlineData(true, Role.Operator)]
    [InlineData(true, Role.Authority)]
    [InlineData(false, Role.Maker)]
    [InlineData(false, Role.Maker, Role.Delegate)]
    [InlineData(true, Role.Maker, Role.Cert)]
    [InlineData(true, Role.Maker, Role.Operator)]
    public void An_operators_name_is_kept_from_those_who_are_makers_alone(bool shown, params Role[] roles) =>
        Assert.Equal(shown, VictimNames.AreShown(As(MakerEu with { Roles = roles }), GridEu.Id, byOperator: true));

    [Fact]
    public void A_maker_knows_who_else_reports_and_what_it_reported_itself()
    {
        Assert.True(VictimNames.AreShown(As(MakerEu), CertEu.Id, byOperator: false));
        Assert.True(VictimNames.AreShown(As(MakerEu), MakerEu.Id, byOperator: true));
        Assert.True(VictimNames.AreShown(Viewer.Public, GridEu.Id, byOperator: true));
    }
}
