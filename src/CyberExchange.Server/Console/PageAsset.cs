using System.Security.Cryptography;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Console;

/// <summary>A file that pages are made of. Its address holds a digest of it, so that a browser may keep it for ever.</summary>
public sealed class PageAsset : IResult
{
    private const int DigestCharacters = 16;

    private readonly byte[] _bytes;
    private readonly string _mediaType;

    private PageAsset(string name, string mediaType)
    {
        using var file = typeof(PageAsset).Assembly.GetManifestResourceStream($"console/{name}")
            ?? throw new InvalidOperationException($"The program was built without its file {name}.");
        _bytes = new byte[file.Length];
        file.ReadExactly(_bytes);
        _mediaType = mediaType;
        Path = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..DigestCharacters]}/{name}";
    }

    public static PageAsset Style { get; } = new("console.css", "text/css; charset=utf-8");

    public static PageAsset Script { get; } = new("console.js", "text/javascript; charset=utf-8");

    public static PageAsset Icon { get; } = new("mark.svg", "image/svg+xml");

    /// <summary>Where it is served.</summary>
    public string Path { get; }

    /// <summary>The file at a path; the answer for what is absent where there is none, as after an upgrade.</summary>
    public static IResult Find(string path) => new[] { Style, Script, Icon }.FirstOrDefault(asset => asset.Path == path) ?? (IResult)ProblemAnswers.NotFound;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = _mediaType;
        response.ContentLength = _bytes.Length;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        PageHeaders.WriteForAssets(response);
        await response.Body.WriteAsync(_bytes, httpContext.RequestAborted);
    }
}
