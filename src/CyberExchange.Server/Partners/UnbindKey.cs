using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Partners.UnbindKey;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners/{id}/members/{member}/keys/{key}/unbinding</c>, and <c>POST /v1/me/keys/{key}/unbinding</c>.</summary>
/// <remarks>
/// Unbinding needs a reason, hence a body, and the body of a DELETE means nothing to what lies between (RFC 9110, 9.3.5);
/// a header could not hold a reason in every language.
/// </remarks>
public sealed class UnbindKey(WriteRequests writes, PartnerCommands commands)
{
    /// <summary>A steward unbinds a key of any member.</summary>
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, Guid member, string key, CancellationToken ct) =>
        HandleAsync(http, caller, Capability.ManagePartners, (new PartnerId(id), new MemberId(member)), key, ct);

    /// <summary>A member gives up a key of its own. One who fears for its only key may: better nobody than somebody else.</summary>
    public Task<IResult> HandleOwnAsync(HttpContext http, Caller caller, string key, CancellationToken ct) =>
        HandleAsync(http, caller, Capability.RenewKeys, (caller.Viewer.Profile.Id, caller.Member.Id), key, ct);

    private async Task<IResult> HandleAsync(
        HttpContext http, Caller caller, Capability required, (PartnerId, MemberId) holder, string key, CancellationToken ct)
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

        SpkiDigest? inUse = caller.Viewer.Profile.Has(Role.Steward) ? caller.Key : null;
        return await commands.UnbindKeyAsync(http, caller, required, new SpkiDigest(key), write.Key, holder, new Rule(inUse, write.Document.Reason), ct);
    }
}
