using System.Collections.Immutable;

namespace CyberExchange.Interop.Csaf;

/// <summary>The answer to reading a document: what it says, or why it is not a CSAF 2.0 document.</summary>
public abstract record CsafReading
{
    private CsafReading()
    {
    }

    /// <summary>The document has the structure of CSAF 2.0. The mandatory tests of section 6.1 have not been run on it.</summary>
    public sealed record Accepted(CsafAdvisory Advisory) : CsafReading;

    /// <summary>The document is refused.</summary>
    /// <param name="Problems">At least one and at most <see cref="CsafLimits.ProblemsMax"/>, in the order of the document.</param>
    /// <param name="ReadToTheEnd">False when reading stopped early, so that later parts may hold more problems.</param>
    public sealed record Refused(ImmutableArray<CsafProblem> Problems, bool ReadToTheEnd) : CsafReading;
}
