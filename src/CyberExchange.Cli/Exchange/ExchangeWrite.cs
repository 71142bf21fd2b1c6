namespace CyberExchange.Cli;

/// <summary>One change asked of the exchange, the same at every attempt.</summary>
/// <param name="Path">Below the exchange's address, such as <c>/v1/incidents</c>.</param>
/// <param name="Content">Makes the body anew for each attempt; null for none.</param>
public sealed record ExchangeWrite(HttpMethod Method, string Path, Func<HttpContent>? Content = null)
{
    public string IdempotencyKey { get; init; } = Guid.CreateVersion7().ToString();

    /// <summary>The entity tag that the change is based on; null where the exchange asks for none.</summary>
    public string? IfMatch { get; init; }

    /// <summary>A body of JSON bytes, sent as they are.</summary>
    public static Func<HttpContent> Json(byte[] bytes) => Of(bytes, "application/json");

    /// <summary>A body of bytes that mean nothing to the exchange.</summary>
    public static Func<HttpContent> Bytes(byte[] bytes) => Of(bytes, "application/octet-stream");

    /// <summary>A body of one of the API's documents.</summary>
    public static Func<HttpContent> Json<T>(T document) => Json(CyxJson.Bytes(document));

    private static Func<HttpContent> Of(byte[] bytes, string mediaType) => () =>
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new(mediaType);
        return content;
    };
}

/// <summary>An answer, and the entity tag of the rendition it holds; null where it came without.</summary>
public sealed record Tagged<T>(T Value, string? Etag);
