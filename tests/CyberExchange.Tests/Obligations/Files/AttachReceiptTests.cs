using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Tests.Domain;
using Xunit;
using static CyberExchange.Tests.Domain.World;
using static CyberExchange.Tests.Obligations.Files.DutyWorld;

namespace CyberExchange.Tests.Obligations.Files;

public sealed class AttachReceiptTests
{
    private static readonly string Named = new('9', 64);

    private static DutyFile Submitted => Given(Decided).After(Submit("gdpr-authority", "2026-11-21T12:00:00Z", GridEu.Id).Decide(Given(Decided)));

    [Fact]
    public void The_bytes_that_the_submission_names_are_kept() => Then.Happens(
        DutyEventCatalog.Catalog,
        Attach().Decide(Submitted),
        new DutyEvent.DutyReceiptAttached(new(Id(501)), 5, new(Id(301)), "sealed", By));

    [Fact]
    public void Other_bytes_are_refused() => Then.Refused(Attach(sha256: new string('8', 64)).Decide(Submitted), RefusalCode.Invalid, "");

    [Fact]
    public void A_submission_without_a_receipt_takes_none_and_an_unknown_one_is_not_found()
    {
        var delivered = Given(Decided).After(Submit("gdpr-authority", at: null, GridEu.Id).Decide(Given(Decided)));

        Then.Refused(Attach().Decide(delivered), RefusalCode.Invalid, "");
        Then.Refused(Attach(submission: 502).Decide(Submitted), RefusalCode.NotFound, "");
        Then.Refused(Attach().Decide(null), RefusalCode.NotFound, "");
    }

    [Fact]
    public void What_is_kept_already_is_kept_once_and_stays_what_it_is()
    {
        var kept = Submitted.After(Attach().Decide(Submitted));

        Then.Happens(DutyEventCatalog.Catalog, Attach(sealedAs: "sealed anew").Decide(kept));
        Assert.Equal(new KeptReceipt(kept.Entries, 5, new(Id(301)), "sealed"), Assert.Single(kept.Submissions).Kept);
        Then.Refused(Attach(sha256: new string('8', 64)).Decide(kept), RefusalCode.Invalid, "");
    }

    [Fact]
    public void A_closed_file_takes_a_receipt_that_came_late() =>
        Assert.IsType<Decision<DutyEvent>.Accepted>(Attach().Decide(Submitted.After(new CloseDutyFile(Incident, Owner, By, "Done.").Decide(Submitted))));

    [Fact]
    public void So_many_receipts_of_a_file_are_kept_and_no_more()
    {
        var one = Submitted.Submissions.Single();
        var full = Submitted with
        {
            Submissions = [one, .. Enumerable.Range(0, AttachReceipt.ReceiptsMax).Select(n => one with { Id = new(Id(600 + n)), Kept = new(1, 5, new(Id(301)), "sealed") })],
        };

        Then.Refused(Attach().Decide(full), RefusalCode.Invalid, "");
        Assert.IsType<Decision<DutyEvent>.Accepted>(Attach().Decide(full with { Submissions = [.. full.Submissions.SkipLast(1)] }));
    }

    [Fact]
    public void The_authority_that_it_was_submitted_to_is_not_told_that_it_is_kept()
    {
        var line = Line("gdpr-authority", Submitted.After(Attach().Decide(Submitted)));

        Assert.NotNull(Assert.Single(line.Submissions).Kept);
        Assert.Null(Assert.Single(line.For(GridEu.Id).Submissions).Kept);
    }

    private static AttachReceipt Attach(string? sha256 = null, int submission = 501, string sealedAs = "sealed") =>
        new(By, new(Id(submission)), sha256 ?? Named, Bytes: 5, new(Id(301)), sealedAs);
}
