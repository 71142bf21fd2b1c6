using System.Diagnostics;

namespace CyberExchange.Domain.Links;

/// <summary>One partner's link: its events, folded.</summary>
/// <param name="Kind">As it was stated last.</param>
/// <param name="Reason">As it was stated last.</param>
/// <param name="IsWithdrawn">Whether it was taken back since.</param>
public sealed record ItemLink(string Kind, string Reason, bool IsWithdrawn)
{
    /// <summary>The state after one more event; null stands for what was never stated.</summary>
    public static ItemLink Evolve(ItemLink? state, LinkEvent e) => (state, e) switch
    {
        (_, LinkEvent.LinkStated stated) => new(stated.Kind, stated.Reason, IsWithdrawn: false),
        ({ } link, LinkEvent.LinkWithdrawn) => link with { IsWithdrawn = true },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to a link that was never stated."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static ItemLink? Fold(IEnumerable<LinkEvent> events) => events.Aggregate((ItemLink?)null, Evolve);
}
