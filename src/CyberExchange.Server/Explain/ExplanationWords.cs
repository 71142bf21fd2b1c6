using System.Globalization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary>The rules in words, as answers of the API have them.</summary>
public static class ExplanationWords
{
    /// <summary>The word for why an item is withheld.</summary>
    public static string Word(WithheldBecause because) => because switch
    {
        WithheldBecause.NotYet => "not-yet",
        WithheldBecause.Suspended => "suspended",
        WithheldBecause.Embargo => "embargo",
        WithheldBecause.JoinedLater => "joined-later",
        WithheldBecause.LegalBasisMissing => "legal-basis-missing",
        WithheldBecause.TermsNarrowed => "terms-narrowed",
        WithheldBecause.LeftAudience => "left-audience",
        WithheldBecause.ForwardEnded => "forward-ended",
        WithheldBecause.NotInAudience => "not-in-audience",
    };

    /// <summary>The word for what ended a way.</summary>
    public static string Word(LostBecause because) => because switch
    {
        LostBecause.TermsNarrowed => Word(WithheldBecause.TermsNarrowed),
        LostBecause.LeftAudience => Word(WithheldBecause.LeftAudience),
        LostBecause.ForwardEnded => Word(WithheldBecause.ForwardEnded),
    };

    /// <summary>The word for an answer.</summary>
    public static string Word(Explanation explanation) =>
        explanation.Withheld is { } withheld ? Word(withheld.Because) : SharingRendition.Word(explanation.Ways[0].Reason);

    /// <summary>The answer in a sentence.</summary>
    /// <param name="explanation">The answer.</param>
    /// <param name="subject">Whom it is about.</param>
    /// <param name="audience">The part of the audience in words, of the first way.</param>
    public static string Rule(Explanation explanation, Subject subject, string? audience) =>
        explanation.Withheld is { } withheld ? Rule(withheld, explanation.Item, subject.Partner) : Rule(explanation.Ways[0], subject, audience);

    private static string Rule(OpenWay way, Subject subject, string? audience) => way.Reason switch
    {
        ReleaseReason.Originator => $"{subject.Partner.Handle} is the originator, who always sees its own item.",
        ReleaseReason.EmbargoParty => $"{subject.Partner.Handle} is a party to the embargo.",
        ReleaseReason.Clear => "TLP:CLEAR is for everyone.",
        ReleaseReason.Named when way.Clause is AudienceClause.NamedMember => $"A person of {subject.Partner.Handle} is named in the audience.",
        ReleaseReason.Named => $"{subject.Partner.Handle} is named in the audience.",
        ReleaseReason.Community => $"TLP:GREEN reaches the community, here {audience}; {subject.Partner.Handle} belongs to it.",
        ReleaseReason.Audience => $"{subject.Partner.Handle} meets every kind of the audience: {audience}.",
        ReleaseReason.Forwarded => $"It was forwarded to {audience}, and {subject.Partner.Handle} is one.",
    };

    private static string Rule(Withholding withheld, SharedItem item, PartnerProfile partner) => withheld.Because switch
    {
        WithheldBecause.NotYet => "The item was not there yet.",
        WithheldBecause.Suspended => $"{partner.Handle} is suspended and sees nothing; reinstating it restores what it saw.",
        WithheldBecause.Embargo when item.Terms.Embargo is { } embargo =>
            $"Until {embargo.LocalTime} {embargo.Zone} ({Instant(embargo.LiftsAt)}) only the originator and the parties see it, and {partner.Handle} is no party.",
        WithheldBecause.Embargo => $"Until the embargo is lifted only the originator and the parties see it, and {partner.Handle} is no party.",
        WithheldBecause.JoinedLater => $"{partner.Handle} came to match only after the release, and gain is not retroactive: share again to let it in.",
        WithheldBecause.LegalBasisMissing =>
            $"{partner.Handle} is addressed, and in {partner.Jurisdiction.Text()}: no legal basis for that destination is stated.",
        WithheldBecause.TermsNarrowed => $"The terms were narrowed, and no longer address {partner.Handle}.",
        WithheldBecause.LeftAudience => $"{partner.Handle} is no longer what the terms address.",
        WithheldBecause.ForwardEnded => $"A CERT had forwarded it to {partner.Handle}, its client, and that forward ended; it opens again when it is forwarded anew.",
        WithheldBecause.NotInAudience when item.Terms.Audience.IsEmpty && item.Terms.Label is not TlpLabel.Green =>
            "The item is the originator's only: its audience is empty.",
        WithheldBecause.NotInAudience => $"{partner.Handle} is neither named nor of the kinds that the audience asks for.",
    };

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
