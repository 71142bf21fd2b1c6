using System.Text.Json;
using CyberExchange.Domain.Obligations;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>
/// Vectors of our own. Most results were written down by hand, with the reason in <c>explanation</c>, and all agree with a
/// computation in another language over another copy of the time zone database.
/// </summary>
public sealed class OwnVectorsTests : IDisposable
{
    private readonly JsonDocument _document = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Obligations", "vectors.json")));

    private List<ClockVector> Vectors => [.. _document.RootElement.EnumerateArray().Select(v => new ClockVector(v))];

    public void Dispose() => _document.Dispose();

    [Fact]
    public void The_clocks_agree_with_every_vector() => Assert.All(Vectors, v => v.Check(Rulebook.Shipped));

    [Fact]
    public void Every_rule_has_a_vector_that_cites_it()
    {
        Assert.True(Vectors.Count >= 120, $"{Vectors.Count} vectors");
        Assert.Equal(Vectors.Count, Vectors.Select(v => v.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(Rulebook.Shipped.Obligations.Select(o => o.Id).Except(Vectors.Select(v => v.ObligationId), StringComparer.Ordinal));
        Assert.All(Vectors, v => Assert.Equal(Rulebook.Shipped.Find(v.ObligationId)!.Source, v.Text("citation")));
    }
}
