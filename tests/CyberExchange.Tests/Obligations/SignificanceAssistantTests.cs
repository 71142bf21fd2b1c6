using CyberExchange.Domain.Obligations;
using NodaTime;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>The threshold questions: what answers come to, and that they conclude nothing.</summary>
public sealed class SignificanceAssistantTests
{
    private static readonly LocalDate Day = new(2026, 11, 20);

    public static TheoryData<string, string, ThresholdVerdict> Cases => new()
    {
        // 2024/2690 art. 3(1)(a): above 500 000 euro or 5 % of turnover, whichever is lower.
        { "2690-3-loss", "loss_eur=500000.01", ThresholdVerdict.Met },
        { "2690-3-loss", "loss_eur=500000 loss_turnover_share=0.05", ThresholdVerdict.NotMet },
        { "2690-3-loss", "loss_eur=1000 loss_turnover_share=0.051", ThresholdVerdict.Met },
        { "2690-3-loss", "loss_eur=1000", ThresholdVerdict.NotAnswered },
        // Art. 4: at least two.
        { "2690-4-recurring", "incidents=2 same_cause=yes joint_loss=yes", ThresholdVerdict.Met },
        { "2690-4-recurring", "incidents=1", ThresholdVerdict.NotMet },
        { "2690-4-recurring", "incidents=2 same_cause=yes", ThresholdVerdict.NotAnswered },
        // Art. 5: fewer than 1 000 names and at most 1 % by misconfiguration are exempt.
        { "2690-5-dns", "unavailable_minutes=31", ThresholdVerdict.Met },
        { "2690-5-dns", "unavailable_minutes=30 slow_hours=1 data_compromised=yes misconfiguration=yes wrong_names=999 wrong_share=0.01", ThresholdVerdict.NotMet },
        { "2690-5-dns", "data_compromised=yes misconfiguration=yes wrong_names=1000", ThresholdVerdict.Met },
        { "2690-5-dns", "data_compromised=yes misconfiguration=yes wrong_names=10 wrong_share=0.02", ThresholdVerdict.Met },
        { "2690-5-dns", "data_compromised=yes misconfiguration=no", ThresholdVerdict.Met },
        // Art. 7: 30 minutes; or limited for over an hour for over 5 % or a million users.
        { "2690-7-cloud", "unavailable_minutes=30.5", ThresholdVerdict.Met },
        { "2690-7-cloud", "limited_hours=2 limited_users=1000001", ThresholdVerdict.Met },
        { "2690-7-cloud", "limited_hours=1 limited_users=5000000 unavailable_minutes=0 malicious_compromise=no compromised_user_share=0 compromised_users=0", ThresholdVerdict.NotMet },
        { "2690-14-tsp", "compromised_count=101", ThresholdVerdict.Met },
        { "dora-duration", "duration_hours=24 downtime_hours=2", ThresholdVerdict.NotMet },
        { "dora-duration", "downtime_hours=2.1", ThresholdVerdict.Met },
        { "dora-geography", "member_states=2", ThresholdVerdict.Met },
        { "dora-recurring", "incidents=3 same_cause=yes joint_criteria=yes exempt_entity=yes", ThresholdVerdict.NotMet },
        { "appi-thousand", "persons=1000", ThresholdVerdict.NotMet },
        { "appi-thousand", "persons=1001", ThresholdVerdict.Met },
        { "tba-serious", "users=30000 hours=2", ThresholdVerdict.Met },
        { "tba-serious", "users=29999", ThresholdVerdict.NotMet },
        { "tba-cable", "all_cut=yes hours=2", ThresholdVerdict.Met },
        { "cer-significant", "significant=no member_states=6", ThresholdVerdict.Met },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Answers_come_to_what_the_law_says(string id, string answers, ThresholdVerdict verdict) =>
        Assert.Equal(verdict, Evaluate(id, answers.Split(' ').Select(a => $"{id}:{a}")).Verdict);

    // 2024/1772 art. 8: a critical service, and malicious access or two criteria; clients and transactions are one criterion.
    [Theory]
    [InlineData("dora-major:critical_service=yes dora-access:yes=yes", ThresholdVerdict.Met)]
    [InlineData("dora-major:critical_service=no dora-access:yes=yes", ThresholdVerdict.NotMet)]
    [InlineData("dora-major:critical_service=yes dora-access:yes=no dora-clients:clients=200000 dora-transactions:number_share=0.2", ThresholdVerdict.NotAnswered)]
    [InlineData("dora-major:critical_service=yes dora-clients:clients=200000 dora-geography:member_states=3", ThresholdVerdict.Met)]
    [InlineData("dora-major:critical_service=yes", ThresholdVerdict.NotAnswered)]
    public void Criteria_are_counted_once(string answers, ThresholdVerdict verdict) => Assert.Equal(verdict, Evaluate("dora-major", answers.Split(' ')).Verdict);

    [Fact]
    public void One_criterion_alone_is_not_two()
    {
        string[] others =
        [
            "dora-major:critical_service=yes", "dora-access:yes=no", "dora-clients:clients=200000", "dora-transactions:number_share=0.2", "dora-duration:duration_hours=1",
            "dora-duration:downtime_hours=1", "dora-geography:member_states=1", "dora-economic:cost_eur=100000", "dora-reputation:yes=no", "dora-data-loss:yes=no",
        ];

        Assert.Equal(ThresholdVerdict.NotMet, Evaluate("dora-major", others).Verdict);
    }

    [Fact]
    public void What_is_open_is_asked_and_what_is_decided_is_not()
    {
        Assert.Equal(["loss_turnover_share"], Evaluate("2690-3-loss", ["2690-3-loss:loss_eur=1"]).Open.Select(q => q.Id));
        Assert.Empty(Evaluate("2690-3-loss", ["2690-3-loss:loss_eur=600000"]).Open);
        Assert.Equal(2, Evaluate("2690-3-loss", []).Open.Count);
    }

    [Fact]
    public void A_condition_brings_the_questions_of_its_law_and_time()
    {
        var condition = Rulebook.Shipped.Conditions.Single(c => c.Id == "nis2_significant");

        Assert.Contains("2690-7-cloud", SignificanceAssistant.For(Rulebook.Shipped, condition, Day).Select(t => t.Id));
        Assert.Equal(["nis2-significant"], SignificanceAssistant.For(Rulebook.Shipped, condition, new(2024, 11, 6)).Select(t => t.Id));
    }

    [Fact]
    public void Every_threshold_but_guidance_asks_what_its_tests_read_and_belongs_to_a_condition()
    {
        var asked = Rulebook.Shipped.Conditions.SelectMany(c => c.Thresholds).ToHashSet(StringComparer.Ordinal);

        Assert.All(Rulebook.Shipped.Thresholds, t => Assert.Contains(t.Id, asked));
        Assert.All(Rulebook.Shipped.Thresholds.Where(t => t.Role is not ThresholdRole.Guidance), t => Assert.NotEmpty(t.Questions));
        Assert.All(Rulebook.Shipped.Conditions, c => Assert.Contains(Rulebook.Shipped.Obligations, o => o.Requires.Concat(o.RequiresAny).Concat(o.Unless).Contains(c.Id, StringComparer.Ordinal)));
    }

    private static ThresholdFinding Evaluate(string id, IEnumerable<string> answers) => SignificanceAssistant.Evaluate(
        Rulebook.Shipped,
        Rulebook.Shipped.Thresholds.Single(t => t.Id == id),
        answers.Select(a => a.Split(':', '=')).ToDictionary(
            a => (a[0], a[1]),
            a => a[2] is "yes" or "no" ? ThresholdAnswer.Of(a[2] is "yes") : ThresholdAnswer.Of(decimal.Parse(a[2], System.Globalization.CultureInfo.InvariantCulture))));
}
