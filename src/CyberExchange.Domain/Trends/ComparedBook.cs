using System.Globalization;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>A table of which two cells can be compared.</summary>
public interface IComparedTable
{
    /// <summary>Such as <c>sectors.eu</c>.</summary>
    string Id { get; }

    Jurisdiction Side { get; }

    /// <summary>The rows, each before those below it.</summary>
    IReadOnlyList<TrendRow> Rows { get; }

    /// <summary>The periods that it covers.</summary>
    IReadOnlyList<Period> Periods { get; }

    /// <summary>Whether one item may be counted in several rows of which none is part of another.</summary>
    bool RowsOverlap { get; }

    /// <summary>The number of a cell and the edition that it is of, 0 for none; null where it is withheld, or the table has no such cell.</summary>
    (long Number, int Edition)? Figure(string row, Period period);
}

/// <summary>Tables of one source, and how what is compared in them is spoken of.</summary>
public sealed record ComparedBook
{
    /// <summary>What it is called where it lacks something, such as <c>Edition 3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A table by its id; null for none.</summary>
    public required Func<string, IComparedTable?> Table { get; init; }

    /// <summary>Tables of the source that count items of another kind, and so are not compared with these.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>By what the numbers are narrowed; null for all that there is.</summary>
    public Words? Narrowed { get; init; }

    /// <summary>What is counted, in the plural.</summary>
    public required Words Items { get; init; }

    /// <summary>What the numbers stand for, and what they leave out.</summary>
    public required Words Counted { get; init; }

    /// <summary>A sentence that says whose numbers they are and as of when.</summary>
    public required Words Cited { get; init; }

    /// <summary>What incidents are called.</summary>
    internal static Words Incidents { get; } = new("incidents", "インシデント", "incidents");

    /// <summary>What advisories are called.</summary>
    internal static Words Advisories { get; } = new("advisories", "アドバイザリ", "avis");

    /// <summary>The tables of a published edition: those of incidents, or those of advisories where the id is one of theirs.</summary>
    internal static ComparedBook Of(TrendEdition edition, string table)
    {
        var day = Day(edition.AsOf);
        var ofAdvisories = LiveTables.CountsAdvisories(table);
        return new()
        {
            Name = $"Edition {edition.Number}",
            Table = id => (ofAdvisories ? edition.Advisories : edition.Tables).FirstOrDefault(t => t.Id == id),
            Others = [.. (ofAdvisories ? edition.Tables : edition.Advisories).Select(t => t.Id)],
            Items = ofAdvisories ? Advisories : Incidents,
            Counted = EditionWords.Counted(table),
            Cited = new($"Edition {edition.Number}, as of {day}.", $"第{edition.Number}版（{day}現在）。", $"Édition {edition.Number}, état au {day}."),
        };
    }

    internal static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
