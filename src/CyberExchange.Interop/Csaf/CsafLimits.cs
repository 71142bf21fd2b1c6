namespace CyberExchange.Interop.Csaf;

/// <summary>What one document may cost us. A document beyond a limit is refused whole, never cut and kept.</summary>
public static class CsafLimits
{
    /// <summary>Bytes of one document. CSAF 2.0 appendix C asks producers to stay within 15 MB; this leaves a little room.</summary>
    public const int DocumentBytesMax = 16 * 1024 * 1024;

    /// <summary>Nested objects and arrays: more than CSAF 2.1 allows, so that its own limit (6.1.34) can be told. Those of CISA, NI and Stackable need 12.</summary>
    public const int DepthMax = 128;

    /// <summary>URLs of one document that are asked for, where somebody wants that.</summary>
    public const int UrlsAskedMax = 500;

    /// <summary>Bytes of a version that is compared with others: numbers of many digits cost more than their length.</summary>
    public const int VersionBytesMax = 1_000;

    /// <summary>Comparisons of constraints and of status that the version ranges of one document may cost.</summary>
    public const int RangeComparisonsMax = 10_000_000;

    /// <summary>Entries of one array. A product entry takes about 160 bytes, so an honest 16 MiB cannot hold more of them.</summary>
    public const int ArrayItemsMax = 100_000;

    /// <summary>Members of one object. The richest object of CSAF 2.0 has 31; the rest is room for extensions.</summary>
    public const int ObjectMembersMax = 1_000;

    /// <summary>Values and member names of one document; each has a row takes 16 bytes. With the comma and the quotes a product id of ten letters takes 13 bytes of a document.</summary>
    public const int ValuesMax = 2_000_000;

    /// <summary>Products for which the groups of one document stand, counted wherever a group is named: a few bytes can name a group of thousands.</summary>
    public const int GroupMembershipsMax = 10_000_000;

    /// <summary>Places listed for one test of a validation; more would not help the author, and the rest is counted.</summary>
    public const int ResultsPerTestMax = 100;

    /// <summary>Products of one document, over all arrays, because each has a say in what lists filter by.</summary>
    public const int ProductsMax = 100_000;

    /// <summary>Branches of one document, over all arrays, for the same reason: each may name a vendor.</summary>
    public const int BranchesMax = 100_000;

    /// <summary>Results of one document that are told over HTTP, worst first; the rest is counted.</summary>
    public const int ResultsToldMax = 200;

    /// <summary>Notes kept for display; the document itself keeps all of them.</summary>
    public const int DisplayNotesMax = 16;

    /// <summary>UTF-16 units of one note kept for display: about two screens of text.</summary>
    public const int DisplayNoteCharsMax = 4_000;
}
