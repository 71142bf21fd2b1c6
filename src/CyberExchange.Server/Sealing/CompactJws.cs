using System.Text;
using System.Text.Json;

namespace CyberExchange.Server.Sealing;

/// <summary>A JWS in compact serialisation (RFC 7515, section 7.1), taken apart and not yet verified.</summary>
/// <param name="Algorithm">Its <c>alg</c>.</param>
/// <param name="Payload">What is signed.</param>
/// <param name="Input">What the signature is over: header and payload as they were written.</param>
/// <param name="Signature">The signature.</param>
internal sealed record CompactJws(string Algorithm, byte[] Payload, byte[] Input, byte[] Signature)
{
    private const int Parts = 3;

    /// <summary>The parts, or what is wrong with the text.</summary>
    /// <remarks>One text for each value: whoever changed a bit that no decoder reads would have made a text of another digest.</remarks>
    /// <param name="text">The text as it came.</param>
    /// <param name="type">The <c>typ</c> that it has to have.</param>
    /// <param name="algorithms">The values of <c>alg</c> that are taken.</param>
    public static (CompactJws? Jws, string? Fault) Read(string text, string type, params ReadOnlySpan<string> algorithms)
    {
        var parts = text.Split('.');
        if (parts.Length != Parts
            || CanonicalBase64Url.Decode(parts[0]) is not { Length: > 0 } header
            || CanonicalBase64Url.Decode(parts[1]) is not { Length: > 0 } payload
            || CanonicalBase64Url.Decode(parts[2]) is not { Length: > 0 } signature)
        {
            return (null, "This is not a JWS in compact serialisation: three parts in base64url, with a point between them.");
        }

        var algorithm = AlgorithmOf(header, type);
        return algorithm is not null && algorithms.Contains(algorithm)
            ? (new(algorithm, payload, Encoding.ASCII.GetBytes(text, 0, parts[0].Length + 1 + parts[1].Length), signature), null)
            : (null, $"The header names alg {string.Join(" or ", algorithms.ToArray())}, typ {type}, and nothing that is critical.");
    }

    private static string? AlgorithmOf(byte[] header, string type)
    {
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement is { ValueKind: JsonValueKind.Object } members
                && TextOf(members, "typ") == type && !members.TryGetProperty("crit", out _) && !members.TryGetProperty("b64", out _)
                    ? TextOf(members, "alg")
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }

        // A text with half a surrogate is none.
        static string? TextOf(JsonElement header, string name)
        {
            try
            {
                return header.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }
}
