using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Console.Texts;

/// <summary>The pages in English.</summary>
internal static class EnglishText
{
    public static PageText All { get; } = new()
    {
        SkipToContent = "Skip to the content",
        LanguageNavigation = "Language",
        ApiDescription = "Description of the API",
        LiveOn = "Live: changes appear by themselves.",
        LiveChanged = "Updated just now.",
        LiveLost = "Not connected: reload the page to see what is new.",
        ThousandsSeparator = ",",
        Identity = new()
        {
            Heading = "Your certificate says",
            Organisation = "Organisation",
            Member = "Member",
            Roles = "Roles",
            Jurisdiction = "Jurisdiction",
            CertificateEnds = "Certificate ends",
            EndsSoon = days => days == 1 ? "It ends within one day: renew it now." : $"It ends in {days} days: renew it soon.",
            KindOfMember = kind => kind switch { MemberKind.Person => "person", MemberKind.Service => "service" },
            Role = role => role switch
            {
                Role.Cert => "CERT",
                Role.Operator => "Operator",
                Role.Maker => "Maker",
                Role.Authority => "Authority",
                Role.Delegate => "Delegate",
                Role.Steward => "Steward",
            },
            NameOfJurisdiction = jurisdiction => jurisdiction switch { Jurisdiction.EU => "European Union", Jurisdiction.JP => "Japan" },
            MissingHeading = "No certificate was shown",
            MissingMeaning = "Partners of the exchange are known by a client certificate. This browser showed none, so this page holds only what is public (TLP:CLEAR).",
            MissingCommand = "To see what was released to you, run this on the machine that has your certificate, and open the address that it prints:",
            MissingName = "NAME is the name of your certificate files, such as grid-jp.",
            MissingImport = "Or import your .p12 file into this browser, start it anew and come back.",
        },
        List = new()
        {
            Heading = "Latest items",
            PublicHeading = "Public items",
            Caption = "Newest change first. Times are in UTC.",
            Filter = "Filter",
            Kind = "Kind",
            Label = "Label",
            Title = "Title",
            Originator = "From",
            Weight = "Severity",
            Changed = "Stated",
            Any = "all",
            Apply = "Show",
            Clear = "Clear the filter",
            Older = "Older items",
            Newest = "Back to the newest",
            Empty = "Nothing has been released to you yet. An item appears here as soon as a partner releases it to you.",
            EmptyPublic = "Nothing is public at the moment.",
            EmptyFiltered = "No item matches the filter.",
            NoContentForStewards = "Stewards administer the exchange and read no content, so no items are listed here.",
            KindOfItem = kind => kind switch { ItemKind.Incident => "Incident", ItemKind.Advisory => "Advisory", ItemKind.Signal => "Supply signal" },
            Ended = ending => ending switch
            {
                AdvisoryEnding.Withdrawn => "withdrawn",
                AdvisoryEnding.Superseded => "superseded",
            },
        },
        Search = new()
        {
            Heading = "Search",
            Box = "Words, identifiers or \"words in a row\"",
            Apply = "Search",
            Hint = "An item must have all of the words. In quotation marks they must stand in a row. CVE ids, advisory ids and references are found whole and in part.",
            Nothing = "Nothing that you may see has all of these words. Try fewer words, or another spelling.",
            Found = (count, more) => more ? $"More than {count}: the newest are ranked. Add a word to find the others." : $"{count} found",
            Next = "More results",
        },
        Item = new()
        {
            Back = "All items",
            EndedHeading = ending => ending switch
            {
                AdvisoryEnding.Withdrawn => "Withdrawn by its originator",
                AdvisoryEnding.Superseded => "Superseded by another advisory",
            },
            WithdrawnBecause = "Reason given:",
            Sharing = "Sharing",
            WhyVisible = "Why you see it",
            Reason = reason => reason switch
            {
                ReleaseReason.Originator => "Your organisation originated it.",
                ReleaseReason.EmbargoParty => "Your organisation is a party to its embargo.",
                ReleaseReason.Clear => "It is public.",
                ReleaseReason.Named => "You or your organisation are named in its audience.",
                ReleaseReason.Community => "It was released to the whole community.",
                ReleaseReason.Audience => "Your organisation matches its audience.",
                ReleaseReason.Forwarded => "Your CERT forwarded it to you.",
            },
            PermittedActions = "Permitted actions",
            Withheld = count => count == 1
                ? "One partner that it addresses is not reached for want of a legal basis."
                : $"{count} partners that it addresses are not reached for want of a legal basis.",
            From = "From",
            FiledBy = "Filed for the originator by",
            First = "First stated",
            Stated = "Last stated",
            Revision = "Revision",
            Vulnerabilities = "Vulnerabilities",
            Summary = "Summary",
            NotStated = "not stated",
            More = count => $"and {count} more",
        },
        Holders = new()
        {
            Heading = "Who holds it",
            Holder = "Holder",
            Reason = "Why",
            Since = "Since",
            Everyone = "everyone",
            Person = "(one person)",
            Clients = "(its clients)",
            More = "There are more: the API and cyx list them all.",
            Note = "Partners that your directory does not show are neither named nor counted.",
            AskHeading = "Why can, or can't, a partner see this?",
            Partner = "Partner (short name or id)",
            Ask = "Ask",
            Unknown = "Your directory shows no partner of this name.",
            Lost = "It lost its last way to it at",
            Sees = reason => reason switch
            {
                ReleaseReason.Originator => "originated it",
                ReleaseReason.EmbargoParty => "is a party to the embargo",
                ReleaseReason.Clear => "it is public",
                ReleaseReason.Named => "is named in the audience",
                ReleaseReason.Community => "belongs to the community that TLP:GREEN reaches",
                ReleaseReason.Forwarded => "a CERT that serves it forwarded it",
                ReleaseReason.Audience => "matches the audience",
            },
            Withheld = because => because switch
            {
                WithheldBecause.NotYet => "The item was not there yet.",
                WithheldBecause.Suspended => "It is suspended and sees nothing; reinstating it restores what it saw.",
                WithheldBecause.Embargo => "The embargo stands, and it is no party.",
                WithheldBecause.JoinedLater => "It came to match only after the release: share again to let it in.",
                WithheldBecause.LegalBasisMissing => "It is addressed, but no legal basis for its jurisdiction is stated.",
                WithheldBecause.TermsNarrowed => "The terms were narrowed and no longer address it.",
                WithheldBecause.LeftAudience => "It is no longer what the terms address.",
                WithheldBecause.ForwardEnded => "A CERT had forwarded it, and that forward ended.",
                WithheldBecause.NotInAudience => "It is neither named nor of the kinds that the audience asks for.",
            },
        },
        Signal = new()
        {
            Heading = "Supply signal",
            Stage = "Stage of the chain",
            ProductClass = "Class of product",
            Product = "Product",
            Regions = "Regions",
            Everywhere = "everywhere",
            Observed = "Observed",
            Horizon = "Horizon",
            Confidence = "Confidence",
            References = "References",
            Outcome = "Outcome",
            Verdict = "Verdict",
            CameTrueOn = "Came true on",
            Explanation = "Explanation",
            RecordedAt = "Recorded",
        },
        Incident = new()
        {
            Heading = "Report",
            Reference = "Reference",
            Classification = "Classification",
            Severity = "Severity",
            Sectors = "Affected sectors",
            Began = "Began",
            Detected = "Detected",
            Ended = "Ended",
            Affected = "Number affected",
            Contacts = "Contacts",
            PersonalNotes = "Personal notes",
            Erased = "erased",
        },
        Advisory = new()
        {
            Heading = "Advisory",
            Publisher = "Publisher",
            HowHeld = "Shared by",
            Provenance = provenance => provenance switch
            {
                Provenance.Publisher => "its publisher",
                Provenance.Coordinator => "a coordinator",
                Provenance.ThirdParty => "a partner that imported it",
            },
            TrackingId = "Tracking id",
            Version = "Version",
            Status = "Status",
            Category = "Category",
            Language = "Language",
            Vendors = "Vendors",
            Products = "Products",
            HighestScore = "Highest CVSS base score",
            Document = "Document",
            OpenDocument = "Open the CSAF document",
            Bytes = "bytes",
            Related = "Other advisories",
            Relation = relation => relation switch
            {
                AdvisoryRelation.Original => "Translation of",
                AdvisoryRelation.Translation => "The same in another language",
                AdvisoryRelation.Successor => "Superseded by",
            },
            Outdated = "the original has a newer version",
            TranslatedFrom = "Translated from",
        },
        Problem = new()
        {
            NotFoundHeading = "Nothing is here",
            NotFound = "There is no such page or item, or it was not released to you.",
            GoneHeading = "No longer yours to see",
            Gone = "This item was taken out of your view: it was withdrawn from the public, or its audience changed.",
            CertificateHeading = "The certificate does not let you in",
            Certificate = "Another certificate would help. The reason stands below.",
            ForbiddenHeading = "Not for your role",
            Forbidden = "Your organisation's roles do not have the right to see this page.",
            RequestHeading = "The address cannot be read",
            Request = "Part of the address is not as it should be. Start again from the list.",
            BusyHeading = "Not now",
            Busy = "What may be shown is not certain at this moment. Reload the page in a few seconds.",
            FailureHeading = "The exchange failed",
            Failure = "This is a fault of the exchange. Tell its operator the line below.",
            Detail = "Details",
        },
    };
}
