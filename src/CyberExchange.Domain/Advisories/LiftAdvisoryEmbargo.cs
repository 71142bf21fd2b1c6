namespace CyberExchange.Domain.Advisories;

/// <summary>The embargo's instant has passed.</summary>
public sealed record LiftAdvisoryEmbargo
{
    public Decision<AdvisoryEvent> Decide(Advisory? state, DateTimeOffset now) => state switch
    {
        null => new Refusal(RefusalCode.NotFound, "", "There is no such advisory."),
        { IsWithdrawn: true } or { Sharing.UnderEmbargo: false } => Decision<AdvisoryEvent>.Nothing,
        _ when state.Sharing.Terms.Embargo!.LiftsAt > now => new Refusal(RefusalCode.ImpossibleTime, "", "The embargo still stands."),
        _ => new AdvisoryEvent.AdvisoryEmbargoLifted(),
    };
}
