using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using ReportIncident = CyberExchange.Server.Incidents.ReportIncident;

namespace CyberExchange.Server.Explain;

/// <summary><c>POST /v1/incidents/preview</c>: the rules of a report, and nothing is reported.</summary>
public sealed class PreviewIncident(ReportIncident reports, Previewing previews, IncidentRendition rendition, LiveDirectory directory)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (request, problem) = await WriteRequests.ReadUnkeptAsync(http.Request, WireJson.Default.PreviewIncidentRequest, ct);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var (now, turnedAway) = previews.Ask(http, caller, Capability.ReportIncidents);
        if (now is null)
        {
            return turnedAway!; // One of the two is there.
        }

        var by = now.Viewer;
        var report = new ReportIncidentRequest { Report = request.Report, Sharing = request.Sharing };
        var (decision, personal) = await reports.PreviewAsync(by, report, ct);
        if (decision is not Decision<IncidentEvent>.Accepted { Events: var events })
        {
            return ((Decision<IncidentEvent>.Refused)decision).Refusal.ToProblem(); // A decision is one of the two.
        }

        // After the rules, so that a preview is refused in the words of the command.
        var (subject, unshown) = ExplainRequest.Find(request.As, request.Member, by.Profile, directory.Current, "/as", "/member");
        if (subject is null)
        {
            return unshown!; // One of the two is there.
        }

        var incident = Incident.Fold(events)!; // An accepted report has an event.
        var foretold = Previewing.Once(incident.Sharing, incident.Proposal);
        var own = previews.Row(default, ItemKind.Incident, foretold) with { Incident = incident.Report };
        return await previews.AnswerAsync(own, foretold, by.Profile, subject, (document, item) => document with { Incident = item is null ? null : rendition.Render(item, personal) }, ct);
    }
}
