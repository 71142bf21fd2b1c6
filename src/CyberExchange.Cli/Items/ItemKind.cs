namespace CyberExchange.Cli.Items;

/// <summary>The kinds of items, which share most of their commands.</summary>
/// <param name="Noun">The word on the command line.</param>
/// <param name="Path">The collection's path.</param>
public sealed record ItemKind(string Noun, string Path)
{
    public static ItemKind Incident { get; } = new("incident", "/v1/incidents");

    public static ItemKind Advisory { get; } = new("advisory", "/v1/advisories");

    public static ItemKind Signal { get; } = new("signal", "/v1/signals");

    public string One(Guid id) => $"{Path}/{id:D}";
}
