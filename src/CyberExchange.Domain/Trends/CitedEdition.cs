using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>An edition with what whoever reads a part of it has to know: how to cite it, and who may have it.</summary>
/// <param name="Edition">The edition.</param>
/// <param name="Id">SHA-256 of its bytes, in lower-case hexadecimal digits.</param>
/// <param name="Label">Its label; the bytes do not say it.</param>
public sealed record CitedEdition(TrendEdition Edition, string Id, TlpLabel Label);
