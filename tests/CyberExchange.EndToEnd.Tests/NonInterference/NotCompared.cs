using System.Text.RegularExpressions;
using CyberExchange.Server.Sealing;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>All that may differ between the two worlds, and why. Whatever is not named here is compared byte for byte.</summary>
/// <remarks>
/// Five things more are not compared. How long an answer takes. An answer 503 that views are behind: it depends on the machine, and the
/// question is put again. An answer 429 that too many streams are open: one that was closed counts until the server has noticed; that question is put
/// again too. The comments in an event stream by which it shows that it lives: they come by the system's clock. And the
/// pages of stewards, who administer every partner: nothing of partners is hidden from them, and of items they see nothing.
/// </remarks>
internal static partial class NotCompared
{
    /// <summary>Headers, by name.</summary>
    public static IReadOnlyDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Date"] = "Kestrel writes it by the system's clock.",
        ["RateLimit"] = "What the caller has left grows back by the system's clock; LimitTests show that it counts the caller's own requests.",
    };

    /// <summary>Routes that are not asked, as they are written.</summary>
    public static IReadOnlyDictionary<string, string> Routes { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GET /v1/me/decisions"] = "It counts the caller's own requests, parted by when they were written down by the system's clock; DecisionAuditTests show that it counts nobody else's.",
    };

    /// <summary>An answer's text without what is random in it.</summary>
    public static string Without(string text, int port)
    {
        // An access token is signed anew each time (ECDSA); it is compared by its length, and by what it opens.
        text = AccessToken().Replace(text, match => $"<access token of {match.Length}>");

        // A cursor or consistency token is sealed with a random nonce; it is compared by its length, and by what following it yields.
        text = SealedToken().Replace(text, match => match.Length == TokenSealer.TokenCharacters ? $"<token of {match.Length}>" : match.Value);

        // Each request has an id by chance.
        text = RequestId().Replace(text, "\"correlationId\":\"<request>\"");

        // Evidence of a file: an event's id is random, and so are the salts of its leaf, from which commitments and hash follow.
        text = Commitment().Replace(text, match => $"\"{match.Groups["name"].Value}\":\"<{match.Groups["value"].Length}>\"");

        // The two exchanges listen on two ports.
        return text.Replace($"localhost:{port}", "localhost", StringComparison.Ordinal);
    }

    /// <summary>The cursors and consistency tokens in a text, in their order.</summary>
    public static IReadOnlyList<string> TokensIn(string text) =>
        [.. SealedToken().Matches(AccessToken().Replace(text, "")).Select(m => m.Value).Where(t => t.Length == TokenSealer.TokenCharacters)];

    /// <summary>The access tokens in a text.</summary>
    public static IReadOnlyList<string> AccessTokensIn(string text) => [.. AccessToken().Matches(text).Select(m => m.Value)];

    [GeneratedRegex("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AccessToken();

    // Evidence quotes an event's metadata as text.
    [GeneratedRegex("(?<quote>\"|\\\\\"|\\\\u0022)correlationId\\k<quote>:\\k<quote>[0-9a-f]{32}\\k<quote>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex RequestId();

    [GeneratedRegex("\"(?<name>eventId|envelopeSalt|bodySalt|leaf|leafHash)\":\"(?<value>[0-9a-f-]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Commitment();

    // Runs of any length are taken whole: a token that is a character longer is another text.
    [GeneratedRegex("[A-Za-z0-9_-]{60,}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SealedToken();
}
