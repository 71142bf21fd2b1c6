using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>How one row stands in one duty's report.</summary>
public enum CellState
{
    Filled,

    /// <summary>The duty asks for it, and it is not there.</summary>
    Missing,

    /// <summary>The duty takes it and does not need it: another row answers, or it is due only where applicable.</summary>
    Optional,

    NotAsked,
}

/// <summary>How one required content stands.</summary>
public enum ItemState
{
    Filled,
    Missing,

    /// <summary>Not filled, and due only where applicable.</summary>
    Optional,

    /// <summary>The catalogue lists no rows for it: whoever files the report states it by hand.</summary>
    Unlisted,
}

/// <summary>By what the Japanese common form is chosen.</summary>
/// <param name="Classification">The incident's class.</param>
/// <param name="Day">The day in Japan on which the report is prepared.</param>
/// <param name="Form">A form that a person chose instead; null for the one of the class.</param>
public sealed record FormChoice(string Classification, LocalDate Day, string? Form = null)
{
    // Japan keeps no daylight-saving time.
    private static readonly Offset Japan = Offset.FromHours(9);

    /// <summary>The choice at an instant.</summary>
    public static FormChoice At(string classification, DateTimeOffset now, string? form = null) =>
        new(classification, Instant.FromDateTimeOffset(now).WithOffset(Japan).Date, form);

    public CommonForm? In(ContentCatalog catalog) => Form is null ? catalog.FormFor(Classification, Day) : catalog.Form(Form, Day);
}

/// <summary>One required content of a duty, with its rows.</summary>
/// <param name="Text">As the rulebook words it, or the name of the common form.</param>
/// <param name="Rows">The rows that answer it.</param>
/// <param name="MissingRows">Those that are missing.</param>
public sealed record ReportItem(string Text, string? Japanese, ContentNeed Need, IReadOnlyList<ContentRow> Rows, ItemState State, IReadOnlyList<ContentRow> MissingRows)
{
    internal static ReportItem Of(string text, string? japanese, ContentNeed need, IReadOnlyList<ContentRow> rows, ContentSheet sheet)
    {
        var empty = rows.Where(row => sheet.Find(row) is null).ToList();
        var state = rows.Count == 0 ? ItemState.Unlisted : empty.Count == 0 ? ItemState.Filled : Unfilled(need, empty.Count < rows.Count);
        return new(text, japanese, need, rows, state, state is ItemState.Missing ? empty : []);
    }

    private static ItemState Unfilled(ContentNeed need, bool partly) => need switch
    {
        ContentNeed.All => ItemState.Missing,
        ContentNeed.Any => partly ? ItemState.Filled : ItemState.Missing,
        ContentNeed.IfApplicable => ItemState.Optional,
    };
}

/// <summary>One duty's column: what its report asks for, and how that stands.</summary>
/// <param name="Form">The Japanese common form that the report uses; null for none.</param>
public sealed record ReportColumn(Obligation Duty, CommonForm? Form, IReadOnlyList<ReportItem> Items)
{
    /// <summary>The rows that are missing, each once.</summary>
    public IReadOnlyList<ContentRow> Missing => [.. Items.SelectMany(item => item.MissingRows).Distinct()];

    public static ReportColumn Of(ContentCatalog catalog, Obligation duty, ContentSheet sheet, FormChoice choice)
    {
        var items = new List<ReportItem>();
        CommonForm? form = null;
        foreach (var content in duty.RequiredContent)
        {
            var mapping = catalog.Of(content);
            form = mapping is { CommonForm: true } ? choice.In(catalog) : form;
            if (mapping is not { Rows.Count: 0 } || form is null)
            {
                items.Add(ReportItem.Of(content, mapping?.Japanese, mapping?.Need ?? ContentNeed.All, mapping?.Rows ?? [], sheet));
            }

            if (mapping is { CommonForm: true } && form is not null)
            {
                items.Add(ReportItem.Of(form.English, form.Japanese, ContentNeed.All, form.Rows, sheet));
            }
        }

        return new(duty, form, items);
    }

    /// <summary>How a row stands here. Where several contents ask for it, the strictest counts.</summary>
    public CellState Cell(ContentRow row, ContentSheet sheet)
    {
        var asking = Items.Where(item => item.Rows.Contains(row)).ToList();
        if (asking.Count == 0)
        {
            return CellState.NotAsked;
        }

        return sheet.Find(row) is not null ? CellState.Filled
            : asking.Exists(item => item.State is ItemState.Missing) ? CellState.Missing
            : CellState.Optional;
    }
}

/// <summary>One row of the matrix.</summary>
/// <param name="Entry">What stands in it; null for nothing.</param>
/// <param name="Cells">How it stands in each duty, in the order of the columns.</param>
public sealed record MatrixRow(ContentRow Row, SheetEntry? Entry, IReadOnlyList<CellState> Cells);

/// <summary>What the open duties of one incident ask for, filled once: rows are contents, columns are duties.</summary>
/// <param name="Rows">The rows for which at least one duty asks, in the catalogue's order.</param>
public sealed record ReportMatrix(string CatalogVersion, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<MatrixRow> Rows)
{
    public static ReportMatrix Of(ContentCatalog catalog, IEnumerable<Obligation> open, ContentSheet sheet, FormChoice choice)
    {
        var columns = open.Select(duty => ReportColumn.Of(catalog, duty, sheet, choice)).ToList();
        var rows = catalog.Rows.Select(row => new MatrixRow(row, sheet.Find(row), [.. columns.Select(column => column.Cell(row, sheet))]));
        return new(catalog.Version, columns, [.. rows.Where(row => row.Cells.Any(cell => cell is not CellState.NotAsked))]);
    }
}
