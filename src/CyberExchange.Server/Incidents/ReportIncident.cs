using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Incidents.ReportIncident;

namespace CyberExchange.Server.Incidents;

/// <summary><c>POST /v1/incidents</c>.</summary>
public sealed class ReportIncident(
    WriteRequests writes,
    RequestDigest digest,
    LiveDirectory directory,
    PersonalVault vault,
    CommandRunner runner,
    Readmission gate,
    CommandAnswers answers,
    TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReportIncidentRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var id = new IncidentId(digest.IdFor("incident", write.Key));
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ReportIncidents),
            now => new Command<Incident, IncidentEvent>
            {
                Stream = ItemStreams.Of(id),
                By = Actor.Of(now, http),
                Key = write.Key,
                Decide = (state, token) => DecideAsync(id, now.Viewer, write.Document, state, token),
            },
            ct);
        return answers.Created(result, caller.Viewer, IncidentEventCatalog.StreamPrefix, IncidentCommands.Collection);
    }

    /// <summary>What the rules say of a report that is not made, and its personal texts in clear; nothing is kept of it.</summary>
    public async Task<(Decision<IncidentEvent> Decision, IReadOnlyDictionary<SealedText, string> Personal)> PreviewAsync(
        Viewer.Partner by, ReportIncidentRequest request, CancellationToken ct)
    {
        var now = directory.Current;
        var (terms, refusal) = Read(request, by, now);
        return terms is null
            ? (refusal!, new Dictionary<SealedText, string>()) // One of the two is there.
            : await vault.PreviewAsync(
                by.Profile.Id,
                sealing => IncidentReading.SealAsync(default, request.Report, sealing),
                report => new Rule(default, by.Profile, by.Member, report, terms).Decide(state: null, now.Partners, clock.GetUtcNow()),
                ct);
    }

    private async Task<Decision<IncidentEvent>> DecideAsync(
        IncidentId id, Viewer.Partner by, ReportIncidentRequest request, Incident? state, CancellationToken ct)
    {
        var now = directory.Current;
        var (terms, refusal) = Read(request, by, now);
        return terms is null
            ? refusal! // One of the two is there.
            : await vault.DecideAsync(
                by.Profile.Id,
                sealing => IncidentReading.SealAsync(id, request.Report, sealing),
                report => new Rule(id, by.Profile, by.Member, report, terms).Decide(state, now.Partners, clock.GetUtcNow()),
                ct);
    }

    private static (StatedTerms? Terms, Refusal? Refusal) Read(ReportIncidentRequest request, Viewer.Partner by, DirectorySnapshot now)
    {
        if (IncidentReading.Check(request.Report) is { } refusal)
        {
            return (null, refusal);
        }

        var (terms, termsRefusal) = new SharingReading(now, by.Profile).Read(request.Sharing);
        return (terms, termsRefusal?.Under("/sharing"));
    }
}
