using System.CommandLine;
using CyberExchange.Contracts.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Shows what the open duties of an incident ask for, and what is missing.</summary>
public sealed class ShowMatrix : CyxCommand
{
    private static readonly string[] ColumnHeadings = ["OBLIGATION", "STATE", "MISSING", "FORM", "TITLE"];
    private static readonly string[] Headings = ["ROW", "KIND", "STANDS", "MISSING IN", "FILLED IN", "ENGLISH", "JAPANESE"];

    private readonly Argument<Guid> _incident = DutyPaths.Incident();
    private readonly Option<bool> _missing = new("--missing") { Description = "Only rows that are missing in some report." };

    public ShowMatrix(CyxContext context)
        : base(context, "matrix", "Show what the open duties of an incident of yours ask for: each row is stated once, for all of their reports.",
            ["cyx --as grid-jp duty matrix 019a0000-0000-7000-8000-000000000001 --missing"])
    {
        Add(_incident);
        Add(_missing);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var matrix = await session.Exchange.GetAsync<ReportMatrixDocument>($"{DutyPaths.Of(session.Value(_incident))}/matrix", ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(matrix);
            return ExitCode.Done;
        }

        session.Output.Many(matrix.Columns, ColumnHeadings, column => [column.Obligation, column.State, Query.Number(column.Missing.Count), column.Form ?? "", column.Title]);
        var rows = matrix.Rows.Where(row => !session.Value(_missing) || row.Cells.Contains("missing", StringComparer.Ordinal)).ToList();
        session.Output.Many(rows, Headings, row =>
        [
            row.Row, row.Kind, string.Join("; ", row.Values), In(matrix, row, "missing"), In(matrix, row, "filled"), row.English, row.Japanese,
        ]);
        foreach (var column in matrix.Columns.Where(column => column.Unlisted.Count > 0))
        {
            session.Output.Note($"{column.Obligation} asks for more than has rows: {string.Join("; ", column.Unlisted)}");
        }

        return ExitCode.Done;
    }

    private static string In(ReportMatrixDocument matrix, MatrixRowDocument row, string state) =>
        string.Join(", ", matrix.Columns.Where((_, i) => row.Cells[i] == state).Select(column => column.Obligation));
}

/// <summary>States a row of the matrix.</summary>
public sealed class FillRow : CyxCommand
{
    private readonly Argument<Guid> _incident = DutyPaths.Incident();
    private readonly Argument<string> _row = new("ROW") { Description = "Key of the row; cyx duty contents lists them." };

    private readonly Argument<string[]> _values = new("VALUE")
    {
        Description = "What stands in it: several in a list, one in every other row, none to clear it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public FillRow(CyxContext context)
        : base(context, "fill", "State a row once, for every report of an incident of yours that asks for it.",
        [
            "cyx --as grid-jp duty fill 019a0000-0000-7000-8000-000000000001 root-cause \"A password that was used elsewhere too.\"",
            "cyx --as grid-jp duty fill 019a0000-0000-7000-8000-000000000001 malice-suspected yes",
        ])
    {
        Add(_incident);
        Add(_row);
        Add(_values);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var row = session.Value(_row);
        var receipt = await session.Exchange.WriteAsync(
            new(
                HttpMethod.Put,
                $"{DutyPaths.Of(session.Value(_incident))}/matrix/{Uri.EscapeDataString(row)}",
                ExchangeWrite.Json(new FillRowRequest { Values = session.Value(_values) })),
            ct);
        session.Output.One(receipt, $"stated {row} of {receipt.Id}");
        return ExitCode.Done;
    }
}
