using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>A CERT files an incident for the operator that it befell, under that operator's mandate. The incident is the operator's.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="By">The CERT.</param>
/// <param name="FiledBy">Its member.</param>
/// <param name="Mandate">The mandate, which alone says for whom it is.</param>
/// <param name="Report">What befell the operator.</param>
/// <param name="Terms">The terms, within those of the mandate.</param>
public sealed record FileIncident(
    IncidentId Incident, PartnerProfile By, MemberId FiledBy, GivenMandate Mandate, IncidentReport Report, StatedTerms Terms)
{
    public Decision<IncidentEvent> Decide(Incident? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? MandateScope.CheckHolds(Mandate, By, directory, now)) is { } notNow)
        {
            return notNow;
        }

        if (MandateScope.CheckClass(Mandate.Text, Report.Classification)?.Under("/report") is { } otherClass)
        {
            return otherClass;
        }

        if (MandateScope.CheckTerms(Mandate.Text, Terms)?.Under("/sharing") is { } wider)
        {
            return wider;
        }

        // From here on it is as if the operator reported.
        var originator = directory.Find(Mandate.Text.Operator)!; // The mandate holds only while it takes part.
        return new ReportIncident(Incident, originator, FiledBy, Report, Terms).Decide(state, directory, now) switch
        {
            Decision<IncidentEvent>.Accepted { Events: [IncidentEvent.IncidentReported reported] } => new Decision<IncidentEvent>.Accepted(
                [reported, new IncidentEvent.IncidentFiled(originator.Id, By.Id, Mandate.Id)]),

            // Two members of the operator answer for what is public, and the CERT's is neither of them.
            Decision<IncidentEvent>.Accepted => new Refusal(
                RefusalCode.OutsideMandate, "/sharing/label", "The operator takes two of its own members to make an item TLP:CLEAR: file it under a stricter label."),
            var refused => refused,
        };
    }
}
