using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>A second member approves the release that the first one proposed.</summary>
public sealed record ApproveAdvisoryRelease(PartnerProfile By, MemberProfile Approver)
{
    public Decision<AdvisoryEvent> Decide(Advisory? state, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? AdvisorySharing.CheckChange(state, By.Id)) is { } refusal)
        {
            return refusal;
        }

        var (terms, notApproved) = ReleaseProposal.Approve(state!.Proposal, Approver, now);
        if (terms is null)
        {
            return notApproved!; // One of the two is there.
        }

        return state.Document.Label is { } floor && terms.Label < floor
            ? new Refusal(RefusalCode.LabelBelowDocument, "", $"The document says {floor.Text()} by now; it cannot be released as {terms.Label.Text()}.")
            : new AdvisoryEvent.AdvisoryShared { Terms = terms };
    }
}
