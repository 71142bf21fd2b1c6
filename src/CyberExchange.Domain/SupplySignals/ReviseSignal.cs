using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>The originator states the signal anew, before anybody can know what becomes of it.</summary>
/// <remarks>From the first day of its horizon on a signal keeps what can come true and how likely that is, and with an outcome all of it: else what is known afterwards would pass for foresight.</remarks>
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
        if (today >= present.HorizonFrom && CheckStays(present) is { } changed)
        {
            return changed;
        }

        return SignalRules.Check(Content, today, present)?.Under("/signal") is { } invalid ? invalid : new SignalEvent.SignalRevised(Content);
    }

    // The first part that says something else than it did.
    private Refusal? CheckStays(SupplySignal present)
    {
        var changed =
            (Content.HorizonFrom, Content.HorizonTo) != (present.HorizonFrom, present.HorizonTo) ? "horizon"
            : Content.Confidence != present.Confidence ? "confidence"
            : Content.Stage != present.Stage ? "stage"
            : Content.ProductClass != present.ProductClass ? "productClass"
            : Content.Product != present.Product ? "product"
            : !Content.Regions.SequenceEqual(present.Regions, StringComparer.Ordinal) ? "regions"
            : null;
        return changed is null
            ? null
            : new(RefusalCode.Invalid, $"/signal/{changed}", "The horizon has begun: this stays as it was before anybody could know. Post another signal for what is another.");
    }
}
