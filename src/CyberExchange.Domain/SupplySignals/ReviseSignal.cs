using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>The originator states the signal anew, before anybody can know what becomes of it.</summary>
/// <remarks>From the first day of its horizon on a signal keeps horizon and confidence, and with an outcome all of it: else what is known afterwards would pass for foresight.</remarks>
public sealed record ReviseSignal(PartnerProfile By, SupplySignal Content)
{
    public Decision<SignalEvent> Decide(Signal? state, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? SignalRules.CheckChange(state, By.Id)) is { } refusal)
        {
            return refusal;
        }

        var present = state!.Content;
        if (Content.Says(present))
        {
            return Decision<SignalEvent>.Nothing;
        }

        if (SharingRules.CheckChanges(state.Changes) is { } full)
        {
            return full;
        }

        if (state.Outcome is not null)
        {
            return new Refusal(RefusalCode.Invalid, "/signal", "Its outcome is recorded: what was foreseen stays as it was.");
        }

        var today = SignalRules.DayOf(now);
        if (today >= present.HorizonFrom && (Content.HorizonFrom, Content.HorizonTo) != (present.HorizonFrom, present.HorizonTo))
        {
            return new Refusal(RefusalCode.Invalid, "/signal/horizon", "The horizon has begun: it stays, and so does the confidence. Post another signal for another time.");
        }

        if (today >= present.HorizonFrom && Content.Confidence != present.Confidence)
        {
            return new Refusal(RefusalCode.Invalid, "/signal/confidence", "The horizon has begun: the confidence stays as it was before anybody could know.");
        }

        return SignalRules.Check(Content, today)?.Under("/signal") is { } invalid ? invalid : new SignalEvent.SignalRevised(Content);
    }
}
