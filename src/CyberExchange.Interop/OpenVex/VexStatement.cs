using System.Text.Json;

namespace CyberExchange.Interop.OpenVex;

/// <summary>A product as OpenVEX names it.</summary>
/// <param name="Number">Its number in the CSAF document.</param>
internal sealed record VexProduct(int Number, string Id, string? Purl, string? Cpe, List<(string Algorithm, string Value)> Hashes)
{
    public int Characters { get; } = Id.Length + (Purl?.Length ?? 0) + (Cpe?.Length ?? 0) + Hashes.Sum(hash => hash.Value.Length);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("@id", Id);
        if (Purl is not null || Cpe is not null)
        {
            json.WriteStartObject("identifiers");
            if (Purl is not null)
            {
                json.WriteString("purl", Purl);
            }

            if (Cpe is not null)
            {
                json.WriteString(Cpe.StartsWith("cpe:2.3:", StringComparison.OrdinalIgnoreCase) ? "cpe23" : "cpe22", Cpe);
            }

            json.WriteEndObject();
        }

        if (Hashes.Count > 0)
        {
            json.WriteStartObject("hashes");
            foreach (var (algorithm, value) in Hashes)
            {
                json.WriteString(algorithm, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

/// <summary>A status, and what is said of it.</summary>
internal sealed record Reasons(string Status, string? Justification, Words? Impact, Words? Action);

/// <summary>Some text; a class, so that equal words of one document are told apart or joined without reading them.</summary>
internal sealed class Words(string text, DateTimeOffset? at)
{
    public string Text => text;

    public DateTimeOffset? At => at;
}

/// <summary>What is said of some products with regard to a vulnerability.</summary>
/// <param name="At">When it was said to be so: OpenVEX 0.2.0, <c>timestamp</c> of a statement.</param>
internal sealed record VexStatement(DateTimeOffset At, string Vulnerability, IReadOnlyList<string> Aliases, string? Description, Reasons Reasons, IReadOnlyList<VexProduct> Products)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("vulnerability");
        json.WriteString("name", Vulnerability);
        if (Description is not null)
        {
            json.WriteString("description", Description);
        }

        if (Aliases.Count > 0)
        {
            json.WriteStartArray("aliases");
            foreach (var alias in Aliases)
            {
                json.WriteStringValue(alias);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartArray("products");
        foreach (var product in Products)
        {
            product.Write(json);
        }

        json.WriteEndArray();
        json.WriteString("status", Reasons.Status);
        json.WriteString("timestamp", VexWords.Text(At));
        (string Name, string? Value)[] texts =
        [
            ("justification", Reasons.Justification), ("impact_statement", Reasons.Impact?.Text), ("action_statement", Reasons.Action?.Text),
            ("action_statement_timestamp", Reasons.Action?.At is { } at ? VexWords.Text(at) : null),
        ];
        foreach (var (name, value) in texts.Where(text => text.Value is not null))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
