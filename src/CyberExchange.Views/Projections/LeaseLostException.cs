namespace CyberExchange.Views.Projections;

/// <summary>Another node writes the view by now: whatever this one was about to commit is rolled back.</summary>
internal sealed class LeaseLostException(string view, Exception? cause = null) : Exception($"the lease of view {view} was lost", cause)
{
    /// <summary>What the database raises when a fence is no longer the present one.</summary>
    public const string SqlState = "CX001";
}
