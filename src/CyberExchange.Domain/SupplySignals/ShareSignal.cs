using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>The originator states the sharing terms anew.</summary>
/// <param name="By">The originator.</param>
/// <param name="Member">Who states them.</param>
/// <param name="Terms">The terms. Where TLP:CLEAR takes two members, they are a proposal until a second one approves.</param>
public sealed record ShareSignal(PartnerProfile By, MemberId Member, StatedTerms Terms)
{
    public Decision<SignalEvent> Decide(Signal? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? SignalRules.CheckChange(state, By.Id) ?? SharingRules.CheckChanges(state!.Changes)) is { } refusal)
        {
            return refusal;
        }

        var (terms, termsRefusal) = SharingRules.Accept(Terms, By, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/sharing"); // One of the two is there.
        }

        return ReleaseProposal.Takes(By, terms)
            ? new SignalEvent.SignalReleaseProposed { ProposedBy = Member, Terms = terms }
            : new SignalEvent.SignalShared { Terms = terms };
    }
}

/// <summary>A second member approves the release that the first one proposed.</summary>
public sealed record ApproveSignalRelease(PartnerProfile By, MemberProfile Approver)
{
    public Decision<SignalEvent> Decide(Signal? state, DateTimeOffset now)
    {
        if ((SharingRules.CheckActs(By) ?? SignalRules.CheckChange(state, By.Id)) is { } refusal)
        {
            return refusal;
        }

        var (terms, notApproved) = ReleaseProposal.Approve(state!.Proposal, Approver, now);
        return terms is null ? notApproved! : new SignalEvent.SignalShared { Terms = terms }; // One of the two is there.
    }
}

/// <summary>Any member of the originator rejects the proposed release, also the one who proposed it. The item stays as it is.</summary>
public sealed record RejectSignalRelease(PartnerProfile By)
{
    public Decision<SignalEvent> Decide(Signal? state) =>
        (SharingRules.CheckActs(By) ?? SignalRules.CheckChange(state, By.Id) ?? ReleaseProposal.CheckReject(state!.Proposal)) is { } refusal
            ? refusal
            : new SignalEvent.SignalReleaseRejected();
}

/// <summary>The embargo's instant has passed.</summary>
public sealed record LiftSignalEmbargo
{
    public Decision<SignalEvent> Decide(Signal? state, DateTimeOffset now) => state switch
    {
        null => new Refusal(RefusalCode.NotFound, "", "There is no such signal."),
        { IsWithdrawn: true } or { Sharing.UnderEmbargo: false } => Decision<SignalEvent>.Nothing,
        _ when state.Sharing.Terms.Embargo!.LiftsAt > now => new Refusal(RefusalCode.ImpossibleTime, "", "The embargo still stands."),
        _ => new SignalEvent.SignalEmbargoLifted(),
    };
}

/// <summary>The originator withdraws the signal.</summary>
public sealed record WithdrawSignal(PartnerId By, string Reason)
{
    public const int ReasonCharactersMax = 1_000;

    public Decision<SignalEvent> Decide(Signal? state)
    {
        if (SignalRules.CheckChange(state, By) is { } refusal)
        {
            return refusal;
        }

        return Reasons.Check(Reason, ReasonCharactersMax) is { } bad ? bad : new SignalEvent.SignalWithdrawn(Reason);
    }
}

/// <summary>A CERT opens a signal that it sees to its own clients: ForwardToConstituency.</summary>
/// <param name="By">The CERT.</param>
/// <param name="SeesBy">Why the CERT sees it, other than by a forward; null where it does not.</param>
/// <param name="Forward">What it states, whole each time.</param>
public sealed record ForwardSignal(PartnerProfile By, ReleaseReason? SeesBy, StatedForward Forward)
{
    public Decision<SignalEvent> Decide(Signal? state, PartnerDirectory directory)
    {
        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such signal.");
        }

        var (clients, refusal) = ForwardRules.Accept(By, SeesBy, Forward, state.Sharing, state.IsWithdrawn, state.Forwards, directory);
        return clients is null ? refusal! : new SignalEvent.SignalForwarded(By.Id, Forward.Basis) { Clients = clients };
    }
}

/// <summary>A CERT takes a signal back from its own clients.</summary>
public sealed record EndSignalForward(PartnerProfile By)
{
    public Decision<SignalEvent> Decide(Signal? state)
    {
        if (SharingRules.CheckActs(By) is { } suspended)
        {
            return suspended;
        }

        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such signal.");
        }

        return state.Forwards.Standing.Contains(By.Id) ? new SignalEvent.SignalForwardEnded(By.Id) : Decision<SignalEvent>.Nothing;
    }
}
