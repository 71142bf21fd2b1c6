namespace CyberExchange.Server.Console.Texts;

/// <summary>What is said around a supply signal. Words of its vocabularies stand as the API has them.</summary>
public sealed record SignalText
{
    public required string Heading { get; init; }
    public required string Stage { get; init; }
    public required string ProductClass { get; init; }
    public required string Product { get; init; }
    public required string Regions { get; init; }
    public required string Everywhere { get; init; }
    public required string Observed { get; init; }
    public required string Horizon { get; init; }
    public required string Confidence { get; init; }
    public required string References { get; init; }
    public required string Outcome { get; init; }
    public required string Verdict { get; init; }
    public required string CameTrueOn { get; init; }
    public required string Explanation { get; init; }
    public required string RecordedAt { get; init; }
}
