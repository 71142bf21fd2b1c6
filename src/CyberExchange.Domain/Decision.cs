namespace CyberExchange.Domain;

/// <summary>What a rule answers: the facts that happened, or why nothing did.</summary>
/// <typeparam name="TEvent">The closed family of events of one capability.</typeparam>
public abstract record Decision<TEvent>
{
    private Decision() { }

    /// <summary>The command is accepted. No events means that what was asked for is already so.</summary>
    public sealed record Accepted(IReadOnlyList<TEvent> Events) : Decision<TEvent>;

    /// <summary>The command is refused and nothing happens.</summary>
    public sealed record Refused(Refusal Refusal) : Decision<TEvent>;

    public static implicit operator Decision<TEvent>(Refusal refusal) => new Refused(refusal);

    public static implicit operator Decision<TEvent>(TEvent only) => new Accepted([only]);

    /// <summary>Nothing needs to happen: the wish is already fulfilled.</summary>
    public static Decision<TEvent> Nothing { get; } = new Accepted([]);
}
