using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Items;

/// <summary>Entity tags of pages.</summary>
public static class PageTag
{
    /// <summary>
    /// The tag of a page: of its documents, and of whether there is more. Its cursor is left out, which is sealed anew each
    /// time and opens to the same place.
    /// </summary>
    public static string Of<T>(IReadOnlyList<T> documents, JsonTypeInfo<T> shape, bool more)
    {
        using var buffer = new MemoryStream();
        foreach (var document in documents)
        {
            JsonSerializer.Serialize(buffer, document, shape);
            buffer.WriteByte((byte)'\n');
        }

        buffer.WriteByte((byte)(more ? '+' : '.'));
        return EntityTags.Of(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
