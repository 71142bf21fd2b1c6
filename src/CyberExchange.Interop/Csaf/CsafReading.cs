using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf;

/// <summary>What one parse of a document gives.</summary>
/// <param name="Validation">The answer of every test that was asked for.</param>
/// <param name="Advisory">The summary; null where the document lacks what a summary is made of, or cannot be looked into.</param>
public sealed record CsafReading(CsafValidation Validation, CsafAdvisory? Advisory);
