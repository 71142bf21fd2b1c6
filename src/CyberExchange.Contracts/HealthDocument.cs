namespace CyberExchange.Contracts;

/// <summary>How the server does: <c>GET /health/live</c>, <c>GET /health/ready</c>.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>; anything else is a problem document.</param>
public sealed record HealthDocument(string Status);
