namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The owner names the authority to which a duty is owed, which sees that duty from then on.</summary>
/// <param name="Authority">A partner with the role of an authority or a CERT; the caller looks that up.</param>
public sealed record AddressDuty(IncidentId Incident, PartnerId Owner, MemberId By, string Obligation, PartnerId Authority, Rulebook Rulebook)
{
    public const int PerDutyMax = 20;

    public Decision<DutyEvent> Decide(DutyFile? state)
    {
        if (FileRules.CheckOpen(state) is { } refusal)
        {
            return refusal;
        }

        if (Rulebook.Find(Obligation) is null)
        {
            return new Refusal(RefusalCode.UnknownTerm, "/obligation", "The rulebook has no such duty.");
        }

        var named = state?.Addressees.Where(a => a.Obligation == Obligation).ToList() ?? [];
        if (named.Any(a => a.Authority == Authority))
        {
            return Decision<DutyEvent>.Nothing;
        }

        return named.Count >= PerDutyMax
            ? new Refusal(RefusalCode.Invalid, "/authority", $"A duty is addressed to at most {PerDutyMax} authorities.")
            : FileRules.Accept(state, Incident, Owner, new DutyEvent.DutyAddressed(Obligation, Authority, By));
    }
}
