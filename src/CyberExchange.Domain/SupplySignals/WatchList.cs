using System.Collections.Immutable;
using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>An entry as both sides agreed on it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Revision">1 for the first time, one more for every later one, also after it was off the list.</param>
public sealed record AgreedWatch(WatchEntry Entry, int Revision);

/// <summary>How a proposal stands.</summary>
public enum WatchProposalState
{
    /// <summary>It awaits the other side.</summary>
    Open,
    Agreed,
    Declined,
    Withdrawn,
}

/// <summary>What one side would have the list say.</summary>
/// <param name="Answer">Why it was declined; null where it was not.</param>
public sealed record WatchProposal(
    Guid Id, PartnerId Partner, MemberId By, Jurisdiction Side, string Reason, WatchEntry Entry, int Base, bool Ends, WatchProposalState State, string? Answer) : IProposal
{
    public bool IsOpen => State is WatchProposalState.Open;
}

/// <summary>The joint watch list: its events, folded.</summary>
/// <param name="Entries">What stands, by id.</param>
/// <param name="Revisions">How often each id was agreed on, whether it stands or not.</param>
/// <param name="Proposals">Those that were ever made, by id.</param>
public sealed record WatchList(
    ImmutableSortedDictionary<string, AgreedWatch> Entries, ImmutableDictionary<string, int> Revisions, ImmutableDictionary<Guid, WatchProposal> Proposals)
{
    /// <summary>A list on which nothing stands yet.</summary>
    public static WatchList Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, AgreedWatch>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, int>(StringComparer.Ordinal),
        ImmutableDictionary<Guid, WatchProposal>.Empty);

    /// <summary>How often an entry was agreed on; 0 for one that is new.</summary>
    public int Revision(string id) => Revisions.GetValueOrDefault(id);

    /// <summary>The state after one more event.</summary>
    public static WatchList Evolve(WatchList? state, WatchListEvent e) => (state ?? Empty).After(e);

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static WatchList? Fold(IEnumerable<WatchListEvent> events) => events.Aggregate((WatchList?)null, Evolve);

    private WatchList After(WatchListEvent e) => e switch
    {
        WatchListEvent.WatchProposed p => this with
        {
            Proposals = Proposals.Add(p.Proposal, new(p.Proposal, p.Partner, p.By, p.Side, p.Reason, p.Entry, p.Base, p.Ends, WatchProposalState.Open, Answer: null)),
        },
        WatchListEvent.WatchAgreed a => Agreed(Proposals[a.Proposal]),
        WatchListEvent.WatchDeclined d => Ended(d.Proposal, WatchProposalState.Declined, d.Reason),
        WatchListEvent.WatchProposalWithdrawn w => Ended(w.Proposal, WatchProposalState.Withdrawn, answer: null),
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to the watch list."),
    };

    private WatchList Agreed(WatchProposal proposal) => Ended(proposal.Id, WatchProposalState.Agreed, answer: null) with
    {
        Entries = proposal.Ends ? Entries.Remove(proposal.Entry.Id) : Entries.SetItem(proposal.Entry.Id, new(proposal.Entry, proposal.Base + 1)),
        Revisions = Revisions.SetItem(proposal.Entry.Id, proposal.Base + 1),
    };

    private WatchList Ended(Guid id, WatchProposalState state, string? answer) =>
        this with { Proposals = Proposals.SetItem(id, Proposals[id] with { State = state, Answer = answer }) };
}
