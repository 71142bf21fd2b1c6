using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Sharing;

/// <summary>What may be filed under a mandate.</summary>
/// <remarks>
/// Terms are compared with terms, and never with who happens to match them: whoever is named must be named in the mandate, and a kind is
/// asked for within the mandate's kinds. So it can be told from the two texts alone, no CERT learns from a refusal who is in a
/// group of the operator's, and nobody comes to see later what the mandate's own terms would not have shown.
/// </remarks>
public static class MandateScope
{
    /// <summary>Why nothing may be filed under the mandate now; null where something may.</summary>
    /// <param name="mandate">The mandate.</param>
    /// <param name="by">The CERT that would file.</param>
    /// <param name="directory">Who takes part.</param>
    /// <param name="now">The present instant.</param>
    public static Refusal? CheckHolds(GivenMandate mandate, PartnerProfile by, PartnerDirectory directory, DateTimeOffset now)
    {
        var text = mandate.Text;
        if (text.Cert != by.Id)
        {
            return new(RefusalCode.NotFound, "", "There is no such mandate.");
        }

        if (mandate.Revoked)
        {
            return NotInForce("The mandate is revoked.");
        }

        if (now < text.From)
        {
            return NotInForce($"The mandate begins at {text.From:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        if (now >= text.Until)
        {
            return NotInForce($"The mandate ended at {text.Until:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        if (!by.Has(Role.Cert) || !by.Constituency.Contains(text.Operator))
        {
            return NotInForce("The operator is no client of yours any more.");
        }

        return directory.Find(text.Operator) is { Suspended: false } giver && giver.Has(Role.Operator)
            ? null
            : NotInForce("The operator takes no part as an operator now.");
    }

    /// <summary>Why incidents of this class are not filed under the mandate; null where they are.</summary>
    public static Refusal? CheckClass(Mandate mandate, string classification) =>
        mandate.Classes is null || mandate.Classes.Any(asked => Sectors.Covers(asked, classification))
            ? null
            : new(RefusalCode.OutsideMandate, "/classification", $"The mandate is for incidents of {string.Join(", ", mandate.Classes)}.");

    /// <summary>The first part of terms that goes beyond those of the mandate, with a pointer below the terms; null where none does.</summary>
    public static Refusal? CheckTerms(Mandate mandate, StatedTerms terms)
    {
        var most = mandate.Terms;
        if (terms.Label < most.Label)
        {
            return Outside("/label", $"The mandate takes {most.Label.Text()} or a stricter label.");
        }

        if (terms.Pap < most.Pap)
        {
            return Outside("/pap", $"The mandate takes {most.Pap.Text()} or a stricter label.");
        }

        if (terms.PermitsStatistics && !most.PermitsStatistics)
        {
            return Outside("/permitsStatistics", "The mandate does not let the incident be counted in published tables.");
        }

        return Beyond(terms.Audience.Partners, most.Audience.Partners, "/audience/partners", "a partner")
            ?? Beyond(terms.Audience.Members, most.Audience.Members, "/audience/members", "a person")
            ?? Beyond(terms.Embargo?.Parties ?? [], most.Audience.Partners, "/embargo/parties", "a partner")
            ?? Beyond([.. terms.LegalBases.Select(Stated)], [.. most.LegalBases.Select(Stated)], "/legalBases", "a legal basis")
            ?? CheckKinds(Widest(terms.Label, terms.Audience), Widest(most.Label, most.Audience));
    }

    private static Refusal? Beyond<T>(IReadOnlyList<T> asked, IReadOnlyList<T> most, string pointer, string what)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            if (!most.Contains(asked[i]))
            {
                return Outside($"{pointer}/{i}", $"The mandate does not name this: {what} is named only where the mandate does.");
            }
        }

        return null;
    }

    // Of TLP:CLEAR it is everyone; else the partners that match by kind, under TLP:GREEN without an audience the community; null for none.
    private static AudienceClause? Widest(TlpLabel label, Audience audience) =>
        label is TlpLabel.Clear ? new AudienceClause.Everyone()
        : audience.HasKinds ? new AudienceClause.Kinds(audience.Groups, audience.Roles, audience.Jurisdictions, audience.Sectors)
        : label is TlpLabel.Green && audience.IsEmpty ? new AudienceClause.Kinds([], [], [], [])
        : null;

    private static Refusal? CheckKinds(AudienceClause? asked, AudienceClause? most) => (asked, most) switch
    {
        (null, _) or (_, AudienceClause.Everyone) => null,
        (AudienceClause.Kinds a, AudienceClause.Kinds m) =>
            CheckKind(a.Groups, m.Groups, "groups", (x, y) => x == y)
            ?? CheckKind(a.Roles, m.Roles, "roles", (x, y) => x == y)
            ?? CheckKind(a.Jurisdictions, m.Jurisdictions, "jurisdictions", (x, y) => x == y)
            ?? CheckKind(a.Sectors, m.Sectors, "sectors", Sectors.Covers),
        _ => Outside("/audience", "The mandate names partners and no kinds of them."),
    };

    // A kind that is left out is any: where the mandate states it, so do the terms.
    private static Refusal? CheckKind<T>(IReadOnlyList<T> asked, IReadOnlyList<T> most, string kind, Func<T, T, bool> covers) =>
        most.Count == 0 || (asked.Count > 0 && asked.All(a => most.Any(m => covers(m, a))))
            ? null
            : Outside($"/audience/{kind}", $"The mandate narrows its audience by {kind}: name one or more of those.");

    private static LegalBasis Stated(LegalBasis basis) => basis with { Standing = false };

    private static Refusal NotInForce(string detail) => new(RefusalCode.MandateNotInForce, "", detail);

    private static Refusal Outside(string pointer, string detail) => new(RefusalCode.OutsideMandate, pointer, detail);
}
