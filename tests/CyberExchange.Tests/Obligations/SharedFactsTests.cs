using System.Globalization;
using System.Text.Json;
using CyberExchange.Domain.Obligations;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>The rulebook and the clocks against the facts from which they were made.</summary>
public sealed class SharedFactsTests : IDisposable
{
    // What our form says of its own: whom a rule reaches is said more closely, and a search number is no source.
    private static readonly string[] OfOurOwn = ["requires", "requires_any", "unless", "replaced_by", "yields_to"];

    private readonly JsonDocument _facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.Require("facts"), "obligations.json")));
    private readonly JsonDocument _shipped = JsonDocument.Parse(Rulebook.Shipped.Document);

    public void Dispose()
    {
        _facts.Dispose();
        _shipped.Dispose();
    }

    [Fact]
    public void The_clocks_agree_with_every_vector_of_the_facts()
    {
        var vectors = Facts("test_vectors").Select(v => new ClockVector(v)).ToList();

        Assert.Equal(40, vectors.Count);
        Assert.All(vectors, v => v.Check(Rulebook.Shipped));
    }

    [Fact]
    public void The_version_is_the_facts()
    {
        var meta = _facts.RootElement.GetProperty("_meta");

        Assert.Equal(meta.GetProperty("version").GetString(), Rulebook.Shipped.Version.Id);
        Assert.Equal(meta.GetProperty("as_of").GetString(), Rulebook.Shipped.AsOf.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_obligation_says_what_the_facts_say()
    {
        var ours = Shipped("obligations");
        Assert.Equal(Facts("obligations").Select(Id), ours.Select(Id));
        foreach (var (fact, rule) in Facts("obligations").Zip(ours))
        {
            foreach (var member in fact.EnumerateObject().Where(m => m.Name is not ("applies_to" or "cap")))
            {
                Assert.True(Text(member.Value) == Text(rule, member.Name), $"{Id(rule)} {member.Name}");
            }

            foreach (var reach in fact.GetProperty("applies_to").EnumerateObject())
            {
                Assert.True(Text(reach.Value) == Text(rule.GetProperty("applies_to"), reach.Name), $"{Id(rule)} {reach.Name}");
            }

            if (fact.GetProperty("cap") is { ValueKind: JsonValueKind.Object } cap)
            {
                Assert.Equal((Text(cap, "trigger"), Text(cap, "deadline")), (Text(rule.GetProperty("cap"), "trigger"), Text(rule.GetProperty("cap"), "deadline")));
            }

            // And nothing is added that the facts do not say, but for whom it reaches, and the final report's relief (art. 5(4)).
            Assert.Empty(rule.EnumerateObject().Select(m => m.Name).Except(fact.EnumerateObject().Select(m => m.Name)).Except(Id(rule) is "dora-final" ? ["relief_open_to_all"] : []));
            Assert.Empty(rule.GetProperty("applies_to").EnumerateObject().Select(m => m.Name).Except(["entity_kinds", "sectors"]).Except(OfOurOwn));
        }
    }

    [Fact]
    public void What_was_read_is_what_the_document_says()
    {
        foreach (var (fact, rule) in Facts("obligations").Zip(Rulebook.Shipped.Obligations))
        {
            Assert.Equal(
                (Text(fact, "deadline"), Text(fact, "clock"), Text(fact, "roll_rule"), Text(fact, "status"), Text(fact, "trigger"), Text(fact, "deadline_kind")),
                (rule.Deadline?.ToString(), DutyWords.Clocks.Text(rule.Clock), DutyWords.RollRules.Text(rule.RollRule), DutyWords.Statuses.Text(rule.Status), DutyWords.Triggers.Text(rule.Trigger), DutyWords.DeadlineKinds.Text(rule.DeadlineKind)));
            Assert.Equal(
                (Text(fact, "effective_from"), Text(fact, "effective_to"), fact.GetProperty("verified").GetBoolean()),
                (rule.EffectiveFrom?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), rule.EffectiveTo?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), rule.Verified));
        }
    }

    [Fact]
    public void Every_threshold_says_what_the_facts_say()
    {
        var ours = Shipped("thresholds");
        Assert.Equal(Facts("thresholds").Select(Id), ours.Select(Id));
        foreach (var (fact, threshold) in Facts("thresholds").Zip(ours))
        {
            foreach (var member in fact.EnumerateObject().Where(m => m.Name is not ("params" or "verified_at")))
            {
                Assert.True(Text(member.Value) == Text(threshold, member.Name), $"{Id(threshold)} {member.Name}");
            }

            var figures = fact.GetProperty("params") is { ValueKind: JsonValueKind.Object } stated ? stated.EnumerateObject().ToDictionary(p => p.Name, p => Text(p.Value)!) : [];
            if (figures.Remove("criterion", out var criterion))
            {
                Assert.Equal(criterion, Text(threshold, "criterion"));
            }

            Assert.Equal(figures.OrderBy(f => f.Key, StringComparer.Ordinal), Rulebook.Shipped.Thresholds.Single(t => t.Id == Id(fact)).Params.OrderBy(f => f.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_roll_rule_says_what_the_facts_say()
    {
        var facts = _facts.RootElement.GetProperty("_meta").GetProperty("roll_rules").EnumerateArray().ToList();
        var ours = Shipped("roll_rules");

        Assert.Equal(facts.Select(Id), ours.Select(Id));
        Assert.All(facts.Zip(ours), pair => Assert.All(pair.First.EnumerateObject(), m => Assert.Equal(Text(m.Value), Text(pair.Second, m.Name))));
    }

    private List<JsonElement> Facts(string section) => [.. _facts.RootElement.GetProperty(section).EnumerateArray()];

    private List<JsonElement> Shipped(string section) => [.. _shipped.RootElement.GetProperty(section).EnumerateArray()];

    private static string Id(JsonElement entry) => entry.GetProperty("id").GetString()!;

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when value.GetArrayLength() == 0 => null,
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join('\n', value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name}={Text(m.Value)}")),
        _ => value.GetRawText(),
    };
}
