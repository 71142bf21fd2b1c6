using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Projections;
using Rule = CyberExchange.Domain.Partners.RedeemInvitation;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/enrolment</c>: for who has no certificate yet, and so open to the public.</summary>
/// <remarks>
/// The secret and the key say together what is asked for, so that no idempotency key is needed: the same two are answered the
/// same. A secret that was never given takes the way of one that was used or has ended, through a stream that is not there.
/// </remarks>
public sealed class RedeemInvitation(
    KeyAdmission admission, RequestDigest digest, InvitationSecrets secrets, EventLog log, ProjectionRunner core, TimeProvider clock, ILogger<RedeemInvitation> logger)
{
    public const string Address = "/v1/enrolment";

    public async Task<IResult> HandleAsync(HttpContext http, CancellationToken ct)
    {
        var (document, problem) = await WriteRequests.ReadUnkeptAsync(http.Request, WireJson.Default.EnrolmentRequest, ct);
        if (document is null)
        {
            return problem!; // One of the two is there.
        }

        var (key, refusal) = KeyRequest.Read(document.CertificateRequest);
        if (key is not { } spki)
        {
            return refusal!.ToProblem(); // One of the two is there.
        }

        // Keys that were bound before they were admitted are counted in the directory.
        if (!core.IsFresh(FreshReads.AgeMax))
        {
            return ProblemAnswers.ViewsBehind;
        }

        var (partner, invitation) = secrets.Open(document.Secret) ?? default;
        var rule = new Rule(invitation, spki, clock.GetUtcNow());
        var (result, member) = await admission.RunAsync(
            new KeyWish
            {
                Partner = partner,
                Key = spki,
                By = Actor.System(http.TraceIdentifier),
                Idempotency = new IdempotencyKey(invitation.Value, $"enrol-{spki.Hex}", digest.Of("enrol", spki.Hex)),
                Gate = null,
                MemberOf = rule.MemberOf,
                Decide = rule.Decide,
                Pointer = KeyRequest.Pointer,
            },
            ct);
        if (member is not { } holder)
        {
            EnrolmentLog.Refused(logger, invitation.Value, (result as CommandResult.Refused)?.Refusal.Code.ToString() ?? result.GetType().Name, http.TraceIdentifier);
            return CommandAnswers.Of(result, _ => throw new System.Diagnostics.UnreachableException("What is done is done for a member."));
        }

        if (result is CommandResult.Done { Repeated: false })
        {
            EnrolmentLog.Enrolled(logger, spki.Hex, holder.Value, invitation.Value, http.TraceIdentifier);
        }

        var enrolled = (await PartnerStreams.Of(partner).LoadAsync(log, ct)).State!; // It has a member.
        return CommandAnswers.Of(result, repeated => new JsonAnswer<EnrolmentReceipt>(
            new() { Partner = partner.Value, Member = holder.Value, Jurisdiction = enrolled.Facts.Jurisdiction.Text(), SpkiSha256 = spki.Hex },
            WireJson.Default.EnrolmentReceipt)
        {
            Repeated = repeated,
        });
    }
}

/// <summary>What is logged of enrolments; a secret never is.</summary>
internal static partial class EnrolmentLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Enrolled key {Key} of member {MemberId} by invitation {InvitationId}, request {CorrelationId}")]
    public static partial void Enrolled(ILogger logger, string key, Guid memberId, Guid invitationId, string correlationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused to enrol a key by invitation {InvitationId}: {Reason}, request {CorrelationId}")]
    public static partial void Refused(ILogger logger, Guid invitationId, string reason, string correlationId);
}
