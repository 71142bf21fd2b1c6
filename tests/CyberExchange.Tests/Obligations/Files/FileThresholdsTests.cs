using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using Xunit;
using static CyberExchange.Tests.Obligations.Files.DutyWorld;

namespace CyberExchange.Tests.Obligations.Files;

/// <summary>What the answers in a file come to. Nothing follows from it: that is decided by a person.</summary>
public sealed class FileThresholdsTests
{
    // APPI Enforcement Rules art. 7(iv): more than 1 000 persons.
    [Theory]
    [InlineData("1000", ThresholdVerdict.NotMet)]
    [InlineData("1001", ThresholdVerdict.Met)]
    public void An_answer_that_came_with_a_decision_meets_the_threshold_or_does_not(string persons, ThresholdVerdict verdict)
    {
        // The decision says the opposite of what the answers come to, and stands.
        var file = Given([.. Known, Decided("appi_reportable", holds: verdict is not ThresholdVerdict.Met, new AnsweredQuestion("appi-thousand", "persons", persons))]);

        var found = Of(file, "appi_reportable");

        Assert.Equal((verdict, true), (found["appi-thousand"].Finding.Verdict, found["appi-thousand"].InForce));
        Assert.Empty(found["appi-thousand"].Finding.Open);
        Assert.Equal(ThresholdVerdict.NotAnswered, found["appi-malicious"].Finding.Verdict);
        Assert.NotEmpty(found["appi-malicious"].Finding.Open);
        Assert.Equal(verdict is not ThresholdVerdict.Met, file.DecisionOn("appi_reportable")!.Holds);
    }

    [Fact]
    public void Of_one_question_the_last_answer_counts_whichever_decision_it_came_with_and_others_stay()
    {
        var file = Given(
        [
            .. Known,
            Decided("appi_reportable", holds: true, new("appi-thousand", "persons", "5000"), new("appi-malicious", "yes", "no"), new(null, "Who said so?", "5000")),
            Decided("appi_reportable", holds: true, new AnsweredQuestion("appi-thousand", "persons", "12")),
        ]);
        var thresholds = new FileThresholds(file, Stated, Rulebook.Shipped);
        var found = Of(file, "appi_reportable");

        Assert.Equal(ThresholdVerdict.NotMet, found["appi-thousand"].Finding.Verdict);
        Assert.Equal(ThresholdVerdict.NotMet, found["appi-malicious"].Finding.Verdict);
        var persons = Rulebook.Shipped.Thresholds.Single(t => t.Id == "appi-thousand");
        Assert.Equal("12", thresholds.Given(persons, persons.Questions.Single()));
    }

    [Fact]
    public void An_answer_that_the_rulebook_asks_for_no_more_is_left_aside()
    {
        var file = Given(
        [
            .. Known,
            Decided("appi_reportable", holds: true, new("appi-thousand", "households", "5000"), new("appi-hundred", "persons", "5000"), new("appi-thousand", "persons", "many")),
        ]);

        Assert.All(Of(file, "appi_reportable").Values, one => Assert.Equal(ThresholdVerdict.NotAnswered, one.Finding.Verdict));
    }

    // Implementing Regulation (EU) 2024/2690 has applied since 7 November 2024.
    [Fact]
    public void A_threshold_is_shown_whether_it_was_in_force_on_the_day_or_not()
    {
        DutyEvent[] early = [new DutyEvent.DutyFileOpened(Incident, Owner), Fact("awareness", "2024-11-06T12:00:00+01:00")];

        Assert.Equal((false, true), (Of(Given(early), "nis2_significant")["2690-7-cloud"].InForce, Of(Given(early), "nis2_significant")["nis2-significant"].InForce));
        Assert.True(Of(Given(Known), "nis2_significant")["2690-7-cloud"].InForce);
        Assert.Null(Of(Given(new DutyEvent.DutyFileOpened(Incident, Owner)), "nis2_significant")["2690-7-cloud"].InForce);
        Assert.All(Of(Given(Known), "nis2_significant", profile: null).Values, one => Assert.Null(one.InForce));
    }

    private static DutyEvent.DutySignificanceDecided Decided(string condition, bool holds, params AnsweredQuestion[] answers) => new(condition, holds, answers, "So it is.", By);

    private static Dictionary<string, FoundThreshold> Of(DutyFile file, string condition) => Of(file, condition, Stated);

    private static Dictionary<string, FoundThreshold> Of(DutyFile file, string condition, StatedProfile? profile) =>
        new FileThresholds(file, profile, Rulebook.Shipped).Of(Rulebook.Shipped.Condition(condition)).ToDictionary(one => one.Finding.Threshold.Id, StringComparer.Ordinal);
}
