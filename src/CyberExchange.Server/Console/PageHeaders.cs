namespace CyberExchange.Server.Console;

/// <summary>What a browser is told about every page.</summary>
internal static class PageHeaders
{
    // Everything a page is made of comes from its own origin in files of its own. A script, a style or a frame that slipped
    // into a partner's text does nothing.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Write(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store"; // It shows what one viewer may see now.
        headers.Vary = "Accept, Accept-Language";
        WriteForAssets(response);
    }

    /// <summary>Those that files of the pages carry as well.</summary>
    public static void WriteForAssets(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
