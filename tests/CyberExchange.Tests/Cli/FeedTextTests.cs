using CyberExchange.Cli.Feed;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class FeedTextTests
{
    private static readonly DateTimeOffset Due = new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("next", 75, "applies", "due 2026-11-22T13:00:00Z, 75 % of the time has passed")]
    [InlineData("overdue", 100, "applies", "was due 2026-11-22T13:00:00Z")]
    [InlineData("overdue", 100, "not_known", "was due 2026-11-22T13:00:00Z, if it applies")]
    [InlineData("target_passed", 100, "applies", "its target 2026-11-22T13:00:00Z has passed, and whether a day off moves it is not known")]
    [InlineData("promptly", 100, "applies", "your own target 2026-11-22T13:00:00Z has passed")]
    [InlineData("revision_required", null, null, "the authority asks for another report")]
    [InlineData(null, 100, null, "was due 2026-11-22T13:00:00Z")]
    public void A_reminder_says_what_was_known_of_its_duty(string? state, int? percent, string? verdict, string said) =>
        Assert.Equal($"2026-11-22T13:00:01Z  reminder  {Guid.Empty}  {said}  dora-initial  Initial notification", FeedText.Line(new()
        {
            Type = "reminder",
            Id = Guid.Empty,
            Cursor = "",
            Reminder = new()
            {
                Incident = Guid.Empty,
                Obligation = "dora-initial",
                Title = "Initial notification",
                Due = percent is null ? null : Due,
                Percent = percent,
                State = state,
                Verdict = verdict,
                RemindedAt = Due.AddSeconds(1),
            },
        }));
}
