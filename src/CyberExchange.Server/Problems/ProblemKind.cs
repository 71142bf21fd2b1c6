namespace CyberExchange.Server.Problems;

/// <summary>What a kind of problem is called and which status it has, whatever the case.</summary>
/// <param name="Name">The last part of its type, kebab-case; stable.</param>
/// <param name="Status">HTTP status (RFC 9110).</param>
/// <param name="Title">One line that never varies.</param>
public sealed record ProblemKind(string Name, int Status, string Title)
{
    private const string TypePrefix = "urn:cyberexchange:problem:";

    public string Type => TypePrefix + Name;

    public static ProblemKind MalformedRequest { get; } = new("malformed-request", 400, "The request cannot be read.");
    public static ProblemKind MalformedJson { get; } = new("malformed-json", 400, "The body is not JSON that the exchange takes.");
    public static ProblemKind BadParameter { get; } = new("bad-parameter", 400, "A header or query parameter is not as it should be.");
    public static ProblemKind BadToken { get; } = new("bad-token", 400, "A cursor or consistency token is damaged, or is not the caller's.");
    public static ProblemKind Unauthenticated { get; } = new("unauthenticated", 401, "The caller is not known.");
    public static ProblemKind Forbidden { get; } = new("forbidden", 403, "The caller may not do this.");
    public static ProblemKind NotOriginator { get; } = new("not-originator", 403, "Only the originator changes an item.");
    public static ProblemKind SecondMemberNeeded { get; } = new("second-member-needed", 403, "It takes another member of the same organisation, and a person.");
    public static ProblemKind OtherSideNeeded { get; } = new("other-side-needed", 403, "Others than the caller decide on a proposal.");
    public static ProblemKind OutsideMandate { get; } = new("outside-mandate", 403, "The operator's mandate does not go that far.");
    public static ProblemKind EnrolmentRefused { get; } = new("enrolment-refused", 403, "The secret enrols no key.");
    public static ProblemKind NotFound { get; } = new("not-found", 404, "There is no such thing for this caller.");
    public static ProblemKind MethodNotAllowed { get; } = new("method-not-allowed", 405, "The method does not exist here.");
    public static ProblemKind NotAcceptable { get; } = new("not-acceptable", 406, "None of the media types asked for can be given.");
    public static ProblemKind Conflict { get; } = new("conflict", 409, "Others changed the same thing at the same time.");
    public static ProblemKind KeyReused { get; } = new("idempotency-key-reused", 409, "The idempotency key was used for another request.");
    public static ProblemKind AlreadyExists { get; } = new("already-exists", 409, "What is to be made exists already.");
    public static ProblemKind Withdrawn { get; } = new("withdrawn", 409, "The item is withdrawn.");
    public static ProblemKind Suspended { get; } = new("suspended", 409, "The partner's suspension does not allow this.");
    public static ProblemKind VersionNotNewer { get; } = new("version-not-newer", 409, "The document does not follow the one that is held.");
    public static ProblemKind NotForwardable { get; } = new("not-forwardable", 409, "The item does not go on to the caller's clients.");
    public static ProblemKind KeyTaken { get; } = new("key-taken", 409, "The public key is or was another member's.");
    public static ProblemKind TooManyKeys { get; } = new("too-many-keys", 409, "The member holds as many keys as it may.");
    public static ProblemKind TooManySubscriptions { get; } = new("too-many-subscriptions", 409, "The partner has as many subscriptions as it may.");
    public static ProblemKind TooManyMandates { get; } = new("too-many-mandates", 409, "The CERT holds as many mandates of the operator as it may.");
    public static ProblemKind MandateNotInForce { get; } = new("mandate-not-in-force", 409, "The operator's mandate does not hold now.");
    public static ProblemKind NothingProposed { get; } = new("nothing-proposed", 409, "No release awaits a second member.");
    public static ProblemKind ProposalOutdated { get; } = new("proposal-outdated", 409, "The proposal does not stand any more.");
    public static ProblemKind RebuildNeeded { get; } = new("rebuild-needed", 409, "The exchange's program cannot do without the rebuild.");
    public static ProblemKind Gone { get; } = new("gone", 410, "The item is no longer the caller's to see.");
    public static ProblemKind Stale { get; } = new("stale", 412, "The item has changed since it was read.");
    public static ProblemKind TooLarge { get; } = new("too-large", 413, "The request is larger than the exchange takes.");
    public static ProblemKind UnsupportedMediaType { get; } = new("unsupported-media-type", 415, "The body's media type is not the one taken here.");
    public static ProblemKind Invalid { get; } = new("invalid", 422, "A value is missing, too long or not possible.");
    public static ProblemKind UnknownTerm { get; } = new("unknown-term", 422, "A word is not in the vocabulary that it should come from.");
    public static ProblemKind ImpossibleTime { get; } = new("impossible-time", 422, "A time cannot be true.");
    public static ProblemKind UnknownParty { get; } = new("unknown-party", 422, "Somebody who is named does not take part.");
    public static ProblemKind AudienceNotForLabel { get; } = new("audience-not-for-label", 422, "The label does not take this audience.");
    public static ProblemKind LegalBasisMissing { get; } = new("legal-basis-missing", 422, "The item would leave its jurisdiction without a legal basis.");
    public static ProblemKind LabelBelowDocument { get; } = new("label-below-document", 422, "The label is lower than the document's own.");
    public static ProblemKind NamespaceNotEnrolled { get; } = new("namespace-not-enrolled", 422, "The publisher's namespace is not the partner's.");
    public static ProblemKind CsafRefused { get; } = new("csaf-refused", 422, "The document is not a valid CSAF document.");
    public static ProblemKind PreconditionRequired { get; } = new("precondition-required", 428, "A change names the state that it changes.");
    public static ProblemKind TooManyRequests { get; } = new("too-many-requests", 429, "The caller asks more than it may.");
    public static ProblemKind TooManyStreams { get; } = new("too-many-streams", 429, "The partner follows the feed as often as it may at once.");
    public static ProblemKind HeadersTooLarge { get; } = new("headers-too-large", 431, "The request's headers are larger than the exchange takes.");
    public static ProblemKind Internal { get; } = new("internal", 500, "The exchange failed.");
    public static ProblemKind Busy { get; } = new("busy", 503, "The exchange cannot do this now.");
    public static ProblemKind NotReady { get; } = new("not-ready", 503, "The exchange is not ready.");
    public static ProblemKind ViewsBehind { get; } = new("views-behind", 503, "The exchange cannot show now what is so.");
}
