using System.Text;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/me/keys</c>: the next key signs for itself, and the present one signs for it.</summary>
public sealed class EnrolNextKey(WriteRequests writes, Readmission gate, KeyAdmission admission, CommandAnswers answers)
{
    public const string Address = ReadSelf.Address + "/keys";

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.NextKeyRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (key, refusal) = KeyRequest.Read(write.Document.CertificateRequest);
        if (key is not { } spki)
        {
            return refusal!.ToProblem(); // One of the two is there.
        }

        var member = caller.Member.Id;
        if (!PresentKey.HasSigned(http, Encoding.ASCII.GetBytes(NextKeyRequest.SignedText(member.Value, spki.Hex)), write.Document.Signature))
        {
            return new Refusal(
                RefusalCode.Invalid, "/signature", "The key of the certificate that is presented must have signed for the next key, in base64.").ToProblem();
        }

        var rule = new AdmitKey(spki, member) { SignedBy = caller.Key };
        var (result, _) = await admission.RunAsync(
            new KeyWish
            {
                Partner = caller.Viewer.Profile.Id,
                Key = spki,
                By = Actor.Of(caller, http),
                Idempotency = write.Key,
                Gate = gate.Of(http, caller, Capability.RenewKeys),
                MemberOf = _ => member,
                Decide = rule.Decide,
                Pointer = KeyRequest.Pointer,
            },
            ct);
        return answers.Changed(result, caller.Viewer, member.Value);
    }
}
