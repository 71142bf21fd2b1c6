using CyberExchange.Interop.Dialogue;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Dialogue;

/// <summary><c>GET /v1/dialogue/briefs/{subject}</c>: a meeting brief of a session or a topic, for paper.</summary>
public sealed class ReadBrief(LiveDialogue live, TimeProvider clock)
{
    public const string LanguageParameter = "lang";
    private const string Html = "text/html";

    public async Task<IResult> HandleAsync(string subject, HttpContext http, CancellationToken ct)
    {
        if (!JsonRoutes.Takes(http.Request, Html))
        {
            return ProblemAnswers.NotAcceptable(Html);
        }

        var query = new DialogueQuery(http.Request, [LanguageParameter]);
        query.Words(LanguageParameter, BriefWords.Languages);
        var words = BriefWords.Of(query.Text(LanguageParameter) ?? "en");
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return MeetingBrief.Of((await live.ReadAsync(ct)).Record, subject, today) is { } brief
            ? BytesAnswer.Paper(BriefHtml.Write(brief, words!)) // Every language of the vocabulary has words.
            : ProblemAnswers.NotFound;
    }
}
