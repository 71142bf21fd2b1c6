namespace CyberExchange.Interop.Csaf;

/// <summary>Why a document is not a CSAF 2.0 document, as a closed set.</summary>
public enum CsafProblemKind
{
    /// <summary>The bytes are not one JSON text.</summary>
    Json,

    /// <summary>The text is not Unicode: invalid UTF-8 or half a surrogate pair.</summary>
    Encoding,

    /// <summary>The document is larger than <see cref="CsafLimits.DocumentBytesMax"/>.</summary>
    Size,

    /// <summary>The document nests deeper than <see cref="CsafLimits.DepthMax"/>.</summary>
    Depth,

    /// <summary>An array, an object or the document holds more entries than a limit of <see cref="CsafLimits"/>.</summary>
    Count,

    /// <summary>An object has the same member twice, so that two readers may see two documents.</summary>
    DuplicateKey,

    /// <summary>A required member is absent.</summary>
    Required,

    /// <summary>A value has another JSON type than CSAF says.</summary>
    Type,

    /// <summary>A text is not one of the listed words.</summary>
    Enum,

    /// <summary>A text is not a date-time, a URI, or not of the pattern that CSAF says.</summary>
    Format,

    /// <summary>A text, an array or an object has fewer or other than the needed number of parts.</summary>
    Empty,

    /// <summary>An array that must hold distinct entries holds one twice.</summary>
    Unique,

    /// <summary>A number is outside the range of its kind.</summary>
    Range,

    /// <summary>The document says that it follows a version of CSAF that is not read here.</summary>
    UnknownVersion,
}

/// <summary>One reason to refuse a document, written for the person who can repair it.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Pointer">Where it is, as an RFC 6901 JSON pointer; empty for the document as a whole.</param>
/// <param name="Detail">A sentence that says what is wrong and what would be right.</param>
public sealed record CsafProblem(CsafProblemKind Kind, string Pointer, string Detail)
{
    /// <summary>The stable name of the kind that partners may program against.</summary>
    public string Code => Kind switch
    {
        CsafProblemKind.Json => "csaf.json",
        CsafProblemKind.Encoding => "csaf.encoding",
        CsafProblemKind.Size => "csaf.size",
        CsafProblemKind.Depth => "csaf.depth",
        CsafProblemKind.Count => "csaf.count",
        CsafProblemKind.DuplicateKey => "csaf.duplicate-key",
        CsafProblemKind.Required => "csaf.required",
        CsafProblemKind.Type => "csaf.type",
        CsafProblemKind.Enum => "csaf.enum",
        CsafProblemKind.Format => "csaf.format",
        CsafProblemKind.Empty => "csaf.empty",
        CsafProblemKind.Unique => "csaf.unique",
        CsafProblemKind.Range => "csaf.range",
        CsafProblemKind.UnknownVersion => "csaf.unknown-version",
    };
}
