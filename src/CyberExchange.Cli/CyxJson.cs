using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Cli.Csaf;
using CyberExchange.Cli.Doctor;
using CyberExchange.Cli.Duties;
using CyberExchange.Cli.Export;
using CyberExchange.Cli.Identity;
using CyberExchange.Cli.Import;
using CyberExchange.Cli.Losses;
using CyberExchange.Contracts;

namespace CyberExchange.Cli;

/// <summary>JSON as cyx reads and writes it.</summary>
public static class CyxJson
{
    // An exchange that is newer than this program may answer members that it does not know.
    private static readonly JsonSerializerOptions Reading = new(WireJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(WireJson.Default, CyxDocuments.Default),
    };

    private static readonly JsonSerializerOptions Drafts = new(WireJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(WireJson.Default, CyxDocuments.Default),
    };

    // Nothing here becomes part of a page: TLP:AMBER+STRICT and +09:00 stay as they are read.
    private static readonly JsonSerializerOptions Line = new(WireJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(WireJson.Default, CyxDocuments.Default),
    };

    private static readonly JsonSerializerOptions Editable = new(WireJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(WireJson.Default, CyxDocuments.Default),
        WriteIndented = true,
    };

    /// <summary>Reads an answer of the exchange.</summary>
    /// <exception cref="JsonException">It is not of that shape.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Info<T>(Reading))
        ?? throw new JsonException($"The answer is null and should be a {typeof(T).Name}.");

    /// <summary>Reads what a file states, strictly, as the exchange would.</summary>
    /// <exception cref="JsonException">It is not of that shape.</exception>
    public static T ReadStrictly<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Info<T>(WireJson.Default.Options))
        ?? throw new JsonException($"The file holds null and should hold a {typeof(T).Name}.");

    /// <summary>Reads a draft of a report, strictly: a row or a member that is misspelt is told, not lost.</summary>
    /// <exception cref="JsonException">It is not of that shape.</exception>
    public static DutyDraft ReadDraft(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Info<DutyDraft>(Drafts))
        ?? throw new JsonException("The file holds null and should hold a draft.");

    /// <summary>Reads a part of an answer.</summary>
    /// <exception cref="JsonException">It is not of that shape.</exception>
    public static T Read<T>(JsonElement json) => json.Deserialize(Info<T>(Reading))
        ?? throw new JsonException($"The answer is null and should be a {typeof(T).Name}.");

    /// <summary>The elements of an array, one after another as they arrive.</summary>
    /// <exception cref="JsonException">It is no array, or not JSON; the elements before that were given.</exception>
    public static IAsyncEnumerable<JsonElement> ReadElementsAsync(Stream array, CancellationToken ct) =>
        JsonSerializer.DeserializeAsyncEnumerable(array, Info<JsonElement>(Reading), ct);

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Info<T>(WireJson.Default.Options));

    /// <summary>One line, for <c>--json</c>.</summary>
    public static string WriteLine<T>(T value) => JsonSerializer.Serialize(value, Info<T>(Line));

    /// <summary>Indented, for a file that somebody will edit.</summary>
    public static string WriteEditable<T>(T value) => JsonSerializer.Serialize(value, Info<T>(Editable));

    /// <summary>The same as the bytes of a file, which ends with its line.</summary>
    public static byte[] EditableBytes<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Info<T>(Editable)), (byte)'\n'];

    private static JsonTypeInfo<T> Info<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}

/// <summary>What cyx itself says as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ValidationLine))]
[JsonSerializable(typeof(FetchedLine))]
[JsonSerializable(typeof(FetchTallyLine))]
[JsonSerializable(typeof(ImportLine))]
[JsonSerializable(typeof(ImportTallyLine))]
[JsonSerializable(typeof(LossDocument))]
[JsonSerializable(typeof(LossLine))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ExportPage))]
[JsonSerializable(typeof(DoctorLine))]
[JsonSerializable(typeof(ChangeLine))]
[JsonSerializable(typeof(ContentLine))]
[JsonSerializable(typeof(DutyDraft))]
[JsonSerializable(typeof(DutyLine))]
[JsonSerializable(typeof(EvidenceManifest))]
[JsonSerializable(typeof(FindingLine))]
[JsonSerializable(typeof(RuleLine))]
[JsonSerializable(typeof(IdentityLine))]
[JsonSerializable(typeof(IdentityStatusLine))]
public sealed partial class CyxDocuments : JsonSerializerContext;
