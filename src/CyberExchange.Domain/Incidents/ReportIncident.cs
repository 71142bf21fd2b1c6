using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>A partner reports an incident, with its audience from the first moment.</summary>
public sealed record ReportIncident(IncidentId Incident, PartnerProfile Originator, MemberId ReportedBy, IncidentReport Report, StatedTerms Terms)
{
    public Decision<IncidentEvent> Decide(Incident? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if (SharingRules.CheckActs(Originator) is { } suspended)
        {
            return suspended;
        }

        if (state is not null)
        {
            return new Refusal(RefusalCode.AlreadyExists, "", "An incident with this id is reported already.");
        }

        if (IncidentReportRules.Check(Report, now) is { } refusal)
        {
            return refusal.Under("/report");
        }

        var (terms, termsRefusal) = IncidentSharing.Accept(Terms, Report, Originator, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/sharing"); // One of the two is there.
        }

        return ReleaseProposal.Takes(Originator, terms)
            ? new Decision<IncidentEvent>.Accepted([Reported(ReleaseProposal.Unreleased(terms)), new IncidentEvent.IncidentReleaseProposed { ProposedBy = ReportedBy, Terms = terms }])
            : Reported(terms);
    }

    private IncidentEvent.IncidentReported Reported(SharingTerms terms) => new()
    {
        Incident = Incident,
        Originator = Originator.Id,
        ReportedBy = ReportedBy,
        Home = Originator.Jurisdiction,
        Report = Report,
        Terms = terms,
    };
}
