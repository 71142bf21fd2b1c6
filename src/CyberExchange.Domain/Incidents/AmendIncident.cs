using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>The originator states the report anew.</summary>
public sealed record AmendIncident(PartnerProfile By, IncidentReport Report)
{
    public Decision<IncidentEvent> Decide(Incident? state, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? IncidentSharing.CheckChange(state, By.Id) ?? SharingRules.CheckChanges(state!.Changes)) is { } refusal)
        {
            return refusal;
        }

        if (IncidentReportRules.Check(Report, now) is { } reportRefusal)
        {
            return reportRefusal.Under("/report");
        }

        return state!.Sharing.Terms.PermitsStatistics && Taxonomies.IncidentClasses.IsTest(Report.Classification)
            ? new Refusal(RefusalCode.Invalid, "/report/classification", "A record of class rsit.test never enters statistics: first share it without.")
            : new IncidentEvent.IncidentAmended(Report);
    }
}
