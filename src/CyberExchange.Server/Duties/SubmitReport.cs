using System.Security.Cryptography;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.EventStore;
using CyberExchange.Interop.Duties;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Obligations.Files.SubmitReport;

namespace CyberExchange.Server.Duties;

/// <summary><c>POST /v1/incidents/{id}/duties/submissions</c>.</summary>
public sealed class SubmitReport(
    WriteRequests writes, RequestDigest digest, DutyCommands commands, ReportDesk desk, PersonalVault vault, LiveDirectory directory, CommandAnswers answers, Rulebook rulebook,
    TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.SubmitReportRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var submission = new SubmissionId(digest.IdFor("submission", write.Key));
        List<Document> documents = []; // What the decision that is appended names.
        var result = await commands.KeepAsync(
            http, caller, new(id), write.Key,
            async (now, state, token) =>
            {
                var (rule, refusal) = await RuleAsync(now, new(id), submission, write.Document, token);
                return rule is null ? refusal! // One of the two is there.
                    : rule.Way == DutySubmission.DeliveredHere ? await DeliverAsync(now, rule, write.Document.Form, state, documents, token)
                    : rule.Decide(state);
            },
            documents, ct);
        return answers.Created(result, caller.Viewer, submission.Value, $"{DutyCommands.Collection}/{id:D}/duties");
    }

    private async Task<(Rule? Rule, Refusal? Refusal)> RuleAsync(Caller now, IncidentId incident, SubmissionId submission, SubmitReportRequest request, CancellationToken ct)
    {
        var owner = now.Viewer.Profile;
        PartnerId? authority = null;
        if (request.Authority is { } named)
        {
            var (found, refusal) = AddressedAuthority.Read(owner, directory.Current, named, "/authority");
            if (refusal is not null)
            {
                return (null, refusal);
            }

            authority = found;
        }

        if (request is { Form: not null, Way: not DutySubmission.DeliveredHere })
        {
            return (null, new(RefusalCode.Invalid, "/form", "Only what is delivered here is prepared here."));
        }

        var rule = new Rule(incident, owner.Id, now.Member.Id, submission, clock.GetUtcNow())
        {
            Obligation = request.Obligation,
            SubmittedAt = request.SubmittedAt,
            Way = request.Way,
            Addressee = request.Addressee,
            Authority = authority,
            Receipt = request.Receipt is { } receipt ? new(receipt.Name, receipt.Sha256) : null,
            Report = null,
            InsteadOf = request.InsteadOf,
            Corrects = request.Corrects is { } corrected ? new(corrected) : null,
            Reason = request.Reason,
            Profile = await commands.ProfileAsync(owner.Id, ct),
            Rulebook = rulebook,
        };
        return (rule, null);
    }

    // The bytes that are kept are those that the authority is given: what changes afterwards is another report. They are sealed under a
    // key of their own, as a receipt's are.
    private async Task<Decision<DutyEvent>> DeliverAsync(Caller now, Rule rule, string? form, DutyFile? state, List<Document> documents, CancellationToken ct)
    {
        if (await desk.LayOutAsync(rule.Incident, now, form, state, ct) is not { } papers || desk.Prepare(papers with { Profile = rule.Profile }, rule.Obligation, rulebook) is not { } report)
        {
            return rule.Decide(state); // Refuses: there is nothing to deliver.
        }

        if (!desk.HasForm(papers))
        {
            return new Refusal(RefusalCode.UnknownTerm, "/form", "No such common form is in force.");
        }

        var bytes = ReportJson.Write(report);
        return await vault.DecideAsync(
            rule.Owner,
            sealing => sealing.SealAsync(PersonWords.ReportOf(rule.Submission), bytes),
            kept =>
            {
                var sealedSha512 = SHA512.HashData(kept.Box);
                documents.Clear();
                documents.Add(new(sealedSha512, kept.Box));
                var delivered = new ReportToDeliver(
                    Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, kept.Subject, Convert.ToHexStringLower(sealedSha512), papers.Label);
                return (rule with { Report = delivered }).Decide(state);
            },
            ct);
    }
}
