using System.Collections.Immutable;
using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>How a proposed edition stands.</summary>
public enum EditionState
{
    /// <summary>It awaits the other side.</summary>
    Open,
    Published,
    Declined,
    TakenBack,
}

/// <summary>An edition that one side would have published.</summary>
/// <param name="Answer">Why it was declined; null where it was not.</param>
/// <param name="Number">The edition that came of it; null where none did.</param>
public sealed record EditionProposal(
    Guid Id, PartnerId Partner, MemberId By, Jurisdiction Side, string Reason, EditionRequest Edition, EditionState State, string? Answer, int? Number) : IProposal
{
    public bool IsOpen => State is EditionState.Open;
}

/// <summary>Every edition of the trends and what was proposed: the events, folded.</summary>
/// <param name="Editions">In order.</param>
/// <param name="Proposals">Those that were ever made, by id.</param>
public sealed record TrendSeries(ImmutableList<PublishedEdition> Editions, ImmutableDictionary<Guid, EditionProposal> Proposals)
{
    /// <summary>A series in which nothing was published yet.</summary>
    public static TrendSeries Empty { get; } = new([], ImmutableDictionary<Guid, EditionProposal>.Empty);

    /// <summary>The latest edition; null before the first.</summary>
    public PublishedEdition? Last => Editions.Count == 0 ? null : Editions[^1];

    /// <summary>The state after one more event.</summary>
    public static TrendSeries Evolve(TrendSeries? state, TrendEvent e) => (state ?? Empty).After(e);

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static TrendSeries? Fold(IEnumerable<TrendEvent> events) => events.Aggregate((TrendSeries?)null, Evolve);

    private TrendSeries After(TrendEvent e) => e switch
    {
        TrendEvent.EditionProposed p => this with
        {
            Proposals = Proposals.Add(p.Proposal, new(p.Proposal, p.Partner, p.By, p.Side, p.Reason, p.Edition, EditionState.Open, Answer: null, Number: null)),
        },
        TrendEvent.EditionPublished p => this with
        {
            Editions = Editions.Add(p.Edition),
            Proposals = Ended(p.Proposal, EditionState.Published, answer: null, p.Edition.Number),
        },
        TrendEvent.EditionDeclined d => this with { Proposals = Ended(d.Proposal, EditionState.Declined, d.Reason, number: null) },
        TrendEvent.EditionTakenBack t => this with { Proposals = Ended(t.Proposal, EditionState.TakenBack, answer: null, number: null) },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to the editions of the trends."),
    };

    private ImmutableDictionary<Guid, EditionProposal> Ended(Guid id, EditionState state, string? answer, int? number) =>
        Proposals.SetItem(id, Proposals[id] with { State = state, Answer = answer, Number = number });
}
