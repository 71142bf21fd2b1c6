namespace CyberExchange.Domain;

/// <summary>An organisation that takes part in the exchange.</summary>
public readonly record struct PartnerId(Guid Value);

/// <summary>A person or a service of one partner. Keys belong to members; what needs two people needs two members.</summary>
public readonly record struct MemberId(Guid Value);

/// <summary>One incident, from its first report to its last amendment.</summary>
public readonly record struct IncidentId(Guid Value);

/// <summary>One advisory of one partner, over all revisions of its document.</summary>
public readonly record struct AdvisoryId(Guid Value);

/// <summary>One supply signal, from its first statement to its outcome.</summary>
public readonly record struct SignalId(Guid Value);

/// <summary>What one partner wants to hear of, kept under a name.</summary>
public readonly record struct SubscriptionId(Guid Value);

/// <summary>One CSAF provider that one partner follows.</summary>
public readonly record struct CsafSourceId(Guid Value);

/// <summary>One report that was submitted to an authority.</summary>
public readonly record struct SubmissionId(Guid Value);

/// <summary>Whatever can be released: the value of an <see cref="IncidentId"/>, an <see cref="AdvisoryId"/> or a <see cref="SignalId"/>.</summary>
public readonly record struct ItemId(Guid Value);

/// <summary>One invitation of a member to enrol a key of its own.</summary>
public readonly record struct InvitationId(Guid Value);

/// <summary>One mandate: SHA-256 of the text that was signed, cut to 16 bytes, so that one text is one mandate.</summary>
public readonly record struct MandateId(Guid Value);

/// <summary>A natural person whose data is encrypted under a key of its own, so that it can be erased.</summary>
public readonly record struct SubjectId(Guid Value);

/// <summary>A sharing group, by its short name: lower-case letters, digits and hyphens, 2 to 64 characters.</summary>
public readonly record struct GroupId(string Value)
{
    /// <summary>Whether the text can name a group.</summary>
    public static bool IsValid(string text) => Slugs.IsSlug(text);
}

/// <summary>Short names that people type: lower-case letters, digits and inner hyphens.</summary>
public static class Slugs
{
    private const int CharactersMin = 2;
    private const int CharactersMax = 64;

    /// <summary>Whether the text is a short name.</summary>
    public static bool IsSlug(string text) =>
        text.Length is >= CharactersMin and <= CharactersMax
        && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
        && text[0] != '-' && text[^1] != '-';
}
