using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.EventStore;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Duties;

/// <summary><c>GET /v1/incidents/{id}/duties/submissions/{submission}/report</c>: what was delivered here, byte for byte, for the authority and the owner.</summary>
/// <remarks>The authority is shown the report and nothing else of the incident. That it was is written down before, and the owner may list it.</remarks>
public sealed class ReadDeliveredReport(DutyQueries queries, ShownItem.Witness witness, PersonalVault vault, EventLog log, TimeProvider clock)
{
    private const string Json = "application/json";

    /// <summary>The bytes; absent, another's, filed elsewhere and erased are answered alike.</summary>
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, Guid submission, CancellationToken ct)
    {
        var reader = caller.Viewer.Profile.Id;
        if (await FindAsync(reader, new(id), new(submission), ct) is not { } found)
        {
            return ProblemAnswers.NotFound;
        }

        var (owner, delivered) = found;
        var box = await log.ReadDocumentAsync(Convert.FromHexString(delivered.Sealed), ct)
            ?? throw new InvalidDataException($"The report of submission {submission} is not there.");
        if (await vault.OpenAsync(delivered.Subject, box, ct) is not { } bytes)
        {
            return ProblemAnswers.NotFound;
        }

        if (owner != reader)
        {
            await witness.ShowReportAsync(new(id), owner, delivered.Label, caller.Viewer, http.TraceIdentifier, ct);
        }

        return new BytesAnswer(bytes, Json) { ETag = $"\"{delivered.Sha256}\"" };
    }

    private async Task<(PartnerId Owner, DeliveredReport Report)?> FindAsync(PartnerId reader, IncidentId incident, SubmissionId submission, CancellationToken ct)
    {
        if (await queries.FindFileAsync(reader, incident, ct) is { } own)
        {
            return own.File.Submissions.FirstOrDefault(s => s.Id == submission)?.Delivered is { } report ? (reader, report) : null;
        }

        var addressed = (await queries.OfIncidentAsync(reader, incident, clock.GetUtcNow(), ct))
            .SelectMany(row => row.Line.Submissions, (row, s) => (row.Owner, Submission: s))
            .FirstOrDefault(s => s.Submission.Id == submission && s.Submission.Authority == reader);
        return addressed.Submission?.Delivered is { } delivered ? (addressed.Owner, delivered) : null;
    }
}
