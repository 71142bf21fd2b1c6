using System.CommandLine;
using System.Text;
using System.Text.Json;
using CyberExchange.Domain.Obligations;
using CyberExchange.Interop.Duties;

namespace CyberExchange.Cli.Duties;

/// <summary>Prepares one duty's report from a file, without an exchange. It files nothing.</summary>
public sealed class DraftReport : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A JSON object with report, reporter, facts and rows; - for standard input." };
    private readonly Argument<string> _obligation = new("OBLIGATION") { Description = "Id of the duty, such as dora-initial." };
    private readonly Option<bool> _html = new("--html") { Description = "One page for paper, in place of JSON." };

    public DraftReport(CyxContext context)
        : base(context, "draft", "Prepare a report from a file, to be filed by hand. What is missing is told on standard error.",
            ["cyx duty draft incident.json dora-initial", "cyx duty draft incident.json jp-fsa-immediate --html > report.html"])
    {
        Add(_file);
        Add(_obligation);
        Add(_html);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = session.Value(_file);
        var rule = DutyNames.Find(session.Value(_obligation));
        var draft = Read(path, await session.ReadFileAsync(path, ct));
        Check(path, draft);
        var report = Prepare(rule, draft, path, session.Surroundings.Clock.GetUtcNow());
        var bytes = session.Value(_html) ? Encoding.UTF8.GetBytes(ReportHtml.Write(report)) : [.. ReportJson.Write(report), (byte)'\n'];
        await session.Surroundings.OutputBytes.WriteAsync(bytes, ct);
        foreach (var row in report.Missing)
        {
            session.Output.Note($"missing: {row}");
        }

        return ExitCode.Done;
    }

    private static DutyDraft Read(string path, byte[] json)
    {
        try
        {
            return CyxJson.ReadDraft(json);
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path} is not a draft: {e.Message}", e);
        }
    }

    private static void Check(string path, DutyDraft draft)
    {
        foreach (var (key, values) in draft.Rows)
        {
            var row = ContentCatalog.Shipped.Find(key)
                ?? throw new CyxFailure(ExitCode.Usage, $"{path}#/rows/{key}: there is no such row; cyx duty contents lists them.");
            if (ContentRules.Check(row, values) is { } refusal)
            {
                throw new CyxFailure(ExitCode.Usage, $"{path}#/rows/{key}{refusal.Pointer}: {refusal.Detail}");
            }
        }
    }

    private static PreparedReport Prepare(Obligation rule, DutyDraft draft, string path, DateTimeOffset now)
    {
        var catalog = ContentCatalog.Shipped;
        var choice = FormChoice.At(draft.Report.Classification, now, draft.Form);
        if (draft.Form is { } form && choice.In(catalog) is null)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path}#/form: no common form '{form}' is in force.");
        }

        var sheet = new ContentSheet(catalog, draft.Known(), draft.Rows);
        var subject = ReportSubject.At(now, draft.Report.Reference ?? "", draft.Report.Title, draft.Reporter);
        return PreparedReport.Of(ReportColumn.Of(catalog, rule, sheet, choice), sheet, catalog, Rulebook.Shipped.Version, subject, Clock(rule, draft, path));
    }

    private static ReportClock? Clock(Obligation rule, DutyDraft draft, string path)
    {
        if (draft.Facts is not { } stated)
        {
            return null;
        }

        var faults = new List<RulebookFault>();
        var facts = ClockFactsReader.Read(stated, "/facts", faults);
        return faults is [var fault, ..]
            ? throw new CyxFailure(ExitCode.Usage, $"{path}#{fault}")
            : ReportClock.Of(DutyClock.Compute(rule, facts));
    }
}
