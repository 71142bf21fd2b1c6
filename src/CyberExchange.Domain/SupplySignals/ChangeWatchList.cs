using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>Limits of the joint watch list, and whether an entry can stand.</summary>
public static class WatchListRules
{
    /// <summary>Each is compared with every signal that a receiver of warnings sees.</summary>
    public const int EntriesMax = 200;

    /// <summary>Proposals of one side that await the other.</summary>
    public const int OpenProposalsMax = 50;

    public const int ReasonCharactersMax = 4_000;
    public const int TitleCharactersMax = 300;
    public const int SignalsMax = 100;
    public const int DaysMax = 731;

    /// <summary>The first reason against an entry, with a pointer below it; null for none.</summary>
    public static Refusal? Check(WatchEntry entry)
    {
        if (!Slugs.IsSlug(entry.Id))
        {
            return new(RefusalCode.Invalid, "/id", "An entry is named by 2 to 64 lower-case letters, digits and inner hyphens.");
        }

        if (string.IsNullOrWhiteSpace(entry.Title) || entry.Title.Length > TitleCharactersMax)
        {
            return new(RefusalCode.Invalid, "/title", $"A title has 1 to {TitleCharactersMax} characters.");
        }

        if (SignalRules.CheckScope(entry.Stage, entry.ProductClass) is { } scope)
        {
            return scope;
        }

        return entry.Region is { } region && !SupplyWords.IsRegion(region)
            ? new(RefusalCode.UnknownTerm, "/region", $"'{region}' is not a country of ISO 3166-1 in two capital letters, and not EU.")
            : Check(entry.Threshold)?.Under("/threshold");
    }

    private static Refusal? Check(WatchThreshold threshold)
    {
        if (threshold.Signals is < 1 or > SignalsMax)
        {
            return new(RefusalCode.Invalid, "/signals", $"A warning takes 1 to {SignalsMax} signals.");
        }

        if (threshold.Partners < 1 || threshold.Partners > threshold.Signals)
        {
            return new(RefusalCode.Invalid, "/partners", "The signals come from one partner at least, and from no more than there are signals.");
        }

        return threshold.Days is < 1 or > DaysMax
            ? new(RefusalCode.Invalid, "/days", $"A signal counts for 1 to {DaysMax} days.")
            : SignalRules.CheckConfidence(threshold.Confidence, "/confidence");
    }
}

/// <summary>A delegate would have an entry stand as stated here; the other side decides.</summary>
/// <param name="By">The delegate's partner.</param>
/// <param name="Member">The delegate.</param>
/// <param name="Proposal">The proposal's id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Entry">As it would stand, whole.</param>
public sealed record ProposeWatch(PartnerProfile By, MemberId Member, Guid Proposal, string Reason, WatchEntry Entry)
{
    public Decision<WatchListEvent> Decide(WatchList? state)
    {
        var list = state ?? WatchList.Empty;
        if ((WatchProposals.CheckProposes(list, By, Reason) ?? WatchListRules.Check(Entry)?.Under("/entry")) is { } refusal)
        {
            return refusal;
        }

        if (list.Entries.TryGetValue(Entry.Id, out var agreed) && agreed.Entry == Entry)
        {
            return new Refusal(RefusalCode.AlreadyExists, "/entry", "The list says this already.");
        }

        return agreed is null && list.Entries.Count >= WatchListRules.EntriesMax
            ? new Refusal(RefusalCode.Invalid, "/entry", $"The list has at most {WatchListRules.EntriesMax} entries.")
            : new WatchListEvent.WatchProposed(Proposal, By.Id, Member, By.Jurisdiction, Reason, Entry, list.Revision(Entry.Id), Ends: false);
    }
}

/// <summary>A delegate would have an entry taken off the list; the other side decides.</summary>
public sealed record ProposeWatchEnd(PartnerProfile By, MemberId Member, Guid Proposal, string Reason, string Entry)
{
    public Decision<WatchListEvent> Decide(WatchList? state)
    {
        var list = state ?? WatchList.Empty;
        if (WatchProposals.CheckProposes(list, By, Reason) is { } refusal)
        {
            return refusal;
        }

        return list.Entries.TryGetValue(Entry, out var agreed)
            ? new WatchListEvent.WatchProposed(Proposal, By.Id, Member, By.Jurisdiction, Reason, agreed.Entry, agreed.Revision, Ends: true)
            : new Refusal(RefusalCode.NotFound, "", "There is no such entry on the list.");
    }
}

/// <summary>A delegate of the other side agrees: the list says so.</summary>
/// <param name="By">The delegate's partner.</param>
/// <param name="Member">The delegate.</param>
/// <param name="Proposal">Which proposal.</param>
/// <param name="ProfileOf">A partner as it is now; null where there is none any more.</param>
public sealed record AgreeToWatch(PartnerProfile By, MemberId Member, Guid Proposal, Func<PartnerId, PartnerProfile?> ProfileOf)
{
    public Decision<WatchListEvent> Decide(WatchList? state)
    {
        var list = state ?? WatchList.Empty;
        var (proposal, refusal) = TwoSides.ToAgree(list.Proposals, Proposal, By, ProfileOf);
        if (proposal is null)
        {
            return refusal!; // One of the two is there.
        }

        if (list.Revision(proposal.Entry.Id) != proposal.Base)
        {
            return new Refusal(RefusalCode.ProposalOutdated, "", $"'{proposal.Entry.Id}' was changed since this was proposed: propose it anew.");
        }

        return !proposal.Ends && !list.Entries.ContainsKey(proposal.Entry.Id) && list.Entries.Count >= WatchListRules.EntriesMax
            ? new Refusal(RefusalCode.Invalid, "", $"The list has at most {WatchListRules.EntriesMax} entries.")
            : new WatchListEvent.WatchAgreed(Proposal, By.Id, Member);
    }
}

/// <summary>A delegate of the other side declines.</summary>
public sealed record DeclineWatch(PartnerProfile By, MemberId Member, Guid Proposal, string Reason)
{
    public Decision<WatchListEvent> Decide(WatchList? state)
    {
        if (Reasons.Check(Reason, WatchListRules.ReasonCharactersMax) is { } bad)
        {
            return bad;
        }

        var (proposal, refusal) = TwoSides.Open((state ?? WatchList.Empty).Proposals, Proposal, By, takesBack: false);
        return proposal is null ? refusal! : new WatchListEvent.WatchDeclined(Proposal, By.Id, Member, Reason); // One of the two is there.
    }
}

/// <summary>Whoever proposed it takes it back.</summary>
public sealed record WithdrawWatchProposal(PartnerProfile By, MemberId Member, Guid Proposal)
{
    public Decision<WatchListEvent> Decide(WatchList? state)
    {
        var (proposal, refusal) = TwoSides.Open((state ?? WatchList.Empty).Proposals, Proposal, By, takesBack: true);
        return proposal is null ? refusal! : new WatchListEvent.WatchProposalWithdrawn(Proposal, Member); // One of the two is there.
    }
}

internal static class WatchProposals
{
    /// <summary>Why this partner may propose nothing now; null when it may.</summary>
    public static Refusal? CheckProposes(WatchList list, PartnerProfile by, string reason) =>
        SharingRules.CheckActs(by) ?? Reasons.Check(reason, WatchListRules.ReasonCharactersMax)
        ?? TwoSides.CheckProposes(list.Proposals.Values, by, WatchListRules.OpenProposalsMax);
}
