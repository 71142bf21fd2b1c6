namespace CyberExchange.Server.Audit;

/// <summary>The ways by which the exchange shows a partner what is in an item.</summary>
public enum Door
{
    /// <summary>One item, by its id.</summary>
    Item,

    /// <summary>A page of a list.</summary>
    List,

    /// <summary>The bytes of an advisory's document.</summary>
    Document,

    /// <summary>What the tests say of an advisory's document.</summary>
    Validation,

    /// <summary>The list of an advisory's revisions.</summary>
    Revisions,

    /// <summary>The bytes of one revision of an advisory's document.</summary>
    Revision,

    /// <summary>What changed between two revisions of an advisory.</summary>
    Changes,

    /// <summary>An advisory as OpenVEX.</summary>
    OpenVex,

    /// <summary>What partners stated about the item and another one.</summary>
    Links,

    /// <summary>The report of an incident that was delivered to an authority.</summary>
    DeliveredReport,

    Search,

    /// <summary>A ROLIE feed of a CSAF site.</summary>
    CsafFeed,

    /// <summary>A file of a CSAF site.</summary>
    CsafDocument,

    /// <summary>A page of the feed.</summary>
    Feed,

    /// <summary>The feed as server-sent events.</summary>
    FeedStream,

    /// <summary>One item, on a page of the console.</summary>
    ItemPage,

    /// <summary>The console's list.</summary>
    ListPage,

    /// <summary>The console's search.</summary>
    SearchPage,
}

/// <summary>How doors are written in rows and answers.</summary>
public static class Doors
{
    /// <summary>The word for a door: stored, so that it stays.</summary>
    public static string Text(this Door door) => door switch
    {
        Door.Item => "item",
        Door.List => "list",
        Door.Document => "document",
        Door.Validation => "validation",
        Door.Revisions => "revisions",
        Door.Revision => "revision",
        Door.Changes => "changes",
        Door.OpenVex => "openvex",
        Door.Links => "links",
        Door.DeliveredReport => "delivered-report",
        Door.Search => "search",
        Door.CsafFeed => "csaf-feed",
        Door.CsafDocument => "csaf-document",
        Door.Feed => "feed",
        Door.FeedStream => "feed-stream",
        Door.ItemPage => "item-page",
        Door.ListPage => "list-page",
        Door.SearchPage => "search-page",
    };
}
