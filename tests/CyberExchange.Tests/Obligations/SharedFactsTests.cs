using System.Text.Json;
using CyberExchange.Domain.Obligations;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>The rulebook and the clocks against the facts from which they were made.</summary>
public sealed class SharedFactsTests
{
    [Fact]
    public void The_clocks_agree_with_every_vector_of_the_facts()
    {
        using var facts = Facts();
        var vectors = facts.RootElement.GetProperty("test_vectors").EnumerateArray().Select(v => new ClockVector(v)).ToList();

        Assert.Equal(40, vectors.Count);
        Assert.All(vectors, v => v.Check(Rulebook.Shipped));
    }

    private static JsonDocument Facts() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.Require("facts"), "obligations.json")));
}
