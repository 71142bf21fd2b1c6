using CyberExchange.Server.Gate;

namespace CyberExchange.Server.Requests;

/// <summary>What caches may keep of an answer that has an entity tag (RFC 9111, 5.2.2).</summary>
public static class CacheRules
{
    public const string NoStore = "no-store";

    /// <summary>
    /// Nothing of what a partner reads: a browser's disk outlives a withdrawal and a suspension. What the public reads may
    /// be kept by the reader itself, and asked about each time.
    /// </summary>
    public static string Of(HttpContext request) =>
        request.RequestServices.GetRequiredService<Admission>().IsPublic ? "private, no-cache" : NoStore;
}
