using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>Which part of the feed is asked for, and how.</summary>
/// <param name="Kind">Only items of this kind; null for all.</param>
/// <param name="Subscription">Only what this subscription asks for; null for all. It names the kinds itself.</param>
/// <param name="After">The last entry that was read; null at the beginning.</param>
/// <param name="Limit">How many entries a page has at most.</param>
/// <param name="AsStream">Whether the caller wants to go on reading, as server-sent events.</param>
public sealed record FeedRequest(ItemKind? Kind, SubscriptionId? Subscription, ItemCursor? After, int Limit, bool AsStream)
{
    public const string LastEventIdHeader = "Last-Event-ID";
    public const string PageMediaType = "application/json";
    public const string StreamMediaType = "text/event-stream";

    /// <summary>The parameters that the feed takes.</summary>
    public static readonly string[] ParameterNames = ["kind", "subscription", "after", "limit"];

    /// <summary>Reads the request, or the first problem with it.</summary>
    public static (FeedRequest? Request, Problem? Problem) Read(HttpRequest request, Viewer viewer, TokenSealer sealer)
    {
        var asStream = WantsStream(request);
        if (!asStream && !JsonRoutes.Takes(request, PageMediaType))
        {
            return (null, ProblemAnswers.NotAcceptable($"{PageMediaType} or {StreamMediaType}"));
        }

        if (request.Query.Keys.FirstOrDefault(name => !ParameterNames.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return (null, ProblemAnswers.BadParameter(unknown, $"The feed takes no such parameter, but {string.Join(", ", ParameterNames)}."));
        }

        var (kind, badKind) = ReadKind(request);
        if (badKind is not null)
        {
            return (null, badKind);
        }

        var (subscription, badSubscription) = ReadSubscription(request);
        if (badSubscription is not null)
        {
            return (null, badSubscription);
        }

        var (after, badCursor) = ReadAfter(request, viewer, sealer);
        if (badCursor is not null)
        {
            return (null, badCursor);
        }

        var (limit, badLimit) = ListRequest.ReadLimit(request);
        return badLimit is null ? (new(kind, subscription, after, limit, asStream), null) : (null, badLimit);
    }

    private static (ItemKind? Kind, Problem? Problem) ReadKind(HttpRequest request)
    {
        if (request.Query["kind"] is not { Count: > 0 } given)
        {
            return (null, null);
        }

        return given is [{ } text] && ItemKinds.Parse(text) is { } kind
            ? (kind, null)
            : (null, ProblemAnswers.BadParameter("kind", "The kind is incident, advisory or signal."));
    }

    private static (SubscriptionId? Subscription, Problem? Problem) ReadSubscription(HttpRequest request)
    {
        if (request.Query["subscription"] is not { Count: > 0 } given)
        {
            return (null, null);
        }

        if (request.Query.ContainsKey("kind"))
        {
            return (null, ProblemAnswers.BadParameter("kind", "A subscription says itself which kinds it asks for: leave the kind out."));
        }

        return given is [{ } text] && Guid.TryParseExact(text, "D", out var id)
            ? (new SubscriptionId(id), null)
            : (null, ProblemAnswers.BadParameter("subscription", "A subscription is named by its id, once."));
    }

    // A reader that connects anew repeats the address it began with; the header says how far it has come since.
    private static (ItemCursor? Cursor, Problem? Problem) ReadAfter(HttpRequest request, Viewer viewer, TokenSealer sealer)
    {
        if (request.Headers[LastEventIdHeader] is not { Count: > 0 } given)
        {
            return ListRequest.ReadCursor(request, "after", TokenPurpose.Feed, viewer, sealer);
        }

        return given is [{ } token] && sealer.Open(TokenPurpose.Feed, viewer, token) is { } cursor
            ? (cursor, null)
            : (null, ProblemAnswers.BadToken(LastEventIdHeader));
    }

    // Only who names it: a reader of anything at all would wait for the end of a stream that has none.
    private static bool WantsStream(HttpRequest request) => JsonRoutes.Names(request, StreamMediaType);
}
