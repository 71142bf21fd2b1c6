using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Languages;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Advisories;

/// <summary><c>GET /v1/advisories/{id}/related</c>.</summary>
/// <remarks>It stands beside the advisory and is no part of it: what others publish changes neither its rendition nor its entity tag.</remarks>
public sealed class ReadRelated(ItemQueries items, RelatedAdvisories related)
{
    private const string LanguageName = "lang";

    public static string[] Parameters { get; } = [LanguageName];

    public async Task<IResult> ListAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => !Parameters.Contains(name)) is { } unknown)
        {
            return ProblemAnswers.BadParameter(unknown, $"Only {LanguageName} is taken here.");
        }

        var (language, bad) = Language(http.Request);
        if (bad is not null)
        {
            return bad;
        }

        var (row, problem) = (await items.FindAsync(viewer, new ItemId(id), ct)).OfKind(ItemKind.Advisory);
        return row is null ? problem! : Answer(await related.FindAsync(viewer, row.Id, Door.List, http.TraceIdentifier, ct), language); // One of the two is there.
    }

    private static (string? Language, Problem? Problem) Language(HttpRequest request) => request.Query[LanguageName] switch
    {
        { Count: 0 } => (null, null),
        [{ } tag] when LanguageTag.WhyInvalid(tag) is null => (tag, null),
        _ => (null, ProblemAnswers.BadParameter(LanguageName, "A language is named once, by its BCP 47 tag, such as de or pt-BR.")),
    };

    private static JsonAnswer<RelatedAdvisoriesDocument> Answer((IReadOnlyList<RelatedAdvisory> Found, bool More) related, string? language)
    {
        var document = new RelatedAdvisoriesDocument
        {
            Originals = Of(AdvisoryRelation.Original, language),
            Translations = Of(AdvisoryRelation.Translation, language),
            SupersededBy = Of(AdvisoryRelation.Successor, range: null), // Whoever asks for a language asks for the same content.
            More = related.More ? true : null,
        };
        return JsonAnswer.Tagged(document, WireJson.Default.RelatedAdvisoriesDocument);

        IReadOnlyList<RelatedAdvisoryDocument> Of(AdvisoryRelation relation, string? range) =>
            [.. related.Found.Where(r => r.Relation == relation && (range is null || LanguageTag.IsIn(range, r.Document.Language ?? ""))).Select(r => r.Document)];
    }
}
