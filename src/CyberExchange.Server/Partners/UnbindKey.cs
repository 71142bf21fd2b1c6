using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Partners.UnbindKey;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners/{id}/members/{member}/keys/{key}/unbinding</c>.</summary>
/// <remarks>
/// Unbinding needs a reason, hence a body, and the body of a DELETE means nothing to what lies between (RFC 9110, 9.3.5);
/// a header could not hold a reason in every language.
/// </remarks>
public sealed class UnbindKey(WriteRequests writes, PartnerCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, Guid member, string key, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReasonRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        if (!SpkiDigest.IsValid(key))
        {
            return ProblemAnswers.NotFound;
        }

        var holder = (Partner: new PartnerId(id), Member: new MemberId(member));
        return await commands.ChangeKeyAsync(
            http, caller, new SpkiDigest(key), write.Key, state => Decide(holder, new Rule(caller.Key, write.Document.Reason), state), holder.Member, ct);
    }

    private static Decision<MemberKeyEvent> Decide((PartnerId, MemberId) holder, Rule rule, MemberKey? state) =>
        state?.BoundTo == holder
            ? rule.Decide(state)
            : new Refusal(RefusalCode.NotFound, "", "The member holds no such key.");
}
