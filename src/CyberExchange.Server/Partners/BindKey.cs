using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Partners.BindKey;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners/{id}/members/{member}/keys</c>.</summary>
/// <remarks>
/// A key has a stream of its own, so that two members can never hold it. How many keys a member holds is counted in the
/// directory: two stewards who bind two keys to one member within the same milliseconds can bring it to three.
/// </remarks>
public sealed class BindKey(WriteRequests writes, LiveDirectory directory, PartnerCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, Guid member, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.BindKeyRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        if (!SpkiDigest.IsValid(write.Document.SpkiSha256))
        {
            return new Refusal(
                RefusalCode.Invalid, "/spkiSha256", "A key is named by the SHA-256 of its SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.").ToProblem();
        }

        var spki = new SpkiDigest(write.Document.SpkiSha256);
        var holder = new MemberId(member);
        return await commands.ChangeKeyAsync(http, caller, spki, write.Key, state => Decide(spki, new PartnerId(id), holder, state), holder, ct);
    }

    private Decision<MemberKeyEvent> Decide(SpkiDigest spki, PartnerId partner, MemberId member, MemberKey? state)
    {
        var now = directory.Current;
        return new Rule(spki, partner, member, now.Keys(member).Count).Decide(state, now.Partners.Find(member));
    }
}
