using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Mandates;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Incidents.FileIncident;

namespace CyberExchange.Server.Incidents;

/// <summary><c>POST /v1/mandates/{id}/incidents</c>.</summary>
/// <remarks>
/// For whom it is, the mandate says and nothing else does. Names are looked up in the CERT's own directory, and persons are sealed as
/// the operator's, who alone amends the report later.
/// </remarks>
public sealed class FileIncident(
    WriteRequests writes, RequestDigest digest, LiveDirectory directory, LiveMandates mandates, PersonalVault vault, CommandRunner runner, Readmission gate,
    CommandAnswers answers, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid mandate, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReportIncidentRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var id = new IncidentId(digest.IdFor("incident", write.Key));
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ActOnMandates),
            now => new Command<Incident, IncidentEvent>
            {
                Stream = ItemStreams.Of(id),
                By = Actor.Of(now, http),
                Key = write.Key,
                Visible = async token => (await mandates.FindAsync(now.Viewer.Profile.Id, new(mandate), token)).Problem,
                Decide = (state, token) => DecideAsync(id, now.Viewer, new(mandate), write.Document, state, token),
            },
            ct);
        return answers.Created(result, caller.Viewer, IncidentEventCatalog.StreamPrefix, IncidentCommands.Collection);
    }

    private async Task<Decision<IncidentEvent>> DecideAsync(
        IncidentId id, Viewer.Partner by, MandateId mandate, ReportIncidentRequest request, Incident? state, CancellationToken ct)
    {
        var (now, at) = (directory.Current, clock.GetUtcNow());
        if ((await mandates.FindAsync(by.Profile.Id, mandate, ct)).Row?.Given is not { } given)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such mandate.");
        }

        // Said first: whoever may file nothing is not told what is wrong with the report.
        if ((MandateScope.CheckHolds(given, by.Profile, now.Partners, at) ?? IncidentReading.Check(request.Report)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = new SharingReading(now, by.Profile).Read(request.Sharing);
        return terms is null
            ? termsRefusal!.Under("/sharing") // One of the two is there.
            : await vault.DecideAsync(
                given.Text.Operator,
                sealing => IncidentReading.SealAsync(id, request.Report, sealing),
                report => new Rule(id, by.Profile, by.Member, given, report, terms).Decide(state, now.Partners, at),
                ct);
    }
}
