using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Problems;
using Microsoft.Net.Http.Headers;

namespace CyberExchange.Server.Requests;

/// <summary>A write as it came in, read and bounded but not judged.</summary>
/// <param name="Document">The body.</param>
/// <param name="Key">The caller's idempotency key, bound to this request.</param>
public sealed record WriteRequest<T>(T Document, IdempotencyKey Key);

/// <summary>The document of a write without a body.</summary>
public sealed record NoBody;

/// <summary>Reads what every write carries: a JSON body and an idempotency key.</summary>
public sealed class WriteRequests(RequestDigest digest)
{
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>Stands in the answer to a repeat, whose body is that of the first answer.</summary>
    public const string RepeatedHeader = "Idempotency-Replayed";

    public const int KeyCharactersMax = AppendLimits.KeyCharsMax;

    private const string Json = "application/json";

    // Visible ASCII, RFC 5234 VCHAR.
    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    /// <summary>The write, or the first problem with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="writer">Whose key it is.</param>
    /// <param name="shape">What the body should be.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(WriteRequest<T>? Write, Problem? Problem)> ReadAsync<T>(
        HttpRequest request, Viewer.Partner writer, JsonTypeInfo<T> shape, CancellationToken ct)
        where T : class
    {
        if (CheckContentType(request, Json) is { } unsupported)
        {
            return (null, unsupported);
        }

        if (CheckKey(request) is { } badKey)
        {
            return (null, badKey);
        }

        var (document, bytes, problem) = await ReadJsonAsync(request, shape, ct);
        return document is null ? (null, problem) : (new(document, Key(request, writer, bytes)), null);
    }

    /// <summary>The body of a request that changes nothing, and needs no key; or the first problem with it.</summary>
    public static async Task<(T? Document, Problem? Problem)> ReadUnkeptAsync<T>(HttpRequest request, JsonTypeInfo<T> shape, CancellationToken ct)
        where T : class
    {
        if (CheckContentType(request, Json) is { } unsupported)
        {
            return (null, unsupported);
        }

        var (document, _, problem) = await ReadJsonAsync(request, shape, ct);
        return (document, problem);
    }

    private static async Task<(T? Document, byte[] Bytes, Problem? Problem)> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> shape, CancellationToken ct)
        where T : class
    {
        var (bytes, tooLarge) = await BoundedBody.ReadAsync(request, BoundedBody.JsonBytesMax, ct);
        if (bytes is null)
        {
            return (null, [], tooLarge);
        }

        var (document, fault) = StrictJson.Read(bytes, shape);
        return document is null ? (null, bytes, ProblemAnswers.MalformedJson(fault!.Pointer, fault.Detail)) : (document, bytes, null); // One of the two is there.
    }

    /// <summary>A write that says everything by its address, or the problem with its key.</summary>
    public (WriteRequest<NoBody>? Write, Problem? Problem) ReadNothing(HttpRequest request, Viewer.Partner writer) =>
        CheckKey(request) is { } badKey ? (null, badKey) : (new(new(), Key(request, writer)), null);

    /// <summary>The write of a CSAF document alone, which is the body; or the first problem with it.</summary>
    public Task<(WriteRequest<byte[]>? Write, Problem? Problem)> ReadDocumentAsync(HttpRequest request, Viewer.Partner writer, CancellationToken ct) =>
        ReadBytesAsync(request, writer, Json, BoundedBody.DocumentBytesMax, ct);

    /// <summary>The write of bytes that nobody reads here; or the first problem with it.</summary>
    public async Task<(WriteRequest<byte[]>? Write, Problem? Problem)> ReadBytesAsync(
        HttpRequest request, Viewer.Partner writer, string mediaType, int bytesMax, CancellationToken ct)
    {
        if ((CheckContentType(request, mediaType) ?? CheckKey(request)) is { } problem)
        {
            return (null, problem);
        }

        var (bytes, tooLarge) = await BoundedBody.ReadAsync(request, bytesMax, ct);
        return bytes is null ? (null, tooLarge) : (new(bytes, Key(request, writer, bytes)), null);
    }

    /// <summary>The key of a write, once <see cref="CheckKey"/> has passed it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="writer">Whose key it is: equal keys of two partners are strangers.</param>
    /// <param name="parts">The body as it came in, or each of its parts.</param>
    public IdempotencyKey Key(HttpRequest request, Viewer.Partner writer, params ReadOnlySpan<ReadOnlyMemory<byte>> parts) =>
        new(writer.Profile.Id.Value, request.Headers[KeyHeader].ToString(), digest.Of(request.Method, request.Path.Value ?? "", parts));

    /// <summary>The problem with the idempotency key; null for none.</summary>
    public static Problem? CheckKey(HttpRequest request) =>
        request.Headers[KeyHeader] is [{ Length: > 0 and <= KeyCharactersMax } key] && !key.AsSpan().ContainsAnyExcept(KeyCharacters)
            ? null
            : ProblemAnswers.BadParameter(
                KeyHeader, $"A write carries one {KeyHeader} of 1 to {KeyCharactersMax} visible ASCII characters, such as a UUID.");

    /// <summary>The problem with the body's media type; null for none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="taken">The one media type taken, without parameters. A charset, where one is given, is UTF-8.</param>
    public static Problem? CheckContentType(HttpRequest request, string taken)
    {
        if (request.Headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return ProblemAnswers.UnsupportedEncoding;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
            && given.MediaType.Equals(taken, StringComparison.OrdinalIgnoreCase)
            && (!given.Charset.HasValue || HeaderUtilities.RemoveQuotes(given.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                ? null
                : ProblemAnswers.UnsupportedMediaType(taken);
    }
}
