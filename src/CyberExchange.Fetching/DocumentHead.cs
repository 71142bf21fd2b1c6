using System.Text.Json;

namespace CyberExchange.Fetching;

/// <summary>The few things about a valid document that say where it belongs.</summary>
/// <param name="Label">In the document's own words; null where it has none.</param>
public sealed record DocumentHead(string TrackingId, string Version, DateTimeOffset InitialReleaseAt, DateTimeOffset CurrentReleaseAt, string? Label, string Namespace)
{
    /// <summary>Reads a document that has passed the schema of CSAF.</summary>
    public static DocumentHead Read(ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Interop.Csaf.CsafLimits.DepthMax });
        var document = json.RootElement.Member("document");
        var tracking = document.Member("tracking");
        return new(
            tracking.Text("id") ?? "",
            tracking.Text("version") ?? "",
            DateOf(tracking.Text("initial_release_date")),
            DateOf(tracking.Text("current_release_date")),
            document.Member("distribution").Member("tlp").Text("label"),
            document.Member("publisher").Text("namespace") ?? "");
    }

    private static DateTimeOffset DateOf(string? text) => Listing.TryDate(text, out var date) ? date : default;
}
