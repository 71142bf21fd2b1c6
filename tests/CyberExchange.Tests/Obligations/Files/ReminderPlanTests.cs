using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Tests.Domain;
using Xunit;
using static CyberExchange.Tests.Obligations.Files.DutyWorld;

namespace CyberExchange.Tests.Obligations.Files;

public sealed class ReminderPlanTests
{
    private const string Due = "2026-11-23T00:30:00Z";

    private static readonly DateTimeOffset Since = new(2026, 11, 20, 0, 30, 0, TimeSpan.Zero);

    // Of 72 hours: 36, 54, 64.8 and the end.
    [Theory]
    [InlineData(35 * 60, 0)]
    [InlineData(36 * 60, 50)]
    [InlineData(54 * 60, 75)]
    [InlineData((64 * 60) + 48, 90)]
    [InlineData(72 * 60, 90)]
    [InlineData((72 * 60) + 1, 100)]
    [InlineData(2_000 * 60, 100)]
    public void The_latest_passed_fraction_stands_for_those_before_it(int minutes, int percent) =>
        Assert.Equal(percent, Plan().PassedAt(Since.AddMinutes(minutes)));

    [Fact]
    public void Each_fraction_has_its_instant_and_after_the_last_there_is_none()
    {
        Assert.Equal(Since.AddHours(36), Plan().NextAfter(0));
        Assert.Equal(Since.AddHours(54), Plan().NextAfter(50));
        Assert.Equal(Since.AddHours(64).AddMinutes(48), Plan().NextAfter(75));
        Assert.Equal(Line("gdpr-authority", Given(Known)).LateFrom, Plan().NextAfter(90));
        Assert.Null(Plan().NextAfter(100));
    }

    [Fact]
    public void Whoever_learns_of_a_due_time_that_is_past_is_told_once_that_it_is_over()
    {
        var plan = ReminderPlan.Of(Line("gdpr-authority", Given(Known)), Since.AddHours(80))!;

        Assert.Equal(plan.LateFrom, plan.NextAfter(0));
        Assert.Equal(100, plan.PassedAt(Since.AddHours(80)));
    }

    [Fact]
    public void A_fraction_is_told_once_and_only_while_the_duty_stands_as_it_did()
    {
        var file = Given(Known);
        var remind = new RemindOfDuty("gdpr-authority", Due, 75, Stated, Rulebook.Shipped);

        Then.Happens(DutyEventCatalog.Catalog, remind.Decide(file), new DutyEvent.DutyReminded("gdpr-authority", Due, 75, "next", "not_known"));
        var reminded = file.After(remind.Decide(file));
        Then.NothingHappens(remind.Decide(reminded));
        Then.NothingHappens((remind with { Percent = 50 }).Decide(reminded));
        Then.NothingHappens((remind with { Due = "2026-11-23T00:31:00Z" }).Decide(file));
        Then.NothingHappens(remind.Decide(file.After(Submit("gdpr-authority", "2026-11-22T14:00:00+01:00").Decide(file))));
        Then.NothingHappens(remind.Decide(file.After(Record("awareness", "2026-11-20T08:00:00+09:00", corrects: 2).Decide(file))));
        Then.NothingHappens(remind.Decide(null));
    }

    // The law says promptly: what is over then is the organisation's own target.
    [Theory]
    [InlineData("gdpr-authority", Due, 90, "next")]
    [InlineData("gdpr-authority", Due, 100, "overdue")]
    [InlineData("jp-appi-persons", "2026-11-23T00:30:00Z", 100, "promptly")]
    [InlineData("dora-initial", "2026-11-22T13:00:00Z", 90, "next")]
    [InlineData("dora-initial", "2026-11-22T13:00:00Z", 100, "target_passed")]
    public void A_reminder_says_how_the_duty_stood_and_whether_it_applied(string obligation, string due, int percent, string state)
    {
        var (open, decided) = (Given([.. Known, Sunday]), Given([.. Decided, Sunday]));
        var remind = new RemindOfDuty(obligation, due, percent, Stated, Rulebook.Shipped);

        Then.Happens(DutyEventCatalog.Catalog, remind.Decide(open), new DutyEvent.DutyReminded(obligation, due, percent, state, "not_known"));
        Then.Happens(DutyEventCatalog.Catalog, remind.Decide(decided), new DutyEvent.DutyReminded(obligation, due, percent, state, "applies"));
    }

    private static DutyEvent.DutyFactRecorded Sunday => Fact("classification", "2026-11-22T10:00:00+01:00");

    private static ReminderPlan Plan() => ReminderPlan.Of(Line("gdpr-authority", Given(Known)), Since)!; // It has a due time.
}
