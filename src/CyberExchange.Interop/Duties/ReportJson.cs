using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Interop.Duties;

/// <summary>A prepared report as a JSON document: the same offline and over HTTP.</summary>
public static class ReportJson
{
    /// <summary>The document in UTF-8. Japanese and +09:00 stand as they are: it is no part of a page.</summary>
    public static byte[] Write(PreparedReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Shape.PreparedReport);

    /// <summary>A report that was written so, of this version of the program or of an earlier one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static PreparedReport Read(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, Shape.PreparedReport) ?? throw new JsonException("There is no report.");

    private static readonly ReportShapes Shape = new(new JsonSerializerOptions(ReportShapes.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(PreparedReport))]
internal sealed partial class ReportShapes : JsonSerializerContext;
