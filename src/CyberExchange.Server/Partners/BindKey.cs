using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners/{id}/members/{member}/keys</c>: a steward binds a key of which it knows that the member has it.</summary>
public sealed class BindKey(WriteRequests writes, Readmission gate, KeyAdmission admission, CommandAnswers answers)
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
                RefusalCode.Invalid, AdmitKey.Pointer, "A key is named by the SHA-256 of its SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.").ToProblem();
        }

        var holder = new MemberId(member);
        var rule = new AdmitKey(new SpkiDigest(write.Document.SpkiSha256), holder);
        var (result, _) = await admission.RunAsync(
            new KeyWish
            {
                Partner = new PartnerId(id),
                Key = rule.Key,
                By = Actor.Of(caller, http),
                Idempotency = write.Key,
                Gate = gate.Of(http, caller, Capability.ManagePartners),
                MemberOf = _ => holder,
                Decide = rule.Decide,
            },
            ct);
        return answers.Changed(result, caller.Viewer, member);
    }
}
