namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The owner is done, or never had anything to do: nothing more is computed or reminded of. What was recorded stays.</summary>
public sealed record CloseDutyFile(IncidentId Incident, PartnerId Owner, MemberId By, string Reason)
{
    public Decision<DutyEvent> Decide(DutyFile? state)
    {
        if (state is { IsClosed: true })
        {
            return Decision<DutyEvent>.Nothing;
        }

        return FileRules.CheckText(Reason, "/reason", needed: true) is { } refusal
            ? refusal
            : FileRules.Accept(state, Incident, Owner, new DutyEvent.DutyFileClosed(Reason, By));
    }
}
