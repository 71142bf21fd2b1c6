using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace CyberExchange.Interop.Csv;

/// <summary>One row of a file.</summary>
/// <param name="Line">Where it begins, counted from 1 by line breaks, those within quotes included.</param>
/// <param name="Cells">Its cells without quotes; those before the fault where there is one.</param>
/// <param name="Fault">Why it cannot be read; null where it can.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells, string? Fault);

/// <summary>Reads RFC 4180: cells between commas, quotes around what holds commas, quotes or line breaks, a quote in those doubled.</summary>
/// <remarks>Line breaks may be CR LF or LF. After a fault reading goes on at the next line.</remarks>
public sealed class CsvReader(TextReader text)
{
    /// <summary>Five times the longest summary of a report.</summary>
    public const int CellCharactersMax = 100_000;

    public const int ColumnsMax = 500;

    private const int End = -1;

    private static readonly SearchValues<char> BareEnds = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> QuotedEnds = SearchValues.Create("\"");

    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _length;
    private int _line = 1;

    /// <summary>The rows one after another; lines without any character are passed over.</summary>
    public async IAsyncEnumerable<CsvRow> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await PeekAsync(ct) is not End)
        {
            var line = _line;
            var (cells, fault) = await ReadRowAsync(ct);
            if (fault is not null)
            {
                await SkipLineAsync(ct);
            }

            if (fault is not null || cells is not [""])
            {
                yield return new(line, cells, fault);
            }
        }
    }

    private async ValueTask<(IReadOnlyList<string> Cells, string? Fault)> ReadRowAsync(CancellationToken ct)
    {
        var cells = new List<string>();
        while (true)
        {
            _cell.Clear();
            var fault = await PeekAsync(ct) is '"' ? await ReadQuotedAsync(ct) : await ReadBareAsync(ct);
            if (fault is not null)
            {
                return (cells, $"column {cells.Count + 1}: {fault}");
            }

            cells.Add(_cell.ToString());
            if (cells.Count > ColumnsMax)
            {
                return (cells, $"the row has more than {ColumnsMax} columns");
            }

            if (await TakeAsync(ct) is not ',')
            {
                return (cells, null);
            }
        }
    }

    // Stops before the comma, the line break or the end that closes the cell.
    private async ValueTask<string?> ReadBareAsync(CancellationToken ct)
    {
        while (true)
        {
            var next = await PeekAsync(ct);
            if (next is End or ',' or '\n')
            {
                return null;
            }

            if (next is '\r')
            {
                _at++;
                if (await PeekAsync(ct) is '\n' or End)
                {
                    return null;
                }

                return "a carriage return stands alone outside quotes";
            }

            if (next is '"')
            {
                return "a quote stands within a cell that does not begin with one";
            }

            if (AddUpTo(BareEnds) is { } fault)
            {
                return fault;
            }
        }
    }

    private async ValueTask<string?> ReadQuotedAsync(CancellationToken ct)
    {
        _at++; // The opening quote.
        while (true)
        {
            if (await PeekAsync(ct) is End)
            {
                return "the closing quote is missing";
            }

            if (await PeekAsync(ct) is not '"')
            {
                if (AddUpTo(QuotedEnds) is { } fault)
                {
                    return fault;
                }

                continue;
            }

            _at++;
            switch (await PeekAsync(ct))
            {
                case '"':
                    _cell.Append('"');
                    _at++;
                    break;
                case '\r':
                    _at++;
                    return await PeekAsync(ct) is '\n' or End ? null : "text follows the closing quote";
                case ',' or '\n' or End:
                    return null;
                default:
                    return "text follows the closing quote";
            }
        }
    }

    // At least one character: who calls has looked at it.
    private string? AddUpTo(SearchValues<char> ends)
    {
        var rest = _buffer.AsSpan(_at, _length - _at);
        var run = rest.IndexOfAny(ends) is >= 0 and var end ? rest[..end] : rest;
        if (_cell.Length + run.Length > CellCharactersMax)
        {
            return $"the cell has more than {CellCharactersMax} characters";
        }

        _cell.Append(run);
        _line += run.Count('\n');
        _at += run.Length;
        return null;
    }

    private async ValueTask SkipLineAsync(CancellationToken ct)
    {
        while (await TakeAsync(ct) is not (End or '\n'))
        {
        }
    }

    private async ValueTask<int> TakeAsync(CancellationToken ct)
    {
        var next = await PeekAsync(ct);
        if (next is not End)
        {
            _at++;
            _line += next is '\n' ? 1 : 0;
        }

        return next;
    }

    private async ValueTask<int> PeekAsync(CancellationToken ct)
    {
        if (_at == _length)
        {
            (_at, _length) = (0, await text.ReadAsync(_buffer, ct));
        }

        return _length == 0 ? End : _buffer[_at];
    }
}
