using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary><c>GET /v1/incidents/{id}/explanation</c> and <c>/v1/advisories/{id}/explanation</c>, for the originator.</summary>
public sealed class ReadExplanation(OwnItem ownItem, ExplainQueries queries, LiveDirectory directory, TimeProvider clock)
{
    /// <summary>The parameters of the question.</summary>
    public static readonly string[] ParameterNames = [ExplainRequest.PartnerName, ExplainRequest.MemberName, ExplainRequest.AtName];

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, ItemKind kind, CancellationToken ct)
    {
        // Before everything else: who may not ask learns nothing, not from its own parameters either.
        var item = new ItemId(id);
        if (await ownItem.GuardAsync(item, caller.Viewer, kind, ct) is { } hidden)
        {
            return hidden;
        }

        var (question, problem) = Read(http.Request, caller);
        if (question is null)
        {
            return problem!; // One of the two is there.
        }

        return await DocumentAsync(item, question, caller, ct) is { } document
            ? new JsonAnswer<ExplanationDocument>(document, WireJson.Default.ExplanationDocument)
            : ProblemAnswers.NotFound;
    }

    /// <summary>The question, or the first problem with it.</summary>
    public (Question? Question, Problem? Problem) Read(HttpRequest request, Caller caller)
    {
        if (ExplainRequest.CheckNames(request, ParameterNames) is { } unknown)
        {
            return (null, unknown);
        }

        var (subject, unshown) = ExplainRequest.ReadSubject(request, caller.Viewer.Profile, directory.Current);
        if (subject is null)
        {
            return (null, unshown);
        }

        var now = clock.GetUtcNow();
        var (at, badInstant) = ExplainRequest.ReadInstant(request, now);
        return badInstant is null ? (new(subject, at, now), null) : (null, badInstant);
    }

    /// <summary>The answer; null where there is no such item.</summary>
    public async Task<ExplanationDocument?> DocumentAsync(ItemId item, Question question, Caller caller, CancellationToken ct) =>
        await queries.ExplainAsync(
            item, question.Subject.Partner, question.Subject.Member?.Id, question.At, ExplanationRendition.KnownGroups(caller.Viewer.Profile), ct) is { } explanation
            ? ExplanationRendition.Document(explanation, question.Subject, question.At ?? question.Now, question.At is null, caller.Viewer.Profile, directory.Current)
            : null;
}

/// <summary>A question about one partner and one instant.</summary>
/// <param name="Subject">The partner.</param>
/// <param name="At">The instant; null for now.</param>
/// <param name="Now">When it was asked.</param>
public sealed record Question(Subject Subject, DateTimeOffset? At, DateTimeOffset Now);
