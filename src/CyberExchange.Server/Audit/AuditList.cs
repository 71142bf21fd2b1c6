using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Csv;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Storage.Audit;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Audit;

/// <summary>How a list of audit rows is written: as JSON, or as CSV where the caller asks for that.</summary>
/// <param name="Shape">The page in JSON.</param>
/// <param name="Columns">The columns in CSV, with their cells; null writes an empty one.</param>
public sealed record AuditForm<TDocument>(JsonTypeInfo<Page<TDocument>> Shape, IReadOnlyList<(string Name, Func<TDocument, string?> Cell)> Columns);

/// <summary>Lists of audit rows, newest first, page by page.</summary>
public static class AuditList
{
    private const string Json = "application/json";

    /// <summary>Answers with the page that the request asks for.</summary>
    /// <param name="http">The request.</param>
    /// <param name="viewer">Who asks: cursors are bound to it.</param>
    /// <param name="purpose">What its cursors are for.</param>
    /// <param name="sealer">Seals and opens them.</param>
    /// <param name="read">The rows that follow a place, at most so many.</param>
    /// <param name="place">Where a row stands.</param>
    /// <param name="document">What the caller reads of a row.</param>
    /// <param name="form">How it is written.</param>
    public static async Task<IResult> AnswerAsync<TRow, TDocument>(
        HttpContext http,
        Viewer.Partner viewer,
        TokenPurpose purpose,
        TokenSealer sealer,
        Func<AuditPlace, int, Task<IReadOnlyList<TRow>>> read,
        Func<TRow, AuditPlace> place,
        Func<TRow, TDocument> document,
        AuditForm<TDocument> form)
    {
        var asCsv = JsonRoutes.Names(http.Request, BytesAnswer.CsvMediaType);
        if (!asCsv && !JsonRoutes.Takes(http.Request, Json))
        {
            return ProblemAnswers.NotAcceptable($"{Json} or {BytesAnswer.CsvMediaType}");
        }

        var (after, limit, problem) = ListRequest.ReadPage(http.Request, purpose, viewer, sealer);
        if (problem is not null)
        {
            return problem;
        }

        var rows = await read(after is { } cursor ? new(new(cursor.Position, TimeSpan.Zero), cursor.Item) : AuditPlace.Newest, limit + 1);
        var page = new Page<TDocument>(
            [.. rows.Take(limit).Select(document)],
            rows.Count > limit ? sealer.Seal(purpose, viewer, Cursor(place(rows[limit - 1]))) : null);
        return asCsv ? Csv(page, form, http.Request.Path, limit) : new JsonAnswer<Page<TDocument>>(page, form.Shape);
    }

    private static ItemCursor Cursor(AuditPlace place) => new(place.At.UtcTicks, 0, place.Id);

    // A link leads to the next page.
    private static BytesAnswer Csv<TDocument>(Page<TDocument> page, AuditForm<TDocument> form, PathString path, int limit)
    {
        var text = new StringBuilder(CsvText.Line(form.Columns.Select(c => c.Name)));
        foreach (var item in page.Items)
        {
            text.Append(CsvText.Line(form.Columns.Select(c => c.Cell(item) ?? "")));
        }

        return BytesAnswer.Csv(text.ToString(), page.Next is { } next ? string.Create(CultureInfo.InvariantCulture, $"{path.ToUriComponent()}?limit={limit}&after={next}") : null);
    }
}
