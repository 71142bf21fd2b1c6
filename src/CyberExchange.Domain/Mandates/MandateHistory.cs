using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Mandates;

/// <summary>A mandate's events, folded.</summary>
public static class MandateHistory
{
    /// <summary>The state after one more event; null stands for a mandate that was never given.</summary>
    public static GivenMandate Evolve(GivenMandate? state, MandateEvent e) => (state, e) switch
    {
        (null, MandateEvent.MandateGiven given) => new(given.Mandate, given.Text, Revoked: false),
        ({ } mandate, MandateEvent.MandateRevoked) => mandate with { Revoked = true },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to a mandate that was {(state is null ? "never given" : "given")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static GivenMandate? Fold(IEnumerable<MandateEvent> events) => events.Aggregate((GivenMandate?)null, Evolve);
}
