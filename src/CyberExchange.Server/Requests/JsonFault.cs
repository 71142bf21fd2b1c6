namespace CyberExchange.Server.Requests;

/// <summary>Why a body is not what the API takes.</summary>
/// <param name="Pointer">RFC 6901 pointer to the culprit; empty for the whole body.</param>
/// <param name="Detail">One sentence, for the caller.</param>
public sealed record JsonFault(string Pointer, string Detail);

/// <summary>RFC 6901 pointers.</summary>
public static class JsonPointers
{
    /// <summary>The pointer to a member or an element below another.</summary>
    public static string Below(string pointer, string token) =>
        $"{pointer}/{token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
