using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace CyberExchange.Server.Requests;

/// <summary>Reads a body into a wire record, or says exactly what is wrong with it in words of our own.</summary>
/// <remarks>
/// RFC 8259 with its "should" as "must": no member twice, no member that is not described, no missing member, no number
/// beyond a double, no lone surrogate, nothing deeper than <see cref="DepthMax"/>.
/// </remarks>
public static class StrictJson
{
    /// <summary>Levels of objects and arrays; our own documents have five.</summary>
    public const int DepthMax = 64;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = DepthMax, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>The value, or the first fault.</summary>
    public static (T? Value, JsonFault? Fault) Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> shape)
        where T : class
    {
        if (Check(utf8, shape) is { } fault)
        {
            return (null, fault);
        }

        try
        {
            return JsonSerializer.Deserialize(utf8, shape) is { } value
                ? (value, null)
                : (null, new JsonFault("", "The body is null; send an object."));
        }
        catch (JsonException e)
        {
            return (null, new JsonFault(PointerOf(e.Path), "This value is not of the kind that the API describes here."));
        }
    }

    private static JsonFault? Check(ReadOnlySpan<byte> utf8, JsonTypeInfo shape)
    {
        if (utf8.IsEmpty)
        {
            return new("", "The body is empty.");
        }

        if (!Utf8.IsValid(utf8))
        {
            return new("", "The body is not valid UTF-8.");
        }

        var reader = new Utf8JsonReader(utf8, Strict);
        try
        {
            reader.Read();
            var fault = CheckValue(ref reader, shape, pointer: "");

            // Whatever follows the value is refused by the reader.
            return fault is null && reader.Read() ? new("", "The body goes on after its value.") : fault;
        }
        catch (JsonException e)
        {
            return new("", string.Create(
                CultureInfo.InvariantCulture,
                $"The body is not well-formed JSON of at most {DepthMax} levels: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
    }

    /// <summary>Checks one value, which the reader stands on.</summary>
    /// <param name="reader">Stands on the value's last token afterwards.</param>
    /// <param name="shape">What the value should be; null where that is not known.</param>
    /// <param name="pointer">Where the value is.</param>
    private static JsonFault? CheckValue(ref Utf8JsonReader reader, JsonTypeInfo? shape, string pointer) => reader.TokenType switch
    {
        JsonTokenType.StartObject => CheckObject(ref reader, shape, pointer),
        JsonTokenType.StartArray => CheckArray(ref reader, shape, pointer),
        JsonTokenType.String => CheckText(ref reader, pointer),
        JsonTokenType.Number => CheckNumber(ref reader, pointer),
        _ => null,
    };

    private static JsonFault? CheckObject(ref Utf8JsonReader reader, JsonTypeInfo? shape, string pointer)
    {
        if (shape is { Kind: not JsonTypeInfoKind.Object })
        {
            return new(pointer, "An object stands where the API describes another kind of value.");
        }

        var members = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (CheckText(ref reader, pointer) is { } nameFault)
            {
                return nameFault;
            }

            var name = reader.GetString()!; // A property name is a string.
            var at = JsonPointers.Below(pointer, name);
            if (!members.Add(name))
            {
                return new(at, "This member stands here twice.");
            }

            var member = shape?.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
            if (shape is not null && member is null)
            {
                return new(at, "The API describes no such member.");
            }

            reader.Read();
            if (CheckMember(ref reader, shape, member, at) is { } fault)
            {
                return fault;
            }
        }

        var missing = shape?.Properties.FirstOrDefault(p => p.IsRequired && !members.Contains(p.Name));
        return missing is null ? null : new(JsonPointers.Below(pointer, missing.Name), "This member is missing.");
    }

    private static JsonFault? CheckMember(ref Utf8JsonReader reader, JsonTypeInfo? owner, JsonPropertyInfo? member, string at)
    {
        if (member is null)
        {
            return CheckValue(ref reader, shape: null, at);
        }

        if (reader.TokenType is JsonTokenType.Null)
        {
            return member.IsSetNullable ? null : new(at, "This member is not null.");
        }

        // A member that is any JSON has rules of its own, which whoever reads it knows.
        return CheckValue(ref reader, member.PropertyType == typeof(JsonElement) ? null : owner!.Options.GetTypeInfo(member.PropertyType), at);
    }

    private static JsonFault? CheckArray(ref Utf8JsonReader reader, JsonTypeInfo? shape, string pointer)
    {
        if (shape is { Kind: not JsonTypeInfoKind.Enumerable })
        {
            return new(pointer, "An array stands where the API describes another kind of value.");
        }

        var element = shape?.ElementType is { } type ? shape.Options.GetTypeInfo(type) : null;
        for (var i = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; i++)
        {
            var at = JsonPointers.Below(pointer, i.ToString(CultureInfo.InvariantCulture));
            if (reader.TokenType is JsonTokenType.Null)
            {
                return new(at, "An element of a list is not null.");
            }

            if (CheckValue(ref reader, element, at) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static JsonFault? CheckText(ref Utf8JsonReader reader, string pointer)
    {
        // Unescaped text is valid UTF-8 by now, and control characters are refused by the reader.
        if (!reader.ValueIsEscaped)
        {
            return null;
        }

        try
        {
            // PostgreSQL keeps no U+0000 in text: such a value would stop every view that shows it.
            return reader.GetString()!.Contains('\0', StringComparison.Ordinal)
                ? new(pointer, "Text holds no U+0000.")
                : null;
        }
        catch (InvalidOperationException)
        {
            return new(pointer, "Text holds a surrogate without its other half.");
        }
    }

    private static JsonFault? CheckNumber(ref Utf8JsonReader reader, string pointer) =>
        reader.TryGetDouble(out var number) && double.IsFinite(number) ? null : new(pointer, "This number is out of range.");

    // System.Text.Json gives a path such as $.report.sectors[0] or $.report['a b'].
    internal static string PointerOf(string? path)
    {
        var pointer = "";
        var rest = path.AsSpan().TrimStart('$');
        while (!rest.IsEmpty)
        {
            var quoted = rest.StartsWith("['", StringComparison.Ordinal);
            var start = quoted ? 2 : 1;
            var end = quoted
                ? rest.IndexOf("']", StringComparison.Ordinal)
                : rest[start..].IndexOfAny('.', '[', ']') is var i and >= 0 ? i + start : rest.Length;
            if (end < start)
            {
                break;
            }

            pointer = JsonPointers.Below(pointer, rest[start..end].ToString());
            rest = rest[end..];
            rest = rest.StartsWith("']", StringComparison.Ordinal) ? rest[2..] : rest.StartsWith("]", StringComparison.Ordinal) ? rest[1..] : rest;
        }

        return pointer;
    }
}
