using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;
using Rule = CyberExchange.Domain.Obligations.Files.ReviewReport;

namespace CyberExchange.Server.Duties;

/// <summary><c>POST /v1/incidents/{id}/duties/submissions/{submission}/review</c>: by the authority that it was submitted to.</summary>
public sealed class ReviewReport(WriteRequests writes, DutyCommands commands, DutyQueries queries, CommandAnswers answers, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, Guid submission, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReviewReportRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (incident, report, request) = (new IncidentId(id), new SubmissionId(submission), write.Document);
        var result = await commands.RunAsync(
            http, caller, Capability.ReviewReports, incident, write.Key,
            (now, token) => GuardAsync(now.Viewer.Profile, incident, report, token),
            (now, state, _) => Task.FromResult(new Rule(now.Viewer.Profile.Id, now.Member.Id, report, request.Outcome, request.Reasons ?? []).Decide(state)),
            documents: [], ct);
        return answers.Changed(result, caller.Viewer, submission);
    }

    // Whoever it was not submitted to learns nothing of the file, nor whether there is one.
    private async Task<Problem?> GuardAsync(PartnerProfile caller, IncidentId incident, SubmissionId submission, CancellationToken ct)
    {
        if (await IsAddressedAsync(caller, incident, submission, ct))
        {
            return null;
        }

        if (!await commands.CaughtUpAsync(ct))
        {
            return ProblemAnswers.ViewsBehind;
        }

        return await IsAddressedAsync(caller, incident, submission, ct) ? null : ProblemAnswers.NotFound;
    }

    private async Task<bool> IsAddressedAsync(PartnerProfile caller, IncidentId incident, SubmissionId submission, CancellationToken ct) =>
        (await queries.OfIncidentAsync(caller.Id, incident, clock.GetUtcNow(), ct))
            .Any(row => row.Owner != caller.Id && row.Line.Submissions.Any(s => s.Id == submission));
}
