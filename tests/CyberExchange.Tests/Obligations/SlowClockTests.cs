using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Obligations;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>The clocks against <see cref="SlowClock"/>, over random incidents.</summary>
public sealed class SlowClockTests
{
    private static readonly int Incidents = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? 100_000 : 10_000;

    [Fact]
    public void The_clocks_agree_with_a_slow_and_obvious_one()
    {
        var random = new Random(20261120);
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        var (rolled, certain) = (0, 0);
        for (var i = 0; i < Incidents; i++)
        {
            var rule = Rulebook.Shipped.Obligations[random.Next(Rulebook.Shipped.Obligations.Count)];
            var facts = RandomFacts(random, rule);

            var slow = new SlowClock(rule, facts).Compute();
            using var json = JsonDocument.Parse(facts.ToJsonString());
            var fast = Told(DutyClock.Compute(rule, ClockFactsReader.Read(json.RootElement, "", [])));

            Assert.True(slow == fast.Answer, $"{rule.Id} {facts.ToJsonString()}: {slow} is right, and the clock says {fast.Answer}.");
            var until = Until(rule, facts, slow);
            Assert.True(until == fast.LawfulUntil, $"{rule.Id} {facts.ToJsonString()}: it is lawful until {until}, and the clock says {fast.LawfulUntil}.");
            certain += until is null ? 0 : 1;
            outcomes[slow.Outcome + slow.Reason] = outcomes.GetValueOrDefault(slow.Outcome + slow.Reason) + 1;
            rolled += slow.Rolled is null ? 0 : 1;
        }

        // Both are asked for everything that a clock can say.
        string[] all =
        [
            "computed", "roll_unknown", "no_statutory_period", "cannot_compute", "cannot_computedate_only", "cannot_computenonexistent_local_time",
            "cannot_computeno_offset_no_zone", "cannot_computeunknown_zone", "cannot_computeunreadable_fact",
        ];
        Assert.Equal(all.Order(StringComparer.Ordinal), outcomes.Keys.Order(StringComparer.Ordinal));
        Assert.True(certain > Incidents / 100, $"{certain} of which nobody knows whether they roll further");
        Assert.True(outcomes["computed"] > Incidents / 3 && rolled > Incidents / 50, $"{outcomes["computed"]} computed, {rolled} rolled");
    }

    // The limit if no other day than those that are listed is a holiday.
    private static DateTime? Until(Obligation rule, JsonObject facts, SlowClock.Answer slow)
    {
        if (slow.Outcome != "roll_unknown")
        {
            return null;
        }

        var known = facts.DeepClone().AsObject();
        known.Remove("holiday_coverage");
        known["holidays"] ??= new JsonArray();
        return new SlowClock(rule, known).Compute().Rolled;
    }

    private static (SlowClock.Answer Answer, DateTime? LawfulUntil) Told(ClockResult result) => (
        new(
            DutyWords.Outcomes.Text(result.Outcome),
            result.Due?.At.ToDateTimeUtc(),
            result.DueIfRolled?.At.ToDateTimeUtc(),
            result.DueMax?.At.ToDateTimeUtc(),
            string.Join(' ', result.Missing),
            result.Reason is { } reason ? DutyWords.Obstacles.Text(reason) : null),
        result.LawfulUntil?.At.ToDateTimeUtc());

    private static JsonObject RandomFacts(Random random, Obligation rule)
    {
        var facts = new JsonObject();
        var at = RandomInstant(random);
        if (random.Next(20) > 0)
        {
            facts["zone"] = random.Next(40) == 0 ? "Europe/Atlantis" : WallClock.Names[random.Next(WallClock.Names.Count)];
        }

        if (random.Next(30) > 0)
        {
            facts[rule.Trigger.FactKey()] = rule.Trigger is Trigger.IntermediateReport && random.Next(3) == 0
                ? new JsonArray(Stated(random, at), Stated(random, at.AddHours(random.Next(-200, 200))))
                : Stated(random, at);
        }

        // Around the 24 hours that decide whether the cap holds.
        if (rule.Cap is { } cap && random.Next(30) > 0)
        {
            facts[cap.Trigger.FactKey()] = Stated(random, random.Next(5) == 0 ? at.AddHours(-24) : at.AddSeconds(-random.Next(30 * 3600)));
        }

        if (random.Next(4) > 0)
        {
            facts["holidays"] = new JsonArray([.. Enumerable.Range(0, random.Next(12)).Select(_ => (JsonNode)Day(at.AddDays(random.Next(130))))]);
        }

        if (random.Next(5) == 0)
        {
            facts["holiday_coverage"] = new JsonObject { ["from"] = Day(at.AddDays(random.Next(-60, 5))), ["to"] = Day(at.AddDays(random.Next(1, 130))) };
        }

        if (random.Next(3) == 0)
        {
            facts["relief_excluded"] = random.Next(2) == 0;
        }

        if (random.Next(2) == 0)
        {
            facts["national_roll"] = "next_working_day";
        }

        return facts;
    }

    // Half of them near the places where calendars are difficult.
    private static DateTime RandomInstant(Random random)
    {
        var year = 2019 + random.Next(18);
        var second = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(366 * 24 * 3600));
        return random.Next(10) switch
        {
            0 => Near(random, new(year, 3, 31, 1, 0, 0, DateTimeKind.Utc), 8 * 24),
            1 => Near(random, new(year, 10, 31, 1, 0, 0, DateTimeKind.Utc), 8 * 24),
            2 => Near(random, new(year, 12, 31, 0, 0, 0, DateTimeKind.Utc), 24 * 10),
            3 => Near(random, new(year, 1 + random.Next(12), 1, 0, 0, 0, DateTimeKind.Utc), 24 * 2),
            4 => NightOfChange(year, 3).AddMinutes(random.Next(4 * 60)),
            5 => NightOfChange(year, 10).AddMinutes(random.Next(4 * 60)),
            _ => second,
        };
    }

    private static DateTime NightOfChange(int year, int month) => Enumerable.Range(25, 7).Select(d => new DateTime(year, month, d, 0, 0, 0, DateTimeKind.Utc)).Single(d => d.DayOfWeek is DayOfWeek.Sunday);

    private static DateTime Near(Random random, DateTime at, int hours) => at.AddMinutes(random.Next(-hours * 60, hours * 60));

    private static string Stated(Random random, DateTime utc) => random.Next(60) switch
    {
        0 => "yesterday",
        < 6 => utc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        < 18 => utc.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        < 40 => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        var n => utc.AddHours(n - 50).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + $"{(n < 50 ? '-' : '+')}{Math.Abs(n - 50):00}:00",
    };

    private static string Day(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
