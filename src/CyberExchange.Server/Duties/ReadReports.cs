using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Interop.Duties;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Duties;

/// <summary><c>GET /v1/incidents/{id}/duties/matrix</c> and <c>GET /v1/incidents/{id}/duties/reports/{obligation}</c>.</summary>
public sealed class ReadReports(ReportDesk desk, ContentCatalog catalog, Rulebook rulebook, TimeProvider clock)
{
    public const string FormParameter = "form";
    private const string Json = "application/json";
    private const string Html = "text/html";

    /// <summary>The matrix of the open duties, for the originator.</summary>
    public async Task<IResult> MatrixAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (papers, problem) = await OpenAsync(id, http, caller, ct);
        if (papers is null)
        {
            return problem!; // One of the two is there.
        }

        var now = clock.GetUtcNow();
        var open = FileDuties.Of(papers.File, papers.Profile, rulebook).Where(line => line.IsOpen).ToList();
        var matrix = ReportMatrix.Of(catalog, open.Select(line => rulebook.Find(line.Obligation, line.Overlay)!), papers.Sheet, papers.Choice); // The lines are of its rules.
        var document = Render(id, matrix, duty => open.Single(line => line.Obligation == duty.Id).StateAt(now)!.Value); // An open duty has one.
        return JsonAnswer.Tagged(document, WireJson.Default.ReportMatrixDocument);
    }

    /// <summary>One duty's report as it stands, whether the duty is open or not: JSON, or a page for paper to whoever names HTML.</summary>
    public async Task<IResult> ReportAsync(Guid id, string obligation, HttpContext http, Caller caller, CancellationToken ct)
    {
        var asPage = PrefersPage(http.Request);
        if (!asPage && !JsonRoutes.Takes(http.Request, Json))
        {
            return ProblemAnswers.NotAcceptable($"{Json} or {Html}");
        }

        var (papers, problem) = await OpenAsync(id, http, caller, ct);
        if (papers is null)
        {
            return problem!; // One of the two is there.
        }

        if (desk.Prepare(papers, obligation, rulebook) is not { } report)
        {
            return ProblemAnswers.NotFound;
        }

        return asPage ? BytesAnswer.Paper(ReportHtml.Write(report)) : new BytesAnswer(ReportJson.Write(report), Json);
    }

    private Task<(ReportPapers? Papers, Problem? Problem)> OpenAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(name => name != FormParameter) is { } unknown)
        {
            return Task.FromResult<(ReportPapers?, Problem?)>((null, ProblemAnswers.BadParameter(unknown, $"Only {FormParameter} is taken here.")));
        }

        return query[FormParameter].Count > 1
            ? Task.FromResult<(ReportPapers?, Problem?)>((null, ProblemAnswers.BadParameter(FormParameter, "One form is chosen, or none.")))
            : desk.OpenAsync(new(id), caller, query[FormParameter].FirstOrDefault(), ct);
    }

    // Only who names it: a program that takes anything gets JSON.
    private static bool PrefersPage(HttpRequest request) => JsonRoutes.Names(request, Html);

    private ReportMatrixDocument Render(Guid id, ReportMatrix matrix, Func<Obligation, DutyState> state) => new()
    {
        Incident = id,
        Rulebook = new(rulebook.Version.Id, rulebook.Version.Digest),
        Catalog = matrix.CatalogVersion,
        Columns = [.. matrix.Columns.Select(column => Render(column, state(column.Duty)))],
        Rows = [.. matrix.Rows.Select(Render)],
    };

    private static MatrixColumnDocument Render(ReportColumn column, DutyState state) => new()
    {
        Obligation = column.Duty.Id,
        Title = column.Duty.Title,
        State = DutyStates.Words.Text(state),
        Source = column.Duty.Source,
        Form = column.Form?.Id,
        Missing = [.. column.Missing.Select(row => row.Key)],
        Unlisted = [.. column.Items.Where(item => item.State is ItemState.Unlisted).Select(item => item.Text)],
    };

    private static MatrixRowDocument Render(MatrixRow row) => new()
    {
        Row = row.Row.Key,
        English = row.Row.English,
        Japanese = row.Row.Japanese,
        Kind = ContentWords.Kinds.Text(row.Row.Kind),
        Personal = row.Row.Personal,
        Values = row.Entry?.Values ?? [],
        Source = row.Entry?.Source is { } source ? ContentWords.Sources.Text(source) : null,
        Cells = [.. row.Cells.Select(ContentWords.Cells.Text)],
    };
}
