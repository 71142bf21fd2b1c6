using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Console.Texts;

/// <summary>Every text of the pages in one language. A language that lacks one does not compile.</summary>
/// <remarks>Labels of TLP and PAP, ids and what partners wrote are the same in every language.</remarks>
public sealed record PageText
{
    public required string SkipToContent { get; init; }
    public required string LanguageNavigation { get; init; }
    public required string PageNavigation { get; init; }
    public required string Items { get; init; }
    public required string ApiDescription { get; init; }
    public required string LiveOn { get; init; }
    public required string LiveChanged { get; init; }
    public required string LiveLost { get; init; }

    /// <summary>Between groups of three digits.</summary>
    public required string ThousandsSeparator { get; init; }

    /// <summary>Follows the name of a value.</summary>
    public required string Colon { get; init; }

    public required IdentityText Identity { get; init; }
    public required ListText List { get; init; }
    public required SearchText Search { get; init; }
    public required CriteriaText Criteria { get; init; }
    public required TrendsText Trends { get; init; }
    public required DialogueText Dialogue { get; init; }
    public required ItemText Item { get; init; }
    public required HoldersText Holders { get; init; }
    public required IncidentText Incident { get; init; }
    public required AdvisoryText Advisory { get; init; }
    public required SignalText Signal { get; init; }
    public required ProblemText Problem { get; init; }
}

/// <summary>Who the visitor is, or what it takes to be somebody.</summary>
public sealed record IdentityText
{
    public required string Heading { get; init; }
    public required string Organisation { get; init; }
    public required string Member { get; init; }
    public required string Roles { get; init; }
    public required string Jurisdiction { get; init; }
    public required string CertificateEnds { get; init; }

    /// <summary>Shown while the certificate ends within the given number of days.</summary>
    public required Func<int, string> EndsSoon { get; init; }

    public required Func<MemberKind, string> KindOfMember { get; init; }
    public required Func<Role, string> Role { get; init; }
    public required Func<Jurisdiction, string> NameOfJurisdiction { get; init; }

    public required string MissingHeading { get; init; }
    public required string MissingMeaning { get; init; }
    public required string MissingCommand { get; init; }
    public required string MissingName { get; init; }
    public required string MissingImport { get; init; }
}

/// <summary>The list of items.</summary>
public sealed record ListText
{
    public required string Heading { get; init; }
    public required string PublicHeading { get; init; }
    public required string Caption { get; init; }
    public required string Filter { get; init; }
    public required string Kind { get; init; }
    public required string Label { get; init; }
    public required string Title { get; init; }
    public required string Originator { get; init; }
    public required string Weight { get; init; }
    public required string Changed { get; init; }
    public required string Any { get; init; }
    public required string Apply { get; init; }
    public required string Clear { get; init; }
    public required string Older { get; init; }
    public required string Newest { get; init; }
    public required string Empty { get; init; }
    public required string EmptyPublic { get; init; }
    public required string NoContentForStewards { get; init; }
    public required Func<ItemKind, string> KindOfItem { get; init; }
    public required Func<AdvisoryEnding, string> Ended { get; init; }
}

/// <summary>The search page, and the box in which to type.</summary>
public sealed record SearchText
{
    public required string Heading { get; init; }
    public required string Box { get; init; }
    public required string Apply { get; init; }
    public required string Hint { get; init; }
    public required string Nothing { get; init; }

    /// <summary>How many were found, and whether there are more than that.</summary>
    public required Func<int, bool, string> Found { get; init; }

    public required string Next { get; init; }
}

/// <summary>What pages narrow by.</summary>
public sealed record CriteriaText
{
    public required string More { get; init; }
    public required string Active { get; init; }

    /// <summary>Takes off the criterion and the value that are given.</summary>
    public required Func<string, string> Remove { get; init; }

    public required string Yes { get; init; }
    public required string No { get; init; }
    public required string Nothing { get; init; }
    public required string NothingWithWords { get; init; }
    public required Func<Criterion, string> Name { get; init; }
}

/// <summary>What incidents and advisories have in common.</summary>
public sealed record ItemText
{
    public required string Back { get; init; }
    public required Func<AdvisoryEnding, string> EndedHeading { get; init; }
    public required string WithdrawnBecause { get; init; }
    public required string Sharing { get; init; }
    public required string WhyVisible { get; init; }
    public required Func<ReleaseReason, string> Reason { get; init; }
    public required string PermittedActions { get; init; }
    public required Func<int, string> Withheld { get; init; }
    public required string From { get; init; }

    /// <summary>Precedes the CERT that filed the item for its originator.</summary>
    public required string FiledBy { get; init; }

    public required string First { get; init; }
    public required string Stated { get; init; }
    public required string Revision { get; init; }
    public required string Vulnerabilities { get; init; }
    public required string Summary { get; init; }
    public required string NotStated { get; init; }
    public required Func<int, string> More { get; init; }
}

/// <summary>What an originator reads of who sees its item, and why.</summary>
public sealed record HoldersText
{
    public required string Heading { get; init; }
    public required string Holder { get; init; }
    public required string Reason { get; init; }
    public required string Since { get; init; }
    public required string Everyone { get; init; }

    /// <summary>Follows the partner of a person who is named.</summary>
    public required string Person { get; init; }

    /// <summary>Follows a CERT that forwarded the item to its clients.</summary>
    public required string Clients { get; init; }

    public required string More { get; init; }
    public required string Note { get; init; }
    public required string AskHeading { get; init; }
    public required string Partner { get; init; }
    public required string Ask { get; init; }
    public required string Unknown { get; init; }
    public required Func<ReleaseReason, string> Sees { get; init; }
    public required Func<WithheldBecause, string> Withheld { get; init; }

    /// <summary>Precedes the instant.</summary>
    public required string Lost { get; init; }
}

/// <summary>The report of an incident.</summary>
public sealed record IncidentText
{
    public required string Heading { get; init; }
    public required string Reference { get; init; }
    public required string Classification { get; init; }
    public required string Severity { get; init; }
    public required string Sectors { get; init; }
    public required string Began { get; init; }
    public required string Detected { get; init; }
    public required string Ended { get; init; }
    public required string Affected { get; init; }
    public required string Contacts { get; init; }
    public required string PersonalNotes { get; init; }
    public required string Erased { get; init; }
}

/// <summary>The document of an advisory.</summary>
public sealed record AdvisoryText
{
    public required string Heading { get; init; }
    public required string Publisher { get; init; }
    public required string HowHeld { get; init; }
    public required Func<Provenance, string> Provenance { get; init; }
    public required string TrackingId { get; init; }
    public required string Version { get; init; }
    public required string Status { get; init; }
    public required string Category { get; init; }
    public required string Language { get; init; }
    public required string Vendors { get; init; }
    public required string Products { get; init; }
    public required string HighestScore { get; init; }
    public required string Document { get; init; }
    public required string OpenDocument { get; init; }
    public required string Bytes { get; init; }

    /// <summary>Heads what other advisories are to this one.</summary>
    public required string Related { get; init; }

    /// <summary>That more advisories are related than are shown.</summary>
    public required string MoreRelated { get; init; }

    /// <summary>Precedes the title of the other.</summary>
    public required Func<AdvisoryRelation, string> Relation { get; init; }

    /// <summary>Of a translation whose original was released anew.</summary>
    public required string Outdated { get; init; }

    public required string TranslatedFrom { get; init; }
}

/// <summary>Why a page could not be shown.</summary>
public sealed record ProblemText
{
    public required string NotFoundHeading { get; init; }
    public required string NotFound { get; init; }
    public required string GoneHeading { get; init; }
    public required string Gone { get; init; }
    public required string CertificateHeading { get; init; }
    public required string Certificate { get; init; }
    public required string ForbiddenHeading { get; init; }
    public required string Forbidden { get; init; }
    public required string RequestHeading { get; init; }
    public required string Request { get; init; }
    public required string BusyHeading { get; init; }
    public required string Busy { get; init; }
    public required string FailureHeading { get; init; }
    public required string Failure { get; init; }
    public required string Detail { get; init; }
}
