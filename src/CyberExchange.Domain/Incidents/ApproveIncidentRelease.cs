using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Incidents;

/// <summary>A second member approves the release that the first one proposed.</summary>
public sealed record ApproveIncidentRelease(PartnerProfile By, MemberProfile Approver)
{
    public Decision<IncidentEvent> Decide(Incident? state, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? IncidentSharing.CheckChange(state, By.Id)) is { } refusal)
        {
            return refusal;
        }

        var (terms, notApproved) = ReleaseProposal.Approve(state!.Proposal, Approver, now);
        if (terms is null)
        {
            return notApproved!; // One of the two is there.
        }

        return terms.PermitsStatistics && IncidentClasses.IsTest(state.Report.Classification)
            ? new Refusal(RefusalCode.Invalid, "", "The report is of class rsit.test by now and never enters statistics: propose the release anew.")
            : new IncidentEvent.IncidentShared { Terms = terms };
    }
}
