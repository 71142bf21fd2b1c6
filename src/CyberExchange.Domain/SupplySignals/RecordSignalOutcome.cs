using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>The originator says what became of the signal; said again, it takes the place of what was said before.</summary>
public sealed record RecordSignalOutcome(PartnerProfile By, SignalOutcome Outcome)
{
    public Decision<SignalEvent> Decide(Signal? state, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? SignalRules.CheckChange(state, By.Id)) is { } refusal)
        {
            return refusal;
        }

        if (state!.Outcome is { } before && before.Says(Outcome))
        {
            return Decision<SignalEvent>.Nothing;
        }

        return (SharingRules.CheckChanges(state.Changes) ?? SignalRules.Check(Outcome, state.Content, SignalRules.DayOf(now))?.Under("/outcome")) is { } against
            ? against
            : new SignalEvent.SignalOutcomeRecorded(Outcome);
    }
}
