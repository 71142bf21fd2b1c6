using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>Who sees an item, and why. Written from the rules of the exchange, not from the policy's code.</summary>
public sealed class ReleasePolicyTests
{
    // Columns: item, then what each of the viewers gets. The item is cert-eu's and has a legal basis for Japan where its name ends in "+jp".
    [Theory]
    [InlineData("clear", "Clear Clear Clear Clear Clear")]
    [InlineData("green", "Community -NotInAudience -LegalBasisMissing -NotInAudience -NotInAudience")]
    [InlineData("green+jp", "Community -NotInAudience Community -NotInAudience -NotInAudience")]
    [InlineData("green to grid-eu", "Named -NotInAudience -NotInAudience -NotInAudience -NotInAudience")]
    [InlineData("green to delegate", "-NotInAudience Named -NotInAudience -NotInAudience -NotInAudience")]
    [InlineData("green to energy", "Community -NotInAudience -NotInAudience -NotInAudience -NotInAudience")]
    [InlineData("amber", "-NotInAudience -NotInAudience -NotInAudience -NotInAudience -NotInAudience")]
    [InlineData("amber to rail", "Audience -NotInAudience -LegalBasisMissing -NotInAudience -NotInAudience")]
    [InlineData("amber to rail+jp", "Audience -NotInAudience Audience -NotInAudience -NotInAudience")]
    [InlineData("amber to makers of rail", "-NotInAudience -NotInAudience -NotInAudience -NotInAudience -NotInAudience")]
    [InlineData("amber to rail and delegate", "Audience Named -LegalBasisMissing -NotInAudience -NotInAudience")]
    [InlineData("amber to grid-jp+jp", "-NotInAudience -NotInAudience Named -NotInAudience -NotInAudience")]
    [InlineData("red to a person of grid-eu", "-NotInAudience -NotInAudience -NotInAudience -NotInAudience -NotInAudience")]
    [InlineData("clear, embargoed to grid-eu", "EmbargoParty -Embargo -Embargo -Embargo -Embargo")]
    [InlineData("green, embargoed", "-Embargo -Embargo -Embargo -Embargo -Embargo")]
    [InlineData("green, lifted", "Community -NotInAudience -LegalBasisMissing -NotInAudience -NotInAudience")]
    public void Each_viewer_is_judged_by_label_audience_and_destination(string item, string verdicts)
    {
        Viewer[] viewers = [As(GridEu), As(DelegateEu), As(GridJp), As(Steward), Viewer.Public];

        Assert.Equal(verdicts, string.Join(' ', viewers.Select(v => Short(ReleasePolicy.Judge(v, Item(item))))));
        Assert.Equal("Originator", Short(ReleasePolicy.Judge(As(CertEu), Item(item))));
    }

    [Fact]
    public void Red_reaches_the_person_and_not_its_colleagues()
    {
        var item = Item("red to a person of grid-eu");

        Assert.Equal("Named", Short(ReleasePolicy.Judge(AsPerson(GridEu), item)));
        Assert.Equal("-NotInAudience", Short(ReleasePolicy.Judge(As(GridEu), item)));
    }

    [Fact]
    public void The_suspended_see_nothing_not_even_their_own_or_what_is_public()
    {
        Assert.Equal("-Suspended", Short(ReleasePolicy.Judge(As(CertEu with { Suspended = true }), Item("amber"))));
        Assert.Equal("-Suspended", Short(ReleasePolicy.Judge(As(GridEu with { Suspended = true }), Item("clear"))));
    }

    [Theory]
    [InlineData("clear", true)]
    [InlineData("green", true)]
    [InlineData("amber to rail", false)]
    [InlineData("red to a person of grid-eu", false)]
    public void Only_green_and_clear_open_to_newcomers(string item, bool open)
    {
        var others = ReleasePolicy.Paths(Item(item)).Where(p => p.Reason is not ReleaseReason.Originator);

        Assert.All(others, p => Assert.Equal(open, p.OpenToNewcomers));
        Assert.NotEmpty(others);
    }

    [Fact]
    public void A_sector_reaches_those_below_it_and_not_its_neighbours()
    {
        var energy = new AudienceClause.Kinds([], [], [], ["eu.energy"]);

        Assert.True(energy.Includes(GridEu, default));
        Assert.False(energy.Includes(GridEu with { Sectors = ["eu.transport.rail"] }, default));
    }

    [Fact]
    public void Sharing_anew_leaves_the_paths_of_the_others_as_they_were()
    {
        var before = ReleasePolicy.Paths(Item("green to grid-eu")).Select(p => p.Clause.AudienceId).ToList();
        var shared = Item("green to grid-eu") with { Terms = Item("green to grid-eu").Terms with { Audience = Named(GridEu, DelegateEu) } };
        var after = ReleasePolicy.Paths(shared).Select(p => p.Clause.AudienceId).ToList();

        Assert.Equal([new AudienceClause.NamedPartner(DelegateEu.Id).AudienceId], after.Except(before));
        Assert.Empty(before.Except(after));
    }

    private static string Short(Verdict verdict) => verdict switch
    {
        Verdict.Visible visible => visible.Reason.ToString(),
        Verdict.Withheld withheld => $"-{withheld.Reason}",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict of no known kind."),
    };

    private static SharedItem Item(string name)
    {
        var label = name.Split(' ', ',', '+')[0] switch
        {
            "clear" => TlpLabel.Clear,
            "green" => TlpLabel.Green,
            "amber" => TlpLabel.Amber,
            _ => TlpLabel.Red,
        };
        var audience = name.Split(',')[0].Replace("+jp", "", StringComparison.Ordinal) switch
        {
            "green to grid-eu" => Named(GridEu),
            "green to delegate" => Named(DelegateEu),
            "green to energy" => Audience.None with { Sectors = ["eu.energy"] },
            "amber to rail" => Audience.None with { Groups = [Rail] },
            "amber to makers of rail" => Audience.None with { Groups = [Rail], Roles = [Role.Maker] },
            "amber to rail and delegate" => Named(DelegateEu) with { Groups = [Rail] },
            "amber to grid-jp" => Named(GridJp),
            "red to a person of grid-eu" => Audience.None with { Members = [Person(GridEu)] },
            _ => Audience.None,
        };
        var stated = Terms(label, audience) with
        {
            LegalBases = name.EndsWith("+jp", StringComparison.Ordinal) ? [ToJapan] : [],
            Embargo = name.Contains(',', StringComparison.Ordinal)
                ? new("2026-12-01T09:00:00", "Asia/Tokyo", name.EndsWith("grid-eu", StringComparison.Ordinal) ? [GridEu.Id] : [])
                : null,
        };
        var (terms, refusal) = SharingRules.Accept(stated, CertEu with { Groups = [Rail] }, Enrolled, Now);
        Assert.Null(refusal);
        return new(CertEu.Id, Jurisdiction.EU, terms!, EmbargoLifted: name.EndsWith("lifted", StringComparison.Ordinal));
    }
}
