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

    private static readonly ReportShapes Shape = new(new JsonSerializerOptions(ReportShapes.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(PreparedReport))]
internal sealed partial class ReportShapes : JsonSerializerContext;
