using System.CommandLine;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>Lists the rows of the report-once matrix: all of them, or those that one duty asks for.</summary>
public sealed class ListContents : CyxCommand
{
    private static readonly string[] Headings = ["ROW", "KIND", "ENGLISH", "JAPANESE", "FILLED FROM", "NEED", "CONTENT"];

    private readonly Argument<string?> _obligation = new("OBLIGATION")
    {
        Description = "Id of a duty; left out, every row.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    private readonly Option<string> _classification = new("--class")
    {
        Description = "Class of the incident, which chooses the Japanese common form.",
        HelpName = "CLASS",
        DefaultValueFactory = _ => "rsit.other",
    };

    public ListContents(CyxContext context)
        : base(context, "contents", "List the rows that reports ask for, each to be stated once.",
            ["cyx duty contents", "cyx duty contents dora-initial", "cyx duty contents jp-fsa-immediate --class rsit.availability.ddos"])
    {
        Add(_obligation);
        Add(_classification);
    }

    protected override Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        session.Output.Many(Lines(session), Headings, Cells);
        return Task.FromResult(ExitCode.Done);
    }

    private List<ContentLine> Lines(CyxSession session)
    {
        var catalog = ContentCatalog.Shipped;
        if (session.Value(_obligation) is not { } id)
        {
            return [.. catalog.Rows.Select(row => ContentLine.Of(row, null))];
        }

        var nothing = new ContentSheet(catalog, new(), new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        var choice = FormChoice.At(session.Value(_classification)!, session.Surroundings.Clock.GetUtcNow());
        return [.. ReportColumn.Of(catalog, DutyNames.Find(id), nothing, choice).Items.SelectMany(item => item.Rows.Select(row => ContentLine.Of(row, item)))];
    }

    private static IReadOnlyList<string> Cells(ContentLine line) =>
        [line.Row, line.Kind, line.English, line.Japanese, line.Source ?? "", line.Need ?? "", line.Content ?? ""];
}
