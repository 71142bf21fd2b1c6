using System.Globalization;
using CyberExchange.Contracts;

namespace CyberExchange.Server.Problems;

/// <summary>The answers for everything that goes wrong outside the rules.</summary>
public static class ProblemAnswers
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    /// <summary>For what is absent and for what is hidden alike: the two cannot be told apart.</summary>
    public static Problem NotFound { get; } = Of(ProblemKind.NotFound, "Nothing is here that the caller may see.");

    /// <summary>For what the caller saw once and sees no more.</summary>
    public static Problem Gone(DateTimeOffset removedAt) => Of(
        ProblemKind.Gone, string.Create(CultureInfo.InvariantCulture, $"It was removed from the caller's view at {removedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."));

    /// <summary>For a file of an advisory that its publisher withdrew: a file has no place to say so.</summary>
    public static Problem Withdrawn { get; } = Of(ProblemKind.Gone, "Its publisher withdrew it. The API of the exchange has the reason.");

    public static Problem MalformedJson(string pointer, string detail) => Of(ProblemKind.MalformedJson, detail, pointer);

    /// <summary>A header or a query parameter is wrong.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="detail">What is wrong and what would be right.</param>
    public static Problem BadParameter(string name, string detail) => Of(ProblemKind.BadParameter, detail, name);

    public static Problem BadToken(string name) => Of(
        ProblemKind.BadToken, "Send the token as it was given to this caller for this purpose, or leave it out.", name);

    public static Problem TooLarge(string detail) => Of(ProblemKind.TooLarge, detail);

    public static Problem UnsupportedMediaType(string taken) => Of(ProblemKind.UnsupportedMediaType, $"Send the body as {taken}.", "Content-Type");

    /// <summary>A body that would have to be unpacked first: nobody can say beforehand how large it then is.</summary>
    public static Problem UnsupportedEncoding { get; } = Of(ProblemKind.UnsupportedMediaType, "Send the body as it is, without a Content-Encoding.", "Content-Encoding");

    public static Problem NotAcceptable(string given) => Of(ProblemKind.NotAcceptable, $"This is given as {given}.", "Accept");

    public static Problem NotOriginator { get; } = Of(ProblemKind.NotOriginator, "The caller sees the item and did not originate it.");

    public static Problem PreconditionRequired { get; } = Of(
        ProblemKind.PreconditionRequired, "Read the item and send its ETag as If-Match.", "If-Match");

    public static Problem Stale { get; } = Of(ProblemKind.Stale, "Read the item again and send its present ETag as If-Match.", "If-Match");

    public static Problem Conflict { get; } = Of(ProblemKind.Conflict, "Others kept changing the same thing. Read it again and retry.");

    public static Problem KeyReused { get; } = Of(
        ProblemKind.KeyReused, "Each request has an idempotency key of its own; only a retry of the same request carries the same key.", "Idempotency-Key");

    /// <summary>Nothing is lost: the same request with the same key may be sent again.</summary>
    public static Problem Busy(TimeSpan retryAfter) => new(
        Of(ProblemKind.Busy, "Send the same request again, with the same idempotency key.").Document, retryAfter);

    public static Problem ViewsBehind { get; } = new(
        Of(ProblemKind.ViewsBehind, "What may be shown is not certain now. Ask again.").Document, ShortWait);

    /// <summary>A failure of ours. Its text stays inside; the correlation id leads to it.</summary>
    public static Problem Internal(string correlationId) => Of(ProblemKind.Internal, $"Tell the operator of the exchange this id: {correlationId}.");

    /// <summary>For answers that have a status and no body yet.</summary>
    public static Problem ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Of(ProblemKind.Unauthenticated, "Connect with the certificate of an enrolled member."),
        StatusCodes.Status403Forbidden => Of(ProblemKind.Forbidden, "The roles of the caller's organisation do not permit it."),
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => Of(ProblemKind.MethodNotAllowed, "The header Allow names the methods that exist."),
        StatusCodes.Status406NotAcceptable => NotAcceptable("application/json"),
        StatusCodes.Status413PayloadTooLarge => TooLarge("The body is larger than this route takes."),
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType("application/json"),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Of(ProblemKind.HeadersTooLarge, "Send fewer or shorter headers."),
        StatusCodes.Status503ServiceUnavailable => Busy(ShortWait),
        >= 400 and < 500 => new(Of(ProblemKind.MalformedRequest, "The request is not complete HTTP.").Document with { Status = status }),
        _ => new(Of(ProblemKind.Internal, "Ask the operator of the exchange.").Document with { Status = status }),
    };

    /// <summary>A problem of a kind.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="detail">One sentence that says what is wrong and what would be right.</param>
    /// <param name="pointer">See <see cref="ProblemDocument.Pointer"/>; empty or null for none.</param>
    public static Problem Of(ProblemKind kind, string detail, string? pointer = null) => new(new ProblemDocument
    {
        Type = kind.Type,
        Title = kind.Title,
        Status = kind.Status,
        Detail = detail,
        Pointer = string.IsNullOrEmpty(pointer) ? null : pointer,
    });
}
