using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Interop.Duties;

/// <summary>A prepared report as a JSON document: the same offline and over HTTP.</summary>
public static class ReportJson
{
    /// <summary>The document in UTF-8. Japanese stands as it is; what could end a script or an attribute is escaped.</summary>
    public static byte[] Write(PreparedReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Shape.PreparedReport);

    private static readonly ReportShapes Shape = new(new JsonSerializerOptions(ReportShapes.Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(PreparedReport))]
internal sealed partial class ReportShapes : JsonSerializerContext;
