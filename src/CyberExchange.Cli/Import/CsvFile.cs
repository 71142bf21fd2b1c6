using System.Runtime.CompilerServices;
using System.Text;
using CyberExchange.Interop.Csv;

namespace CyberExchange.Cli.Import;

/// <summary>Incidents of a CSV file, UTF-8 with or without a byte order mark.</summary>
/// <param name="map">Columns that give a field under another name.</param>
public sealed class CsvFile(string path, IReadOnlyDictionary<string, string> map) : IIncidentSource
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Format => "csv";

    public async IAsyncEnumerable<SourceRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var text = Open();
        await using var rows = new CsvReader(text).ReadAsync(ct).GetAsyncEnumerator(ct);
        if (!await MoveNextAsync(rows) || rows.Current.Fault is not null)
        {
            throw CyxFailure.Usage($"{path} has no header: {rows.Current?.Fault ?? "the file is empty"}");
        }

        var (incidents, fault) = CsvIncident.Of(rows.Current.Cells, map);
        if (incidents is null)
        {
            throw CyxFailure.Usage($"{path}: {fault}; cyx import csv --help names the fields, and --map COLUMN=FIELD gives one by another name");
        }

        while (await MoveNextAsync(rows))
        {
            yield return new($"{path}:{rows.Current.Line}", incidents.Translate(rows.Current));
        }
    }

    private async Task<bool> MoveNextAsync(IAsyncEnumerator<CsvRow> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (DecoderFallbackException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path} is not UTF-8, and would be garbled: save it as UTF-8", e);
        }
        catch (IOException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
        }
    }

    private StreamReader Open()
    {
        try
        {
            return new(path, Utf8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
        }
    }
}
