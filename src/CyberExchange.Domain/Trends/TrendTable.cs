using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>A row that a table lists.</summary>
/// <param name="Id">The id of the term it counts.</param>
/// <param name="Parent">The row that it is part of; null for the table's total.</param>
/// <param name="Name">What it is called.</param>
public sealed record TrendRow(string Id, string? Parent, Words Name);

/// <summary>One dimension of one side by periods: rows are a tree, and each incident is counted in one leaf and in all that is above it.</summary>
/// <remarks>
/// Every row that has rows below it has a last one for what is in none of them, so that the rows below a row always add up to it. The
/// tables of one side have the total in common and nothing else: this is what makes the audit of all of them together exact.
/// </remarks>
public sealed class TrendTable
{
    /// <summary>The id of the row of all incidents of the side.</summary>
    public const string Total = "total";

    /// <summary>What ends the id of a row of the rest.</summary>
    public const string Rest = "/rest";

    private static readonly Words TotalName = new("All incidents", "全インシデント", "Tous les incidents");
    private static readonly Words RestName = new("Not stated, or none of these", "記載なし、又は上記以外", "Non précisé, ou aucun de ceux-ci");

    private readonly Func<TrendRecord, string?> _value;
    private readonly Dictionary<string, int> _leaves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly int[][] _below;
    private readonly int[] _above;

    /// <param name="id">Such as <c>sectors.eu</c>.</param>
    /// <param name="side">Whose incidents it counts.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="listed">Its rows, a parent before its children. Of rows of one parent the last is the first to be given up for another.</param>
    /// <param name="value">The row of a record; null, or none of the rows, for the rest.</param>
    public TrendTable(string id, Jurisdiction side, Words title, IReadOnlyList<TrendRow> listed, Func<TrendRecord, string?> value)
    {
        (Id, Side, Title, _value) = (id, side, title, value);
        var rows = new List<TrendRow>();
        Grow(new TrendRow(Total, null, TotalName), listed.ToLookup(r => r.Parent ?? Total, StringComparer.Ordinal), rows);
        Rows = rows;
        for (var i = 0; i < rows.Count; i++)
        {
            _places.Add(rows[i].Id, i);
        }

        _above = [.. rows.Select(r => r.Id == Total ? -1 : _places[r.Parent!])]; // Each but the total has a parent here.
        _below = [.. rows.Select((_, at) => Enumerable.Range(0, rows.Count).Where(i => _above[i] == at).ToArray())];
        foreach (var (row, place) in _places)
        {
            _leaves.Add(row, _below[place].Length == 0 ? place : _below[place][^1]);
        }
    }

    public string Id { get; }

    public Jurisdiction Side { get; }

    public Words Title { get; }

    /// <summary>The total first, and each row before those below it.</summary>
    public IReadOnlyList<TrendRow> Rows { get; }

    /// <summary>The place of a row; null where the table has no such row.</summary>
    public int? Find(string row) => _places.TryGetValue(row, out var place) ? place : null;

    /// <summary>The places of the rows that make up a row.</summary>
    internal IReadOnlyList<int> Below(int place) => _below[place];

    /// <summary>The place of the row that it is part of; -1 for the total.</summary>
    internal int Above(int place) => _above[place];

    /// <summary>Whether the second row is the first, or part of it.</summary>
    internal bool Contains(int row, int part) => part >= 0 && (row == part || Contains(row, _above[part]));

    internal int LeafOf(TrendRecord record) => LeafOf(_value(record));

    /// <summary>The place of the leaf that counts what has this value; of no value, or one that is none of the rows, the rest.</summary>
    internal int LeafOf(string? value) => value is not null && _leaves.TryGetValue(value, out var leaf) ? leaf : _leaves[Total];

    private static void Grow(TrendRow row, ILookup<string, TrendRow> listed, List<TrendRow> rows)
    {
        rows.Add(row);
        if (!listed.Contains(row.Id))
        {
            return;
        }

        foreach (var below in listed[row.Id])
        {
            Grow(below with { Parent = row.Id }, listed, rows);
        }

        rows.Add(new(row.Id + Rest, row.Id, RestName));
    }
}
