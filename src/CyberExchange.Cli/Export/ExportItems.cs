using System.CommandLine;
using CyberExchange.Cli.Losses;
using CyberExchange.Interop.Losses;
using Spectre.Console;

namespace CyberExchange.Cli.Export;

/// <summary>Writes everything that the caller may see to a file or to standard output.</summary>
public sealed class ExportItems : CyxCommand
{
    private const string FeedPath = "/v1/feed";

    private readonly Option<string> _format = new("--format")
    {
        Description = "A document of the API on each line (jsonl), or a row for each item (csv).",
        HelpName = "jsonl|csv",
        DefaultValueFactory = _ => "jsonl",
    };

    private readonly Option<string?> _kind = new("--kind") { Description = "Only one kind of item.", HelpName = "incident|advisory|signal" };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file; it appears whole, or not at all. Left out, standard output.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _mark = new("--bom") { Description = "Begin a CSV file with a byte order mark, which some spreadsheets need to see UTF-8." };
    private readonly ExportFilters _filters = new();
    private readonly LossOutput _losses = new();

    public ExportItems(CyxContext context)
        : base(context, "export", "Write everything that you may see: the feed from its beginning to its present end.",
        [
            "cyx --as grid-jp export -o items.jsonl",
            "cyx --as grid-jp export --format csv --kind incident --sector eu.energy -o energy.csv --loss loss.json",
            "cyx --as cert-eu export --label TLP:GREEN --label TLP:CLEAR | jq -r .id",
        ])
    {
        _format.AcceptOnlyFromAmong("jsonl", "csv");
        _kind.AcceptOnlyFromAmong("incident", "advisory", "signal");
        foreach (var option in _filters.All.Concat([_format, _kind, _output, _mark, _losses.Option]))
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var (word, format) = session.Value(_format) is "csv" ? ("csv", ExportFormat.Csv) : ("jsonl", ExportFormat.Jsonl);
        var target = session.Value(_output) is { } named ? session.Surroundings.FullPath(named) : null;
        if (Directory.Exists(target))
        {
            throw CyxFailure.Usage($"{target} is a folder: name a file in it");
        }

        await using var spool = Spool.In(target is null ? Path.GetTempPath() : Path.GetDirectoryName(target)!); // A full path of a file has a folder.
        var exporter = new Exporter(session.Exchange, Query.Add(FeedPath, ("kind", session.Value(_kind))), _filters.Read(session), spool);

        await CollectAsync(session.Surroundings, exporter, ct);
        var mark = session.Value(_mark) && format is ExportFormat.Csv;
        var losses = await WriteAsync(
            target ?? "standard output",
            () => target is null
                ? exporter.WriteAsync(session.Surroundings.OutputBytes, format, mark, ct)
                : WriteFileAsync(target, output => exporter.WriteAsync(output, format, mark, ct)));

        var report = LossDocument.OfExport(word, losses);
        await _losses.WriteFileAsync(session, report, ct);
        if (session.Output.Json && target is not null)
        {
            session.Output.JsonLine(new LossLine(report));
        }
        else
        {
            session.Output.Note($"{losses.Records} item(s) written{(target is null ? "" : $" to {target}")}");
            LossOutput.Show(session.Output, report);
        }

        return ExitCode.Done;
    }

    private static async Task CollectAsync(Surroundings surroundings, Exporter exporter, CancellationToken ct)
    {
        if (!surroundings.ErrorIsTerminal)
        {
            await exporter.CollectAsync(_ => { }, ct);
            return;
        }

        // How long a feed is nobody knows before its end: a count that grows, and no bar.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(surroundings.Error) });
        await console.Status().StartAsync("0 items", status => exporter.CollectAsync(items => status.Status($"{items} items"), ct));
    }

    private static async Task<LossTable> WriteAsync(string target, Func<Task<LossTable>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot write {target}: {e.Message}", e);
        }
    }

    // Beside and then renamed: a reader of the file finds the old one or the new one, and never half of it.
    private static async Task<LossTable> WriteFileAsync(string target, Func<Stream, Task<LossTable>> write)
    {
        var beside = $"{target}.{Guid.NewGuid():N}.part";
        try
        {
            LossTable losses;
            await using (var file = Private.Open(beside, FileMode.CreateNew))
            {
                losses = await write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
            return losses;
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
