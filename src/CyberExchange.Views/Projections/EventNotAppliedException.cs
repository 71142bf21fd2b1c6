namespace CyberExchange.Views.Projections;

/// <summary>An event that the view cannot apply.</summary>
internal sealed class EventNotAppliedException(long position, int appliedBefore, Exception cause)
    : Exception($"the event at position {position} cannot be applied: {cause.GetType().Name}", cause)
{
    /// <summary>How many events of the same page came before it.</summary>
    public int AppliedBefore { get; } = appliedBefore;
}
