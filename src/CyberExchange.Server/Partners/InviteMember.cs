using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using Rule = CyberExchange.Domain.Partners.InviteMember;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners/{id}/members/{member}/invitations</c>, without a body. The secret stands in the answer and is kept nowhere.</summary>
public sealed class InviteMember(
    WriteRequests writes,
    RequestDigest digest,
    PartnerCommands commands,
    PartnerHistory history,
    InvitationSecrets secrets,
    CommandAnswers answers,
    TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, Guid member, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var partner = new PartnerId(id);
        var rule = new Rule(new InvitationId(digest.IdFor("invitation", write.Key)), new MemberId(member), clock.GetUtcNow());
        var result = await commands.InviteAsync(http, caller, partner, write.Key, rule.Decide, ct);

        // A retry is told what the first request made, which another invitation may have replaced since.
        var made = result is CommandResult.Done
            ? await history.LastAsync<PartnerEvent.MemberInvited>(partner, e => e.Invitation == rule.Invitation, ct) ?? throw new UnreachableException("An invitation is recorded.")
            : null;
        return answers.Of(result, caller.Viewer, token => new JsonAnswer<InvitationReceipt>(
            new()
            {
                Id = rule.Invitation.Value,
                Secret = secrets.Of(partner, rule.Invitation),
                EndsAt = made!.EndsAt, // Asked for only when it is done.
                ConsistencyToken = token,
            },
            WireJson.Default.InvitationReceipt));
    }
}
