using CyberExchange.Domain;
using CyberExchange.Domain.Policies;
using CyberExchange.Domain.Sharing;
using Xunit;

namespace CyberExchange.Tests.Domain;

public sealed class AdoptPolicyTests
{
    private static readonly PolicyVersions Three = new([.. new[] { 1, 2, 3 }.Select(n => PolicyVersion.First with { Number = n })]);

    [Fact]
    public void A_later_version_takes_force_once()
    {
        var adopted = Assert.Single(Assert.IsType<Decision<PolicyEvent>.Accepted>(new AdoptPolicy(2).Decide(null, Three)).Events);
        Assert.Equal(new PolicyEvent.PolicyAdopted(2), adopted);
        Assert.Equal(Decision<PolicyEvent>.Nothing, new AdoptPolicy(2).Decide(Policy.Evolve(null, adopted), Three));
        Assert.Equal(Decision<PolicyEvent>.Nothing, new AdoptPolicy(1).Decide(null, Three));
    }

    [Theory]
    [InlineData(4, 2, RefusalCode.UnknownTerm)]
    [InlineData(0, 2, RefusalCode.UnknownTerm)]
    [InlineData(1, 2, RefusalCode.Invalid)]
    public void An_unknown_version_is_refused_and_so_is_the_way_back(int version, int present, RefusalCode code)
    {
        var refusal = Assert.IsType<Decision<PolicyEvent>.Refused>(new AdoptPolicy(version).Decide(new Policy(present), Three)).Refusal;
        Assert.Equal((code, "/version"), (refusal.Code, refusal.Pointer));
    }
}
