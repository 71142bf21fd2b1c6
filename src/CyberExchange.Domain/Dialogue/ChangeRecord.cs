using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Dialogue;

/// <summary>A delegate would have entries stand as stated here; the other side decides.</summary>
/// <param name="By">The delegate's partner.</param>
/// <param name="Member">The delegate.</param>
/// <param name="Proposal">The proposal's id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Entries">As they would stand. What stands so already is left out of the proposal.</param>
public sealed record ProposeDialogueChanges(PartnerProfile By, MemberId Member, Guid Proposal, string Reason, IReadOnlyList<DialogueEntry> Entries)
{
    public Decision<DialogueEvent> Decide(DialogueRecord? state)
    {
        var record = state ?? DialogueRecord.Empty;
        if ((SharingRules.CheckActs(By) ?? Reasons.Check(Reason, DialogueRules.TextCharactersMax) ?? CheckNumbers(record)) is { } refusal)
        {
            return refusal;
        }

        var ids = Entries.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < Entries.Count; i++)
        {
            if (DialogueRules.Check(Entries[i], id => ids.Contains(id) || record.Entries.ContainsKey(id)) is { } against)
            {
                return against.Under($"/entries/{i}");
            }
        }

        IReadOnlyList<ProposedEntry> changes =
        [
            .. Entries.Where(e => !record.Entries.TryGetValue(e.Id, out var agreed) || !agreed.Entry.Says(e)).Select(e => new ProposedEntry(e, record.Revision(e.Id))),
        ];
        return changes.Count == 0
            ? new Refusal(RefusalCode.AlreadyExists, "/entries", "The record says all of this already.")
            : new DialogueEvent.DialogueChangesProposed(Proposal, By.Id, Member, By.Jurisdiction, Reason, changes);
    }

    private Refusal? CheckNumbers(DialogueRecord record)
    {
        if (Entries.Count is 0 or > DialogueRules.ChangesMax)
        {
            return new(RefusalCode.Invalid, "/entries", $"A proposal has 1 to {DialogueRules.ChangesMax} entries.");
        }

        if (Entries.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count() < Entries.Count)
        {
            return new(RefusalCode.Invalid, "/entries", "A proposal states an entry once.");
        }

        if (record.Entries.Count + Entries.Count(e => record.Revision(e.Id) == 0) > DialogueRules.EntriesMax)
        {
            return new(RefusalCode.Invalid, "/entries", $"The record has at most {DialogueRules.EntriesMax} entries.");
        }

        return TwoSides.CheckProposes(record.Proposals.Values, By, DialogueRules.OpenProposalsMax);
    }
}

/// <summary>A delegate of the other side agrees: the record says so.</summary>
/// <param name="By">The delegate's partner.</param>
/// <param name="Member">The delegate.</param>
/// <param name="Proposal">Which proposal.</param>
/// <param name="ProfileOf">A partner as it is now; null where there is none any more.</param>
public sealed record AgreeToDialogueChanges(PartnerProfile By, MemberId Member, Guid Proposal, Func<PartnerId, PartnerProfile?> ProfileOf)
{
    public Decision<DialogueEvent> Decide(DialogueRecord? state)
    {
        var record = state ?? DialogueRecord.Empty;
        var (proposal, refusal) = TwoSides.ToAgree(record.Proposals, Proposal, By, ProfileOf);
        if (proposal is null)
        {
            return refusal!; // One of the two is there.
        }

        if (record.Entries.Count + proposal.Changes.Count(c => c.Base == 0) > DialogueRules.EntriesMax)
        {
            return new Refusal(RefusalCode.Invalid, "", $"The record has at most {DialogueRules.EntriesMax} entries.");
        }

        // What an entry said when it was proposed may not be what it says now. Entries never go, so that links stay.
        return proposal.Changes.Select(c => c.Entry.Id).Zip(proposal.Changes).FirstOrDefault(c => record.Revision(c.First) != c.Second.Base) is { Second: not null } outdated
            ? new Refusal(RefusalCode.ProposalOutdated, "", $"'{outdated.First}' was changed since this was proposed: propose it anew.")
            : new DialogueEvent.DialogueChangesAgreed(Proposal, By.Id, Member);
    }
}

/// <summary>A delegate of the other side declines.</summary>
public sealed record DeclineDialogueChanges(PartnerProfile By, MemberId Member, Guid Proposal, string Reason)
{
    public Decision<DialogueEvent> Decide(DialogueRecord? state)
    {
        if (Reasons.Check(Reason, DialogueRules.TextCharactersMax) is { } bad)
        {
            return bad;
        }

        var (proposal, refusal) = TwoSides.Open((state ?? DialogueRecord.Empty).Proposals, Proposal, By, takesBack: false);
        return proposal is null ? refusal! : new DialogueEvent.DialogueChangesDeclined(Proposal, By.Id, Member, Reason); // One of the two is there.
    }
}

/// <summary>Whoever proposed it takes it back.</summary>
public sealed record WithdrawDialogueChanges(PartnerProfile By, MemberId Member, Guid Proposal)
{
    public Decision<DialogueEvent> Decide(DialogueRecord? state)
    {
        var (proposal, refusal) = TwoSides.Open((state ?? DialogueRecord.Empty).Proposals, Proposal, By, takesBack: true);
        return proposal is null ? refusal! : new DialogueEvent.DialogueChangesWithdrawn(Proposal, Member); // One of the two is there.
    }
}
