using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Tests.Domain;
using CyberExchange.Tests.Obligations.Files;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>Versions of the rulebook: proposed by one member of the steward, approved by another, and never losing a duty.</summary>
public sealed class PublishRulebookTests
{
    private static readonly MemberProfile First = new(World.Person(World.Steward), World.Steward.Id, MemberKind.Person, "steward");
    private static readonly MemberProfile Second = new(new(World.Id(301)), World.Steward.Id, MemberKind.Person, "steward-2");
    private static readonly MemberProfile Service = new(World.Service(World.Steward), World.Steward.Id, MemberKind.Service, "steward-service");

    private static readonly Rulebook Faster = Version("2026-12-01.1", "2026-12-01", twelveHours: true);

    [Fact]
    public void One_member_proposes_and_another_lets_it_take_force()
    {
        var proposed = Given(null, Propose(First, Faster).Decide(null));
        Assert.Equal(Rulebook.Shipped.Version, proposed.InForce(Rulebook.Shipped).Version);

        var adopted = Given(proposed, Approve(Second, Faster).Decide(proposed));

        Assert.Equal(Faster.Version, adopted.InForce(Rulebook.Shipped).Version);
        Assert.Null(adopted.Proposed);
    }

    [Fact]
    public void Whoever_proposed_it_and_services_do_not_approve_it()
    {
        var proposed = Given(null, Propose(First, Faster).Decide(null));

        Then.Refused(Approve(First, Faster).Decide(proposed), RefusalCode.SecondMemberNeeded, "");
        Then.Refused(Approve(Service, Faster).Decide(proposed), RefusalCode.SecondMemberNeeded, "");
        Assert.NotNull(Given(null, Propose(Service, Faster).Decide(null)).Proposed);
    }

    [Fact]
    public void An_approval_names_the_version_that_was_read()
    {
        var proposed = Given(null, Propose(First, Faster).Decide(null));
        var later = Given(proposed, Propose(First, Version("2026-12-02.1", "2026-12-02")).Decide(proposed));

        Then.Refused(Approve(Second, Faster).Decide(later), RefusalCode.NothingProposed, "/digest");
        Then.Refused(Approve(Second, Faster).Decide(null), RefusalCode.NothingProposed, "");
        Then.Refused(new RejectRulebook(Second, Faster.Version.Digest).Decide(later), RefusalCode.NothingProposed, "/digest");
    }

    [Fact]
    public void What_is_turned_down_takes_no_force_and_may_be_proposed_again()
    {
        var proposed = Given(null, Propose(First, Faster).Decide(null));
        var rejected = Given(proposed, new RejectRulebook(First, Faster.Version.Digest).Decide(proposed));

        Then.Refused(Approve(Second, Faster).Decide(rejected), RefusalCode.NothingProposed, "");
        Assert.NotNull(Given(rejected, Propose(Second, Faster).Decide(rejected)).Proposed);
        Then.NothingHappens(Propose(Second, Faster).Decide(proposed));
    }

    [Fact]
    public void Versions_do_not_go_back_and_share_no_name()
    {
        Then.Refused(Propose(First, Version(Rulebook.Shipped.Version.Id, "2026-12-01")).Decide(null), RefusalCode.VersionNotNewer, "/rulebook/version");
        Then.Refused(Propose(First, Version("2026-11-19.1", "2026-11-19")).Decide(null), RefusalCode.VersionNotNewer, "/rulebook/as_of");

        var proposed = Given(null, Propose(First, Faster).Decide(null));
        var adopted = Given(proposed, Approve(Second, Faster).Decide(proposed));
        Then.Refused(Propose(First, Faster).Decide(adopted), RefusalCode.VersionNotNewer, "/rulebook/version");
    }

    // Files and submissions name duties for ever.
    [Fact]
    public void A_duty_is_never_removed()
    {
        var document = Document("2026-12-01.1", "2026-12-01");
        var obligations = document["obligations"]!.AsArray();
        obligations.Remove(obligations.Single(o => (string?)o!["id"] == "jp-tse-disclosure"));

        var refusal = Then.Refused(Propose(First, Read(document)).Decide(null), RefusalCode.Invalid, "/rulebook/obligations");

        Assert.Contains("'jp-tse-disclosure'", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_is_found_by_its_name_with_the_one_before_it()
    {
        var proposed = Given(null, Propose(First, Faster).Decide(null));
        var adopted = Given(proposed, Approve(Second, Faster).Decide(proposed));
        var next = Given(adopted, Propose(First, Version("2026-12-02.1", "2026-12-02", twelveHours: true)).Decide(adopted));

        Assert.Equal(Rulebook.Shipped.Version, proposed.Find("2026-12-01.1", Rulebook.Shipped)?.Before.Version);
        Assert.Equal(Rulebook.Shipped.Version, next.Find("2026-12-01.1", Rulebook.Shipped)?.Before.Version);
        Assert.Equal(Faster.Version, next.Find("2026-12-02.1", Rulebook.Shipped)?.Before.Version);
        Assert.Equal(Rulebook.Shipped.Version, next.Find(Rulebook.Shipped.Version.Id, Rulebook.Shipped)?.Version.Version);
        Assert.Null(next.Find("2027-01-01.1", Rulebook.Shipped));
    }

    [Fact]
    public void An_open_file_is_touched_where_a_duty_of_its_own_comes_out_differently()
    {
        var touched = RulebookDiff.Between(Rulebook.Shipped, Faster).Touched;
        Assert.Contains("gdpr-authority-12", touched);

        var known = TouchedFile.Of(DutyWorld.Given(DutyWorld.Known), DutyWorld.Stated, Rulebook.Shipped, Faster, touched);
        var elsewhere = DutyWorld.Stated with { Profile = DutyWorld.BankGroup with { EntityKinds = ["manufacturer of products with digital elements"] } };

        Assert.Equal((DutyWorld.Incident, "gdpr-authority-12"), (known!.Incident, Assert.Single(known.Obligations)));
        Assert.Null(TouchedFile.Of(DutyWorld.Given(DutyWorld.Known), elsewhere, Rulebook.Shipped, Rulebook.Shipped, touched));
        Assert.Null(TouchedFile.Of(DutyWorld.Given(DutyWorld.Known), null, Rulebook.Shipped, Faster, touched));
    }

    /// <summary>The shipped document under another name; with a duty of 12 hours beside the one for which the General Data Protection Regulation has 72.</summary>
    internal static JsonNode Document(string version, string asOf, bool twelveHours = false)
    {
        var document = JsonNode.Parse(Rulebook.Shipped.Document.Span)!;
        (document["version"], document["as_of"]) = (version, asOf);
        if (twelveHours)
        {
            var faster = document["obligations"]!.AsArray().Single(o => (string?)o!["id"] == "gdpr-authority")!.DeepClone();
            (faster["id"], faster["deadline"]) = ("gdpr-authority-12", "PT12H");
            document["obligations"]!.AsArray().Add(faster);
        }

        return document;
    }

    private static Rulebook Version(string version, string asOf, bool twelveHours = false) => Read(Document(version, asOf, twelveHours));

    private static Rulebook Read(JsonNode document)
    {
        var reading = RulebookReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));
        Assert.Empty(reading.Faults);
        return reading.Rulebook!; // Without faults there is one.
    }

    private static ProposeRulebook Propose(MemberProfile by, Rulebook rulebook) => new(by, rulebook, Rulebook.Shipped, DutyWorld.Later);

    private static ApproveRulebook Approve(MemberProfile by, Rulebook rulebook) => new(by, rulebook.Version.Digest, Rulebook.Shipped, DutyWorld.Later);

    private static RulebookVersions Given(RulebookVersions? state, Decision<RulebookEvent> decision) =>
        ((Decision<RulebookEvent>.Accepted)decision).Events.Aggregate(state, RulebookVersions.Evolve)!;
}
