using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Sources;

/// <summary>A CERT has the exchange follow a CSAF provider, and import what it publishes as a third party's.</summary>
public sealed record AddSource(CsafSourceId Source, PartnerProfile By, MemberId Member, string Provider, SourcePlan Plan)
{
    public Decision<SourceEvent> Decide(FollowedSources? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? SourceRules.CheckProvider(Provider) ?? SourceRules.CheckPlan(Plan, By, directory, now) ?? SourceRules.CheckChanges(state)) is { } refusal)
        {
            return refusal;
        }

        if (!By.Has(Role.Cert))
        {
            return new Refusal(RefusalCode.Invalid, "", "Only a CERT imports documents of third parties.");
        }

        var standing = (state ?? FollowedSources.None).Standing;
        if (standing.Values.Any(source => string.Equals(source.Provider, Provider, StringComparison.OrdinalIgnoreCase)))
        {
            return new Refusal(RefusalCode.AlreadyExists, "/provider", "Your organisation follows this provider already: change that source.");
        }

        return standing.Count >= SourceRules.PerPartnerMax
            ? new Refusal(RefusalCode.Invalid, "", $"A partner follows at most {SourceRules.PerPartnerMax} providers: remove one first.")
            : new SourceEvent.SourceAdded(Source, Provider, Plan, Member);
    }
}
