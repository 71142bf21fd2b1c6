using System.Text.Json;
using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf;

/// <summary>Reads what a document says of itself as one of several revisions.</summary>
public static class CsafTrackings
{
    /// <summary>What the exact bytes of a document say; null where they do not say it, so that they are no valid document.</summary>
    public static DocumentTracking? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // The rest of the document is passed over: nothing of it is held.
            var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = CsafLimits.DepthMax });
            if (!TryEnter(ref reader, "document"u8) || !TryEnter(ref reader, "tracking"u8))
            {
                return null;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var tree = CsafTree.Read(bytes[start..(int)reader.BytesConsumed], new CsafFindings());
            return tree is null ? null : Of(tree.Root);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What <c>/document/tracking</c> says.</summary>
    internal static DocumentTracking? Of(CsafNode tracking)
    {
        if (!IsVersion(tracking["version"u8]) || !tracking["initial_release_date"u8].TryInstant(out var initial)
            || !tracking["current_release_date"u8].TryInstant(out var current))
        {
            return null;
        }

        var history = new List<HistoryEntry>();
        foreach (var entry in tracking["revision_history"u8].Items())
        {
            if (!IsVersion(entry["number"u8]) || !entry["date"u8].TryInstant(out var at))
            {
                return null;
            }

            history.Add(new(entry["number"u8].Text, at, entry["summary"u8].Text));
        }

        return new(tracking["version"u8].Text, tracking["status"u8].Text, initial, current, history);
    }

    private static bool IsVersion(CsafNode node) => node.IsText && CsafFormats.IsVersion(node.Text);

    // Goes on to the value of a member of the object that begins here, or is the next.
    private static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType is JsonTokenType.None && !reader.Read())
        {
            return false;
        }

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
