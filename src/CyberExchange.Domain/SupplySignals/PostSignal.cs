using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>A partner says what it foresees, with its audience from the first moment.</summary>
public sealed record PostSignal(SignalId Signal, PartnerProfile Originator, MemberId PostedBy, SupplySignal Content, StatedTerms Terms)
{
    public Decision<SignalEvent> Decide(Signal? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if (SharingRules.CheckActs(Originator) is { } suspended)
        {
            return suspended;
        }

        if (state is not null)
        {
            return new Refusal(RefusalCode.AlreadyExists, "", "A signal with this id is posted already.");
        }

        if (SignalRules.Check(Content, SignalRules.DayOf(now)) is { } refusal)
        {
            return refusal.Under("/signal");
        }

        var (terms, termsRefusal) = SharingRules.Accept(Terms, Originator, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/sharing"); // One of the two is there.
        }

        return ReleaseProposal.Takes(Originator, terms)
            ? new Decision<SignalEvent>.Accepted([Posted(ReleaseProposal.Unreleased(terms)), new SignalEvent.SignalReleaseProposed { ProposedBy = PostedBy, Terms = terms }])
            : Posted(terms);
    }

    private SignalEvent.SignalPosted Posted(SharingTerms terms) => new()
    {
        Signal = Signal,
        Originator = Originator.Id,
        PostedBy = PostedBy,
        Home = Originator.Jurisdiction,
        Content = Content,
        Terms = terms,
    };
}
