using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Incidents;

/// <summary>What sharing terms mean for incidents in particular.</summary>
public static class IncidentSharing
{
    /// <summary>Accepts terms for a report; an exercise never enters statistics, whatever its terms say.</summary>
    public static (SharingTerms? Terms, Refusal? Refusal) Accept(
        StatedTerms stated, IncidentReport report, PartnerProfile originator, PartnerDirectory directory, DateTimeOffset now) =>
        stated.PermitsStatistics && IncidentClasses.IsTest(report.Classification)
            ? (null, new(RefusalCode.Invalid, "/permitsStatistics", "A record of class rsit.test never enters statistics."))
            : SharingRules.Accept(stated, originator, directory, now);

    /// <summary>Why this partner may not change this incident now; null when it may.</summary>
    public static Refusal? CheckChange(Incident? incident, PartnerId by)
    {
        if (incident is null)
        {
            return new(RefusalCode.NotFound, "", "There is no such incident.");
        }

        if (incident.Sharing.Originator != by)
        {
            return new(RefusalCode.NotOriginator, "", "Only the originator changes an incident.");
        }

        return incident.IsWithdrawn ? new(RefusalCode.Withdrawn, "", "The incident is withdrawn.") : null;
    }
}
