namespace CyberExchange.Domain;

/// <summary>Why a command was refused. The partner who asked may read all of it.</summary>
/// <param name="Code">The stable reason; Server maps it to a problem type and a status.</param>
/// <param name="Pointer">RFC 6901 pointer to the culprit in the caller's document; empty when it is the whole of it.</param>
/// <param name="Detail">One sentence in English that says what is wrong and what would be right.</param>
public sealed record Refusal(RefusalCode Code, string Pointer, string Detail)
{
    /// <summary>The same refusal, seen from a document in which the culprit's part stands below <paramref name="prefix"/>.</summary>
    public Refusal Under(string prefix) => this with { Pointer = prefix + Pointer };
}

/// <summary>Every reason a rule can give. Switched without a default arm, so that a new reason finds its status.</summary>
public enum RefusalCode
{
    /// <summary>A value is missing, too long or of a shape the rule does not take.</summary>
    Invalid,

    /// <summary>A word is not in the closed vocabulary it should come from.</summary>
    UnknownTerm,

    /// <summary>Something ends before it begins, or lies in the future.</summary>
    ImpossibleTime,

    /// <summary>A partner, member or group that is named does not take part.</summary>
    UnknownParty,

    /// <summary>The label does not take this audience (TLP 2.0, and the audience rules of the exchange).</summary>
    AudienceNotForLabel,

    /// <summary>The item would leave the jurisdiction without a legal basis for that destination.</summary>
    LegalBasisMissing,

    /// <summary>The label asked for is lower than the document's own.</summary>
    LabelBelowDocument,

    /// <summary>The publisher's namespace is not one in which this partner is enrolled.</summary>
    NamespaceNotEnrolled,

    /// <summary>The document fails a mandatory test of its standard.</summary>
    DocumentNotValid,

    /// <summary>The document's tracking version does not follow the one before.</summary>
    VersionNotNewer,

    /// <summary>The caller is not the originator: only the originator shares, amends, relabels and withdraws.</summary>
    NotOriginator,

    /// <summary>The item does not go on to a CERT's clients: by its label, its embargo, or the way in which the CERT sees it.</summary>
    NotForwardable,

    /// <summary>What is to be made exists already.</summary>
    AlreadyExists,

    /// <summary>The item is withdrawn and takes no further change.</summary>
    Withdrawn,

    /// <summary>The partner is suspended, or was not.</summary>
    Suspended,

    /// <summary>The key is bound to another member.</summary>
    KeyTaken,

    /// <summary>A member has reached the number of keys it may hold at once.</summary>
    TooManyKeys,

    /// <summary>The secret of an invitation enrols nothing, for whatever reason.</summary>
    SecretRefused,

    /// <summary>A partner has reached the number of subscriptions that it may hold.</summary>
    TooManySubscriptions,

    /// <summary>No release awaits a second member.</summary>
    NothingProposed,

    /// <summary>It takes another member of the same partner, and a person.</summary>
    SecondMemberNeeded,

    /// <summary>It takes a delegate of the other side, or of the partner that proposed it.</summary>
    OtherSideNeeded,

    /// <summary>The proposal was decided already, or what it changes was changed since.</summary>
    ProposalOutdated,

    /// <summary>The mandate does not hold now: it has not begun, has ended, was revoked, or the operator is no client any more.</summary>
    MandateNotInForce,

    /// <summary>The report or its terms are beyond what the operator's mandate lets the CERT file.</summary>
    OutsideMandate,

    /// <summary>An operator has given a CERT as many mandates as may stand at once.</summary>
    TooManyMandates,

    /// <summary>The thing a command refers to is not there.</summary>
    NotFound,
}
