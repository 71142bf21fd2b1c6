using System.Text.Json;
using CyberExchange.Interop.Csaf;

namespace CyberExchange.Cli.Import;

/// <summary>The few things about a CSAF document that decide where it goes; whether it is a good one is the exchange's to judge.</summary>
/// <param name="Namespace"><c>/document/publisher/namespace</c>; null where it is absent.</param>
/// <param name="TrackingId"><c>/document/tracking/id</c>.</param>
/// <param name="TrackingVersion"><c>/document/tracking/version</c>.</param>
/// <param name="Label">The document's own label in the words of TLP 2.0; null where it has none.</param>
public sealed record CsafHeader(string? Namespace, string? TrackingId, string? TrackingVersion, string? Label)
{
    /// <summary><c>/document/distribution/text</c>: conditions in words; null for none.</summary>
    public string? DistributionText { get; init; }

    /// <summary><c>/document/distribution/sharing_group/id</c> of CSAF 2.1; null for none.</summary>
    public string? SharingGroup { get; init; }

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = CsafLimits.DepthMax };

    /// <summary>Reads the header, or answers null for anything that does not say that it is CSAF.</summary>
    public static CsafHeader? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // RFC 8259 lets a reader ignore a byte order mark, and some publishers write one.
            using var json = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, Reading);
            if (Member(json.RootElement, "document") is not { } document || Text(document, "csaf_version") is null)
            {
                return null;
            }

            var distribution = Member(document, "distribution");
            return new(
                Text(Member(document, "publisher"), "namespace"),
                Text(Member(document, "tracking"), "id"),
                Text(Member(document, "tracking"), "version"),
                LabelOf(Text(Member(distribution, "tlp"), "label")))
            {
                DistributionText = Text(distribution, "text"),
                SharingGroup = Text(Member(distribution, "sharing_group"), "id"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A CSAF label in the words of the exchange: CSAF 2.0 has TLP 1.0's, without prefix, and CSAF 2.1 TLP 2.0's.</summary>
    public static string? LabelOf(string? csafLabel) => csafLabel switch
    {
        null => null,
        "WHITE" => "TLP:CLEAR",
        _ => "TLP:" + csafLabel,
    };

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } present && present.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}
