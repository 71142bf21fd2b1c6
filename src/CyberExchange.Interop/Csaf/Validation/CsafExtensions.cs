using System.Text;
using System.Text.RegularExpressions;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>Extensions of CSAF 2.1.</summary>
internal static partial class CsafExtensions
{
    private const string ContentSchema = "/schema/extension-content.json";

    /// <summary>Whether a text is the address of a schema of an extension: extension-metaschema.json, content_schema_t.</summary>
    public static bool IsSchemaUrl(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var isContentSchema = text.StartsWith("https://docs.oasis-open.org/csaf/csaf/v2.1/", StringComparison.Ordinal) && text.EndsWith(ContentSchema, StringComparison.Ordinal);
        return !isContentSchema && CsafFormats.IsUri(utf8) && SchemaUrl().IsMatch(text);
    }

    [GeneratedRegex(
        @"\Ahttps://[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+/([^/\s]+/)*[^/\s]+_(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9a-zA-Z.-]+)?(\+[0-9a-zA-Z.-]+)?\.json\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SchemaUrl();
}
