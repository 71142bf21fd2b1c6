namespace CyberExchange.Interop.Losses;

/// <summary>Gathers what a run could not carry, by path and reason: its size does not grow with the records.</summary>
public sealed class LossTable
{
    public const int ExampleCharactersMax = 80;

    /// <summary>A format has some hundreds of fields; what comes after is a source that makes up names, and is counted together.</summary>
    public const int RowsMax = 1_000;

    /// <summary>The path of the row that counts what found no row of its own.</summary>
    public const string FurtherPaths = "(further paths)";

    private readonly Dictionary<(string Path, LossFate Fate, string Why), LossRow> _rows = [];

    /// <summary>How many records were gathered.</summary>
    public long Records { get; private set; }

    /// <summary>By path, then by what became of it.</summary>
    public IReadOnlyList<LossRow> Rows =>
        [.. _rows.Values.OrderBy(r => r.Path, StringComparer.Ordinal).ThenBy(r => r.Fate).ThenBy(r => r.Why, StringComparer.Ordinal)];

    /// <summary>Adds what one record lost. A record counts once in a row, however often the path stands in it.</summary>
    public void Add(IEnumerable<Loss> ofOneRecord)
    {
        Records++;
        foreach (var loss in ofOneRecord.DistinctBy(l => (l.Path, l.Fate, l.Why)))
        {
            Count(loss);
        }
    }

    private void Count(Loss loss)
    {
        var key = (loss.Path, loss.Fate, loss.Why);
        if (!_rows.ContainsKey(key) && _rows.Count >= RowsMax)
        {
            key = (FurtherPaths, loss.Fate, $"more than {RowsMax} paths were lost: these are counted together");
        }

        _rows[key] = _rows.TryGetValue(key, out var row)
            ? row with { Records = row.Records + 1 }
            : new(key.Path, key.Fate, key.Why, 1, Cut(loss.Value));
    }

    private static string? Cut(string? value)
    {
        if (value is null || value.Length <= ExampleCharactersMax)
        {
            return value;
        }

        // Never between the two halves of a character beyond U+FFFF.
        var end = char.IsHighSurrogate(value[ExampleCharactersMax - 2]) ? ExampleCharactersMax - 2 : ExampleCharactersMax - 1;
        return value[..end] + "…";
    }
}
