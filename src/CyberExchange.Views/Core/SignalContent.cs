using CyberExchange.Domain.SupplySignals;

namespace CyberExchange.Views.Core;

/// <summary>What a viewer of a supply signal reads of it.</summary>
/// <param name="Signal">What was foreseen.</param>
/// <param name="Outcome">What became of it; null while nobody has said so.</param>
/// <param name="OutcomeAt">When that was said last.</param>
public sealed record SignalContent(SupplySignal Signal, SignalOutcome? Outcome, DateTimeOffset? OutcomeAt)
{
    /// <summary>Without what is for the originator alone.</summary>
    internal SignalContent ForOthers() => this with { Signal = Signal with { Items = [] } };
}
