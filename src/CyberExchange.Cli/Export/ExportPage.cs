using System.Text.Json;

namespace CyberExchange.Cli.Export;

/// <summary>A page of the feed with its documents as the exchange wrote them, members that this program does not know included.</summary>
public sealed record ExportPage(IReadOnlyList<ExportEntry> Entries, string Cursor, bool More);

/// <summary>One entry: an item's document, or none where it is no longer the caller's to see.</summary>
public sealed record ExportEntry(Guid Id)
{
    public JsonElement? Incident { get; init; }

    public JsonElement? Advisory { get; init; }

    public JsonElement? Signal { get; init; }
}
