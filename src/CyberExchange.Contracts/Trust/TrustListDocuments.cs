namespace CyberExchange.Contracts.Trust;

/// <summary>The anchors that vouch for the partners of one jurisdiction: what the operator of its trust scheme signs.</summary>
/// <remarks>It travels as a JWS in compact serialisation (RFC 7515) with <see cref="SignatureAlgorithm"/> and <see cref="SignatureType"/>.</remarks>
/// <param name="Jurisdiction"><c>EU</c> or <c>JP</c>.</param>
/// <param name="Number">Grows from list to list: a lower or equal one is never adopted.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="NextUpdate">By when a later one is due. A list that is overdue goes on vouching, and says so.</param>
/// <param name="Anchors">At least one, at most 200.</param>
public sealed record TrustListDocument(
    string Jurisdiction, int Number, DateTimeOffset IssuedAt, DateTimeOffset NextUpdate, IReadOnlyList<TrustListAnchor> Anchors)
{
    /// <summary><c>alg</c> of its signature, and the only one taken: ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4).</summary>
    public const string SignatureAlgorithm = "ES256";

    /// <summary><c>typ</c> of its signature, which keeps a list from being mistaken for anything else that the same key signs.</summary>
    public const string SignatureType = "trust-list+jws";
}

/// <summary>One anchor of a list.</summary>
/// <param name="Certificate">The authority's certificate, DER in base64.</param>
/// <param name="Identifiers">
/// For which organisations it may vouch (EN 319 412-1, clause 5.1.4): a scheme and a country of the jurisdiction for all of them, such as
/// <c>NTRDE</c>, or a whole identifier. A legal entity identifier names no country, so each is named whole.
/// </param>
/// <param name="Status"><see cref="Granted"/>, or <see cref="Withdrawn"/>: then it vouches for nobody.</param>
public sealed record TrustListAnchor(string Certificate, IReadOnlyList<string> Identifiers, string Status)
{
    public const string Granted = "granted";
    public const string Withdrawn = "withdrawn";

    /// <summary>From when on it vouches; absent: from the beginning of its certificate.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when it vouches; absent: to the end of its certificate.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the revocation lists are of this anchor and of authorities below it. Of an authority that is not here none is asked for.</summary>
    public IReadOnlyList<RevocationSource>? Revocation { get; init; }
}

/// <summary>Where an authority publishes what it has revoked.</summary>
/// <param name="Issuer">The authority's certificate, DER in base64: the anchor's own, or one that chains to it.</param>
/// <param name="Address">An http or https address of its revocation list (RFC 5280, section 5), which is complete and signed by the authority itself.</param>
public sealed record RevocationSource(string Issuer, string Address);

/// <summary>A member of the steward proposes a list.</summary>
/// <param name="Signed">The signed list: a JWS in compact serialisation.</param>
public sealed record ProposeTrustListRequest(string Signed);

/// <summary>A member of the steward approves or turns down what was proposed.</summary>
/// <param name="Digest">Of the list that was read: what was proposed since is not meant.</param>
public sealed record DecideTrustListRequest(string Digest);

/// <summary>The answer to a step of a trust list.</summary>
/// <param name="Jurisdiction">Whose list.</param>
/// <param name="Digest">Which list.</param>
/// <param name="ConsistencyToken">Given with a later read, that read waits until it shows this write.</param>
public sealed record TrustListReceipt(string Jurisdiction, string Digest, string ConsistencyToken);

/// <summary>The trust of one jurisdiction: what is in force, what awaits a second member, and all that was before.</summary>
/// <param name="Jurisdiction"><c>EU</c> or <c>JP</c>.</param>
/// <param name="Anchors">The anchors in force, as they stand now.</param>
/// <param name="History">Every step, the oldest first.</param>
public sealed record TrustDocument(string Jurisdiction, IReadOnlyList<AnchorDocument> Anchors, IReadOnlyList<TrustListStep> History)
{
    /// <summary>The list in force; absent while the anchors that the server was set up with vouch.</summary>
    public TrustListDocument? InForce { get; init; }

    /// <summary>The list that awaits a second member; absent for none.</summary>
    public ProposedTrustList? Proposed { get; init; }

    /// <summary>True once the list in force should have been followed by a later one.</summary>
    public bool? Overdue { get; init; }
}

/// <summary>A list that awaits a second member.</summary>
/// <param name="Digest">SHA-256 of the signed text, in hexadecimal digits: an approval names it.</param>
/// <param name="List">What it says.</param>
/// <param name="Signed">The text that was signed.</param>
public sealed record ProposedTrustList(string Digest, TrustListDocument List, string Signed);

/// <summary>An anchor as it vouches now.</summary>
/// <param name="Subject">Its certificate's subject.</param>
/// <param name="Key">SHA-256 of its public key, in hexadecimal digits.</param>
/// <param name="Certificate">Its certificate, DER in base64.</param>
/// <param name="Identifiers">For which organisations; empty for every one of the jurisdiction's countries.</param>
/// <param name="From">From when on.</param>
/// <param name="Until">Until when: the earlier of the list's word and the certificate's end.</param>
/// <param name="Vouches">Whether it vouches at present.</param>
/// <param name="Revocation">How the revocation lists stand that are asked for.</param>
public sealed record AnchorDocument(
    string Subject, string Key, string Certificate, IReadOnlyList<string> Identifiers, DateTimeOffset From, DateTimeOffset Until, bool Vouches, IReadOnlyList<RevocationState> Revocation);

/// <summary>How one revocation list stands on the node that answers.</summary>
/// <param name="Issuer">The authority's subject.</param>
/// <param name="Address">From where it is fetched.</param>
/// <param name="State"><c>current</c>; <c>stale</c>: it should have been followed by a later one, and changes are refused; <c>expired</c>, or
/// <c>absent</c>: reads are refused too.</param>
public sealed record RevocationState(string Issuer, string Address, string State)
{
    /// <summary>The list's number (RFC 5280, section 5.2.3), in decimal digits; absent for none.</summary>
    public string? Number { get; init; }

    /// <summary>When its issuer made it.</summary>
    public DateTimeOffset? ThisUpdate { get; init; }

    /// <summary>By when its issuer makes the next one.</summary>
    public DateTimeOffset? NextUpdate { get; init; }

    /// <summary>How many certificates it names.</summary>
    public int? Revoked { get; init; }
}

/// <summary>A step of a list's life.</summary>
/// <param name="Step"><c>proposed</c>, <c>adopted</c> or <c>rejected</c>.</param>
/// <param name="Digest">Which list.</param>
/// <param name="Number">Its number.</param>
/// <param name="By">Id of the member who took the step.</param>
/// <param name="At">When.</param>
public sealed record TrustListStep(string Step, string Digest, int Number, Guid By, DateTimeOffset At);
