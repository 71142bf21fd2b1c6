using CyberExchange.Domain.Advisories;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Tests.Domain;

/// <summary>Which version of a document comes after which.</summary>
/// <remarks>SemVer 2.0.0, section 11, gives the ordered examples.</remarks>
public sealed class TrackingVersionTests
{
    private static readonly Arbitrary<string> Versions = Gen.OneOf(
        Gen.Choose(0, 3).Select(n => $"{n}"),
        from core in Gen.Choose(0, 2).Three()
        from pre in Gen.Elements("", "-alpha", "-alpha.1", "-1", "-2.x", "-rc.10", "-rc.9")
        from build in Gen.Elements("", "+build.5")
        select $"{core.Item1}.{core.Item2}.{core.Item3}{pre}{build}").ToArbitrary();

    [Theory]
    [InlineData("2", "1", true)]
    [InlineData("10", "9", true)]
    [InlineData("1", "1", false)]
    [InlineData("1", "2", false)]
    [InlineData("99999999999999999999999", "99999999999999999999998", true)]
    [InlineData("1.0.1", "1.0.0", true)]
    [InlineData("1.10.0", "1.9.9", true)]
    [InlineData("1.0.0", "1.0.0-rc.1", true)]
    [InlineData("1.0.0-alpha.1", "1.0.0-alpha", true)]
    [InlineData("1.0.0-alpha.beta", "1.0.0-alpha.1", true)]
    [InlineData("1.0.0-beta.11", "1.0.0-beta.2", true)]
    [InlineData("1.0.0+two", "1.0.0+one", false)]
    [InlineData("2", "1.0.0", false)]
    [InlineData("2.0.0", "1", false)]
    [InlineData("2.0", "1.0", false)]
    [InlineData("latest", "1.0.0", false)]
    public void A_later_version_follows(string next, string previous, bool follows) => Assert.Equal(follows, TrackingVersion.Follows(next, previous));

    [Fact]
    public void Versions_have_one_order_and_two_kinds_have_none() =>
        Prop.ForAll(Versions, Versions, (a, b) =>
            Math.Sign(TrackingVersion.Compare(a, b)) == -Math.Sign(TrackingVersion.Compare(b, a))
            && (a.Contains('.', StringComparison.Ordinal) == b.Contains('.', StringComparison.Ordinal) || TrackingVersion.Compare(a, b) == 0)).QuickCheckThrowOnFailure();

    [Fact]
    public void No_version_follows_itself() =>
        Prop.ForAll(Versions, v => !TrackingVersion.Follows(v, v)).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_two_versions_at_most_one_follows_the_other() =>
        Prop.ForAll(Versions, Versions, (a, b) => !(TrackingVersion.Follows(a, b) && TrackingVersion.Follows(b, a))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_follows_a_follower_follows_too() =>
        Prop.ForAll(Versions, Versions, Versions, (a, b, c) =>
            !(TrackingVersion.Follows(a, b) && TrackingVersion.Follows(b, c)) || TrackingVersion.Follows(a, c)).QuickCheckThrowOnFailure();
}
