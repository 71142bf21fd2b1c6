using System.Collections.Immutable;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>How much weight a result has: CSAF section 6.</summary>
public enum CsafSeverity
{
    /// <summary>The schema or a mandatory test (6.1) fails: the document is not valid.</summary>
    Error,

    /// <summary>An optional test (6.2; `recommended` in CSAF 2.1) fails: the document is valid, and there should be a good reason.</summary>
    Warning,

    /// <summary>An informative test (6.3) fails: worth knowing.</summary>
    Information,
}

/// <summary>Which tests are made. Each includes those before it.</summary>
public enum CsafPreset
{
    /// <summary>The JSON schema with the schemas of CVSS that it refers to.</summary>
    Schema,

    /// <summary>And the mandatory tests of section 6.1: what the standard calls a basic validator.</summary>
    Mandatory,

    /// <summary>And the tests of sections 6.2 and 6.3: what the standard calls a full validator.</summary>
    Full,
}

/// <summary>One place where a document fails a test, written for the person who can repair it.</summary>
/// <param name="Test">The section of the test, such as `6.1.27.9`; `schema`; or `json` for what no JSON reader should accept.</param>
/// <param name="Severity">Follows from the test.</param>
/// <param name="Pointer">Where it is, as an RFC 6901 JSON pointer; empty for the document as a whole.</param>
/// <param name="Message">A sentence that says what is wrong and what would be right.</param>
public sealed record CsafResult(string Test, CsafSeverity Severity, string Pointer, string Message);

/// <summary>The answer to a validation.</summary>
/// <param name="Version">The version of CSAF by which the document was tested: `2.0` or `2.1`; null where it says none of these.</param>
/// <param name="IsReadable">False when the document is not JSON or is beyond a limit of <see cref="CsafLimits"/>, so that no test was made.</param>
/// <param name="Results">Errors first, then warnings, then information; at most <see cref="CsafLimits.ResultsPerTestMax"/> places and a line that counts the rest for each test.</param>
public sealed record CsafValidation(string? Version, bool IsReadable, ImmutableArray<CsafResult> Results)
{
    /// <summary>False for a file of a CSAF site that is no document: provider metadata, an aggregator, a ROLIE feed, service or category document.</summary>
    public bool IsDocument { get; init; } = true;

    /// <summary>No error. Warnings and information do not make a document invalid.</summary>
    public bool IsValid => !Results.Any(result => result.Severity is CsafSeverity.Error);
}
