using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>What a revision may not take back of the document whose place it takes.</summary>
public sealed class TrackingStepTests
{
    private const string Tracking = "/document/document/tracking";

    private static readonly DateTimeOffset First = new(2026, 2, 3, 8, 0, 0, TimeSpan.Zero);

    private static readonly DocumentTracking Present = Of("2", "final", Entry("1", 0), Entry("2", 1));

    private static readonly DocumentTracking Next = Of("3", "final", Entry("1", 0), Entry("2", 1), Entry("3", 2));

    private static readonly DocumentTracking Draft = Of("0.2.0", "draft", Entry("0.1.0", 0), Entry("0.2.0", 1));

    [Fact]
    public void A_revision_that_adds_to_the_history_is_taken()
    {
        Taken(Present, Next);
        Taken(Present with { Status = "interim" }, Next);
        Taken(Present, Next with { Status = "interim" });
        Taken(Present, Next with { History = [Entry("3", 2), Entry("2", 1), Entry("1", 0)] });
        Taken(Of("1.0.0+1", "final", Entry("1.0.0+1", 0)), Of("1.1.0", "final", Entry("1.0.0+2", 0), Entry("1.1.0", 1)));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3.0.0")]
    public void A_version_that_does_not_follow_is_refused(string version) =>
        Refused(Present, Next with { Version = version }, "/version", RefusalCode.VersionNotNewer);

    [Fact]
    public void The_kind_of_version_stays()
    {
        Assert.Contains("of another kind", Refused(Present, Next with { Version = "3.0.0" }, "/version", RefusalCode.VersionNotNewer), StringComparison.Ordinal);
        Assert.Contains("of another kind", Refused(Draft, Next, "/version", RefusalCode.VersionNotNewer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("final")]
    [InlineData("interim")]
    public void What_was_released_is_no_draft_again(string present) =>
        Refused(Present with { Status = present }, Next with { Status = "draft" }, "/status");

    [Fact]
    public void The_initial_release_has_one_date() => Refused(Present, Next with { InitialReleaseAt = First.AddDays(1) }, "/initial_release_date");

    [Fact]
    public void An_instant_is_the_same_in_every_zone() => Taken(Present, Next with { InitialReleaseAt = First.ToOffset(TimeSpan.FromHours(9)) });

    [Fact]
    public void A_revision_is_not_released_before_the_present_document()
    {
        Refused(Present, Next with { CurrentReleaseAt = Present.CurrentReleaseAt.AddSeconds(-1) }, "/current_release_date");
        Taken(Present, Next with { CurrentReleaseAt = Present.CurrentReleaseAt });
    }

    [Fact]
    public void An_entry_of_the_history_is_not_dropped() =>
        Assert.Contains("version 1 ", Refused(Present, Next with { History = [Entry("2", 1), Entry("3", 2)] }, "/revision_history"), StringComparison.Ordinal);

    [Fact]
    public void An_entry_of_the_history_is_not_rewritten()
    {
        Refused(Present, Next with { History = [Entry("1", 0), Entry("2", 5), Entry("3", 2)] }, "/revision_history/1/date");
        Refused(Present, Next with { History = [Entry("3", 2), Entry("2", 1), Entry("1", 0) with { Summary = "Nothing." }] }, "/revision_history/2/summary");
    }

    [Fact]
    public void What_was_said_before_the_first_release_may_go()
    {
        Taken(Draft, Of("1.0.0", "final", Entry("1.0.0", 9)) with { InitialReleaseAt = First.AddDays(9) });
        Taken(Draft, Of("0.3.0", "draft", Entry("0.3.0", 9)));
        Taken(Of("1.0.0-rc.2", "draft", Entry("1.0.0-rc.1", 0), Entry("1.0.0-rc.2", 1)), Of("1.0.0", "final", Entry("1.0.0", 2)));
        Taken(Of("0", "draft", Entry("0", 0)), Of("1", "final", Entry("1", 1)));
    }

    [Fact]
    public void A_draft_after_a_release_keeps_the_release() =>
        Refused(Of("2.0.0-1", "draft", Entry("1.0.0", 0), Entry("2.0.0-1", 1)), Of("2.0.0", "final", Entry("2.0.0", 2)), "/revision_history");

    [Fact]
    public void Who_imported_a_document_follows_its_publisher_whatever_that_takes_back()
    {
        var held = new Advisory(new(Guid.Empty), new(CertEu.Id, CertEu.Jurisdiction, CyberExchange.Domain.Sharing.SharingTerms.OriginatorOnly(CyberExchange.Domain.Sharing.TlpLabel.Clear), EmbargoLifted: false), Provenance.ThirdParty, Document, 1, 0, null);
        var later = Document with { Sha512 = new string('b', 128), TrackingVersion = "3" };
        var rewriting = new ReviseAdvisory(CertEu, later) { Step = new(Present, Next with { History = [Entry("3", 2)] }) };

        Assert.IsType<Decision<AdvisoryEvent>.Accepted>(rewriting.Decide(held));
        Then.Refused(rewriting.Decide(held with { Provenance = Provenance.Coordinator }), RefusalCode.Invalid, $"{Tracking}/revision_history");
        Then.Refused((rewriting with { Document = later with { TrackingVersion = "1" } }).Decide(held), RefusalCode.VersionNotNewer, $"{Tracking}/version");
    }

    private static DocumentTracking Of(string version, string status, params HistoryEntry[] history) => new(version, status, First, history[^1].At, history);

    private static HistoryEntry Entry(string number, int days) => new(number, First.AddDays(days), $"Version {number.Split('+')[0]}.");

    private static void Taken(DocumentTracking present, DocumentTracking next)
    {
        Assert.Null(TrackingStep.CheckVersion(next.Version, present.Version) ?? new TrackingStep(present, next).CheckHistory());
    }

    private static string Refused(DocumentTracking present, DocumentTracking next, string pointer, RefusalCode code = RefusalCode.Invalid)
    {
        var refusal = TrackingStep.CheckVersion(next.Version, present.Version) ?? new TrackingStep(present, next).CheckHistory();
        Assert.Equal((code, Tracking + pointer), (refusal?.Code, refusal?.Pointer));
        return refusal!.Detail; // Just asserted.
    }
}
