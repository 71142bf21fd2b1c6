using System.Collections.Frozen;
using System.Text.Json;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>What the maker of an extension of CSAF 2.1 says of where it may stand, and beside what.</summary>
/// <remarks>Source: OASIS CSAF TC, extension-metadata.json. What is in an extension is said by its schema, which is not looked into.</remarks>
/// <param name="Schema">The address of its schema, by which documents name the extension.</param>
/// <param name="Incompatible">The schemas of extensions that do not stand beside it.</param>
/// <param name="OccurrencesMax">How often it may stand in one list of extensions, by the JSONPath of the list.</param>
public sealed record CsafExtensionMetadata(string Schema, IReadOnlySet<string> Incompatible, IReadOnlyDictionary<string, int> OccurrencesMax)
{
    /// <summary>Reads a file; null when it is another JSON file than metadata of an extension, such as its schema.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static CsafExtensionMetadata? Read(ReadOnlyMemory<byte> utf8)
    {
        using var file = JsonDocument.Parse(utf8);
        var root = file.RootElement;
        if (root.ValueKind is not JsonValueKind.Object
            || !root.TryGetProperty("extension_schema", out var schema) || schema.ValueKind is not JsonValueKind.String
            || !root.TryGetProperty("requirement", out var requirement) || requirement.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var incompatible = root.TryGetProperty("incompatible_extensions", out var others) && others.ValueKind is JsonValueKind.Array
            ? others.EnumerateArray().Where(other => other.ValueKind is JsonValueKind.String).Select(other => other.GetString()!) // a text by its kind
            : [];
        var maxima = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var place in requirement.EnumerateObject())
        {
            if (place.Value.ValueKind is JsonValueKind.Object && place.Value.TryGetProperty("max_occurrence", out var max) && max.ValueKind is JsonValueKind.Number && max.TryGetInt32(out var number))
            {
                maxima[place.Name] = number;
            }
        }

        return new(schema.GetString()!, incompatible.ToFrozenSet(StringComparer.Ordinal), maxima.ToFrozenDictionary(StringComparer.Ordinal)); // a text by its kind
    }
}
