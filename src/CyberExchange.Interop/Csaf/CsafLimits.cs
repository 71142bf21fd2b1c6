namespace CyberExchange.Interop.Csaf;

/// <summary>What one document may cost us. A document beyond a limit is refused whole, never cut and kept.</summary>
public static class CsafLimits
{
    /// <summary>Bytes of one document. CSAF 2.0 appendix C asks producers to stay within 15 MB; this leaves a little room.</summary>
    public const int DocumentBytesMax = 16 * 1024 * 1024;

    /// <summary>Nested objects and arrays. A branch costs two levels, so some 28 branches fit below each other; real ones need about 6.</summary>
    public const int DepthMax = 64;

    /// <summary>Entries of one array. A product entry takes about 160 bytes, so an honest 16 MiB cannot hold more of them.</summary>
    public const int ArrayItemsMax = 100_000;

    /// <summary>Members of one object. The richest object of CSAF 2.0 has 31; the rest is room for extensions.</summary>
    public const int ObjectMembersMax = 1_000;

    /// <summary>Products of one document, over all arrays, because each becomes a row of the product index.</summary>
    public const int ProductsMax = 100_000;

    /// <summary>Branches of one document, over all arrays, because all are held until the last product is named.</summary>
    public const int BranchesMax = 100_000;

    /// <summary>Problems told about one document; more would not help its author, and reading stops there.</summary>
    public const int ProblemsMax = 100;

    /// <summary>Notes kept for display; the document itself keeps all of them.</summary>
    public const int DisplayNotesMax = 16;

    /// <summary>UTF-16 units of one note kept for display: about two screens of text.</summary>
    public const int DisplayNoteCharsMax = 4_000;
}
