using System.Runtime.CompilerServices;
using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Interop.Incidents;
using CyberExchange.Interop.Veris;

namespace CyberExchange.Cli.Import;

/// <summary>VERIS records of files: one object, an array of them, or one object on each line.</summary>
public sealed class VerisFiles(IReadOnlyList<string> paths, VerisChoices choices) : IIncidentSource
{
    /// <summary>Records have some kilobytes; what is longer is no record.</summary>
    public const int LineCharactersMax = 4 * 1024 * 1024;

    private static readonly string[] OfLines = [".jsonl", ".ndjson"];
    private static readonly string[] Extensions = [".json", .. OfLines];
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public string Format => "veris";

    public async IAsyncEnumerable<SourceRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var path in paths.SelectMany(path => NamedFiles.Below(path, Extensions)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var records = OfLines.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? ReadLinesAsync(path, ct) : ReadValuesAsync(path, ct);
            await foreach (var record in records)
            {
                yield return record;
            }
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
        }
    }

    // A line that cannot be read costs that line only.
    private async IAsyncEnumerable<SourceRecord> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(Open(path));
        for (var line = 1; await reader.ReadLineAsync(ct) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return new($"{path}:{line}", Translate(text));
            }
        }
    }

    private IncidentTranslation Translate(string line)
    {
        if (line.Length > LineCharactersMax)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "", $"The line has more than {LineCharactersMax} characters.");
        }

        try
        {
            using var record = JsonDocument.Parse(line, Reading);
            return VerisIncident.Translate(record.RootElement, choices);
        }
        catch (JsonException e)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "", $"The line is not JSON: {e.Message}");
        }
    }

    // An array is read element by element; so is a file with several values one after another.
    private async IAsyncEnumerable<SourceRecord> ReadValuesAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = Open(path);
        var isArray = await BeginsWithArrayAsync(stream, ct);
        var values = JsonSerializer.DeserializeAsyncEnumerable(stream, CyxDocuments.Default.JsonElement, topLevelValues: !isArray, ct);
        await using var each = values.GetAsyncEnumerator(ct);
        for (var index = 0; ; index++)
        {
            var place = isArray ? $"{path}#/{index}" : path;
            var (more, broken) = await MoveNextAsync(each);
            if (broken is not null)
            {
                yield return new(place, broken);
            }

            if (!more)
            {
                yield break;
            }

            yield return new(place, VerisIncident.Translate(each.Current, choices));
        }
    }

    private static async Task<(bool More, IncidentTranslation? Broken)> MoveNextAsync(IAsyncEnumerator<JsonElement> each)
    {
        try
        {
            return (await each.MoveNextAsync(), null);
        }
        catch (JsonException e)
        {
            return (false, IncidentTranslation.Refused(
                RefusalCode.Invalid, "", $"This is not JSON, and what follows it in the file was not read: {e.Message}"));
        }
    }

    private static async Task<bool> BeginsWithArrayAsync(FileStream stream, CancellationToken ct)
    {
        var head = new byte[64];
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        stream.Position = 0;
        var text = head.AsSpan(0, length);
        return text.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8).StartsWith("["u8);
    }
}
