namespace CyberExchange.Domain.Policies;

/// <summary>What happened to the release policy of the exchange.</summary>
public abstract record PolicyEvent
{
    private PolicyEvent() { }

    /// <summary>Terms that are stated from now on are judged under this version; what was stated before keeps its own.</summary>
    public sealed record PolicyAdopted(int Version) : PolicyEvent;
}
