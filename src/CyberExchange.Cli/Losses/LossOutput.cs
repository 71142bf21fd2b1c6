using System.CommandLine;
using System.Text;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Losses;

/// <summary>States what a run could not carry: beside the answer, and in a file where one is named.</summary>
public sealed class LossOutput
{
    private static readonly string[] Headings = ["LOST", "RECORDS", "BECAME", "EXAMPLE", "WHY"];

    private readonly Option<string?> _file = new("--loss") { Description = "Write the loss report to this file, as JSON.", HelpName = "FILE" };

    public Option Option => _file;

    /// <summary>Writes the report to the file that was asked for.</summary>
    /// <exception cref="CyxFailure">The file cannot be written.</exception>
    public async Task WriteFileAsync(CyxSession session, LossDocument report, CancellationToken ct)
    {
        if (session.Value(_file) is not { } path)
        {
            return;
        }

        try
        {
            // Examples are content.
            await using var file = Private.Open(session.Surroundings.FullPath(path), FileMode.Create);
            await file.WriteAsync(Encoding.UTF8.GetBytes(CyxJson.WriteLine(report) + "\n"), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot write {path}: {e.Message}", e);
        }
    }

    /// <summary>Shows the report as a table on standard error: the answer may be on its way through a pipe.</summary>
    public static void Show(CyxOutput output, LossDocument report)
    {
        if (report.Losses.Count == 0)
        {
            output.Note($"nothing was lost of {report.Records} record(s)");
            return;
        }

        output.Note($"what {report.To} could not carry of {report.Records} record(s):");
        output.NoteMany(report.Losses, Headings, Cells);
    }

    private static IReadOnlyList<string> Cells(LossRow row) =>
        [row.Path, Query.Number(row.Records), Word(row.Fate), row.Example ?? "", row.Why];

    private static string Word(LossFate fate) => fate switch
    {
        LossFate.Dropped => "dropped",
        LossFate.Approximated => "approximated",
        LossFate.Defaulted => "defaulted",
    };
}
