using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary>Writes explanations. Positions stay inside; instants go out.</summary>
public static class ExplanationRendition
{
    /// <summary>The document of an answer.</summary>
    /// <param name="explanation">The answer.</param>
    /// <param name="subject">Whom it is about.</param>
    /// <param name="at">The instant that it is about.</param>
    /// <param name="present">Whether that is now: what the directory shows of a partner is known of now alone.</param>
    /// <param name="asker">Whose directory counts.</param>
    /// <param name="directory">The directory.</param>
    public static ExplanationDocument Document(
        Explanation explanation, Subject subject, DateTimeOffset at, bool present, PartnerProfile asker, DirectorySnapshot directory)
    {
        var ways = explanation.Ways.Select(way => Way(way, asker, directory)).ToList();
        var withheld = explanation.Withheld;
        return new()
        {
            Partner = Partner(subject),
            At = at,
            Visible = explanation.Visible,
            Reason = ExplanationWords.Word(explanation),
            Rule = ExplanationWords.Rule(explanation, subject, ways.FirstOrDefault()?.Audience),
            Since = withheld is null ? explanation.Ways[0].Since : withheld.Since,
            PolicyVersion = withheld is null ? explanation.Ways[0].PolicyVersion : null,
            Ways = withheld is null ? ways : null,
            Embargo = withheld is { Because: WithheldBecause.Embargo } ? Embargo(explanation.Item.Terms) : null,
            Unmatched = withheld is not null && present ? Unmatched(withheld.Because, explanation.Item.Terms, subject.Partner, asker) : null,
            Lost = withheld?.Lost is { } lost ? new() { At = lost.At, Because = ExplanationWords.Word(lost.Because) } : null,
        };
    }

    /// <summary>The groups of which the asker may know the members: its own. A steward knows every group, which null says.</summary>
    public static IReadOnlyCollection<GroupId>? KnownGroups(PartnerProfile asker) => asker.Has(Role.Steward) ? null : asker.Groups;

    /// <summary>Whom an answer is about.</summary>
    public static ExplainedPartner Partner(Subject subject) =>
        new() { Id = subject.Partner.Id.Value, Handle = subject.Partner.Handle, Member = subject.Member?.Id.Value };

    /// <summary>The handle of a partner that the asker's directory shows; null of any other.</summary>
    public static string? HandleOf(PartnerId partner, PartnerProfile asker, DirectorySnapshot directory) =>
        directory.Entry(partner) is { } entry && asker.Shows(entry) ? entry.Facts.Handle : null;

    /// <summary>What another reads, without the name of a CERT that the asker's directory does not show.</summary>
    public static ItemRow Shown(ItemRow row, PartnerProfile asker, DirectorySnapshot directory) =>
        row.ForwardedBy is { } cert && HandleOf(cert, asker, directory) is null ? row with { ForwardedBy = null } : row;

    private static WayDocument Way(OpenWay way, PartnerProfile asker, DirectorySnapshot directory)
    {
        var forwarder = way.Clause is AudienceClause.Clients clients ? HandleOf(clients.Cert, asker, directory) : null;
        return new()
        {
            Reason = SharingRendition.Word(way.Reason),
            Audience = ClauseWords.Of(way.Clause, forwarder),
            ForwardedBy = forwarder,
            Since = way.Since,
            PolicyVersion = way.PolicyVersion,
        };
    }

    private static StandingEmbargo? Embargo(SharingTerms terms) =>
        terms.Embargo is { } embargo ? new() { LocalTime = embargo.LocalTime, Zone = embargo.Zone, LiftsAt = embargo.LiftsAt } : null;

    private static List<UnmatchedKind>? Unmatched(WithheldBecause because, SharingTerms terms, PartnerProfile partner, PartnerProfile asker)
    {
        if (because is not (WithheldBecause.NotInAudience or WithheldBecause.TermsNarrowed or WithheldBecause.LeftAudience))
        {
            return null;
        }

        var known = KnownGroups(asker) ?? partner.Groups;
        var kinds = AudienceMismatch.Of(terms.Audience, partner, known);
        return kinds.Count == 0 ? null : [.. kinds.Select(kind => Unmatched(kind, terms.Audience, partner, known))];
    }

    private static UnmatchedKind Unmatched(AudienceKind kind, Audience audience, PartnerProfile partner, IReadOnlyCollection<GroupId> known)
    {
        var (word, asked, shown) = kind switch
        {
            AudienceKind.Groups => ("groups", audience.Groups.Select(g => g.Value), partner.Groups.Where(known.Contains).Select(g => g.Value)),
            AudienceKind.Roles => ("roles", audience.Roles.Select(r => r.Text()), partner.Roles.Select(r => r.Text())),
            AudienceKind.Jurisdictions => ("jurisdictions", audience.Jurisdictions.Select(j => j.Text()), [partner.Jurisdiction.Text()]),
            AudienceKind.Sectors => ("sectors", audience.Sectors, partner.Sectors),
        };
        return new() { Kind = word, Asked = Texts(asked), Shown = Texts(shown) };
    }

    private static List<string>? Texts(IEnumerable<string> texts) => texts.ToList() is { Count: > 0 } list ? list : null;
}
