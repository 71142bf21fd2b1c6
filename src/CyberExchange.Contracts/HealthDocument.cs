namespace CyberExchange.Contracts;

/// <summary>How the server does: <c>GET /health/live</c>, <c>GET /health/ready</c>.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>; anything else is a problem document.</param>
/// <param name="Warnings">What is not well and keeps nobody from being served; absent for nothing.</param>
public sealed record HealthDocument(string Status, IReadOnlyList<string>? Warnings = null);
