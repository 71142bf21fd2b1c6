using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Obligations.Files.SubmitReport;

namespace CyberExchange.Server.Duties;

/// <summary><c>POST /v1/incidents/{id}/duties/submissions</c>.</summary>
public sealed class SubmitReport(
    WriteRequests writes, RequestDigest digest, DutyCommands commands, LiveDirectory directory, CommandAnswers answers, Rulebook rulebook, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.SubmitReportRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var submission = new SubmissionId(digest.IdFor("submission", write.Key));
        var result = await commands.KeepAsync(
            http, caller, new(id), write.Key, (now, state, token) => DecideAsync(now, new(id), submission, write.Document, state, token), ct);
        return answers.Created(result, caller.Viewer, submission.Value, $"{DutyCommands.Collection}/{id:D}/duties");
    }

    private async Task<Decision<DutyEvent>> DecideAsync(
        Caller now, IncidentId incident, SubmissionId submission, SubmitReportRequest request, DutyFile? state, CancellationToken ct)
    {
        var owner = now.Viewer.Profile;
        PartnerId? authority = null;
        if (request.Authority is { } named)
        {
            var (found, refusal) = AddressedAuthority.Read(owner, directory.Current, named, "/authority");
            if (refusal is not null)
            {
                return refusal;
            }

            authority = found;
        }

        return new Rule(incident, owner.Id, now.Member.Id, submission, clock.GetUtcNow())
        {
            Obligation = request.Obligation,
            SubmittedAt = request.SubmittedAt,
            Way = request.Way,
            Addressee = request.Addressee,
            Authority = authority,
            Receipt = request.Receipt is { } receipt ? new(receipt.Name, receipt.Sha256) : null,
            InsteadOf = request.InsteadOf,
            Corrects = request.Corrects is { } corrected ? new(corrected) : null,
            Reason = request.Reason,
            Profile = await commands.ProfileAsync(owner.Id, ct),
            Rulebook = rulebook,
        }.Decide(state);
    }
}
