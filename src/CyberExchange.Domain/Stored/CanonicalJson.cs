using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CyberExchange.Domain.Stored;

/// <summary>JSON in one form only, so that equal values are equal bytes and what was hashed is what is stored.</summary>
/// <remarks>RFC 8785 for the values that stored shapes use: strings, whole numbers within 2^53, booleans, null, arrays, objects.</remarks>
public static class CanonicalJson
{
    private const long WholeNumberMax = 1L << 53;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Writes a value in canonical form.</summary>
    /// <exception cref="NotSupportedException">The shape holds a fraction or a number beyond 2^53: store those as text.</exception>
    public static byte[] Write<T>(T value, JsonTypeInfo<T> shape) => Canonicalise(JsonSerializer.SerializeToUtf8Bytes(value, shape));

    /// <summary>Reads a value back.</summary>
    /// <exception cref="UnreadableEventException">The bytes are not of that shape.</exception>
    public static T Read<T>(byte[] canonical, JsonTypeInfo<T> shape)
    {
        try
        {
            return JsonSerializer.Deserialize(canonical, shape)
                ?? throw new UnreadableEventException($"{typeof(T).Name} is stored as null.");
        }
        catch (JsonException e)
        {
            throw new UnreadableEventException($"{typeof(T).Name} is not stored in a shape this program knows: {e.Message}", e);
        }
    }

    /// <summary>Brings JSON that this program wrote into canonical form.</summary>
    /// <exception cref="JsonException">The text is not JSON, or names a member twice.</exception>
    public static byte[] Canonicalise(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        Append(buffer, document.RootElement);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> to, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(to, value);
                break;
            case JsonValueKind.Array:
                AppendArray(to, value);
                break;
            case JsonValueKind.String:
                AppendString(to, value.GetString()!);
                break;
            case JsonValueKind.Number:
                to.Write(Encoding.ASCII.GetBytes(WholeNumber(value).ToString(CultureInfo.InvariantCulture)));
                break;
            case JsonValueKind.True:
                to.Write("true"u8);
                break;
            case JsonValueKind.False:
                to.Write("false"u8);
                break;
            default:
                to.Write("null"u8);
                break;
        }
    }

    private static void AppendObject(ArrayBufferWriter<byte> to, JsonElement value)
    {
        to.Write("{"u8);
        var first = true;

        // RFC 8785 3.2.3: members are ordered by the UTF-16 code units of their names, which is ordinal order in .NET.
        foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (!first)
            {
                to.Write(","u8);
            }

            first = false;
            AppendString(to, member.Name);
            to.Write(":"u8);
            Append(to, member.Value);
        }

        to.Write("}"u8);
    }

    private static void AppendArray(ArrayBufferWriter<byte> to, JsonElement value)
    {
        to.Write("["u8);
        var first = true;
        foreach (var element in value.EnumerateArray())
        {
            if (!first)
            {
                to.Write(","u8);
            }

            first = false;
            Append(to, element);
        }

        to.Write("]"u8);
    }

    // RFC 8785 3.2.2.2: escape only what must be escaped, with the short forms where JSON has one.
    private static void AppendString(ArrayBufferWriter<byte> to, string text)
    {
        var line = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            line = c switch
            {
                '"' => line.Append("\\\""),
                '\\' => line.Append("\\\\"),
                '\b' => line.Append("\\b"),
                '\t' => line.Append("\\t"),
                '\n' => line.Append("\\n"),
                '\f' => line.Append("\\f"),
                '\r' => line.Append("\\r"),
                < ' ' => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => line.Append(c),
            };
        }

        to.Write(Encoding.UTF8.GetBytes(line.Append('"').ToString()));
    }

    private static long WholeNumber(JsonElement number) =>
        number.TryGetInt64(out var whole) && whole is >= -WholeNumberMax and <= WholeNumberMax
            ? whole
            : throw new NotSupportedException("Stored shapes hold whole numbers within 2^53; write other numbers as text.");
}
