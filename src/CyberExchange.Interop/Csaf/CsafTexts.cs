using System.Text.Json;

namespace CyberExchange.Interop.Csaf;

/// <summary>What a CSAF document says to people, for search: the texts themselves, in the order of the document.</summary>
public static class CsafTexts
{
    // Names of persons and ways to reach them stay out: acknowledgments (section 3.1.1), and of the publisher
    // contact_details (3.2.1.8.2). So do parties that were dealt with (3.2.3.8).
    private static readonly string[] Skipped = ["acknowledgments", "publisher", "involvements", "tracking", "references"];

    // Members that hold prose (notes, titles, remediations, threats), wherever they stand outside what is skipped.
    private static readonly string[] Prose = ["text", "title", "details", "summary", "name"];

    // Branches repeat the products, which the summary of the document has already.
    private const string Products = "product_tree";

    /// <summary>Reads the texts until so many UTF-16 units were read.</summary>
    /// <param name="utf8">A document that was accepted.</param>
    /// <param name="charactersMax">Where reading ends; the last text may go beyond.</param>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> utf8, int charactersMax)
    {
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = CsafLimits.DepthMax + 1 });
        var (texts, characters, member) = (new List<string>(), 0, "");
        while (characters < charactersMax && json.Read())
        {
            if (json.TokenType is JsonTokenType.PropertyName)
            {
                member = Text(json) ?? "";
                if (member is Products || Skipped.Contains(member, StringComparer.Ordinal))
                {
                    json.Read();
                    json.Skip();
                }
            }
            else if (json.TokenType is JsonTokenType.String && Prose.Contains(member, StringComparer.Ordinal) && Text(json) is { Length: > 0 } text)
            {
                texts.Add(text);
                characters += text.Length;
            }
        }

        return texts;
    }

    // What is not of CSAF is not read when a document is accepted, so half a surrogate pair may stand in it.
    private static string? Text(Utf8JsonReader json) =>
        json.ValueIsEscaped && CsafText.HasLoneSurrogate(json.ValueSpan) ? null : json.GetString();
}
