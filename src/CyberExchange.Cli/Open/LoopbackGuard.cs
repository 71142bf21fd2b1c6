using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CyberExchange.Cli.Open;

/// <summary>
/// Lets only the browser in that was given the address. The proxy speaks with the caller's certificate, so other pages in
/// that browser, other users of the machine and names rebound to loopback must all stay out.
/// </summary>
public sealed class LoopbackGuard
{
    /// <summary>Where the first address points; what follows is the secret, good for one visit.</summary>
    public const string EntryPath = "/cyx-open/";

    private const int SecretBytes = 32;

    private readonly string _authority;
    private readonly string _session = Secret();
    private string? _entry = Secret();

    public LoopbackGuard(int port)
    {
        _authority = $"127.0.0.1:{port}";
        FirstUrl = new Uri($"http://{_authority}{EntryPath}{_entry}");

        // Cookies of one host are shared by all its ports, so the name carries the port. The prefix __Host- would need https.
        CookieName = $"cyx-open-{port}";
    }

    /// <summary>The address to open; it works once.</summary>
    public Uri FirstUrl { get; }

    public string CookieName { get; }

    /// <summary>The page's own origin.</summary>
    public string Origin => $"http://{_authority}";

    /// <summary>Why the request stays outside; null when it may pass.</summary>
    public string? WhyNot(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (context.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer))
        {
            return "the peer is not on this machine";
        }

        if (context.Request.Host.Value != _authority)
        {
            return "the request is for another host";
        }

        if (headers.Origin.Count > 1 || (headers.Origin is [var origin] && origin != Origin))
        {
            return "the request comes from another origin";
        }

        // Another port of 127.0.0.1 is the same site, and a stranger all the same.
        return headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none")
            ? "the request comes from another site"
            : null;
    }

    /// <summary>Whether the request carries the cookie that the first address gave.</summary>
    public bool HasSession(HttpContext context) => context.Request.Cookies[CookieName] is { } cookie && Same(cookie, _session);

    /// <summary>Takes the secret of the first address, once, and hands out the cookie.</summary>
    public bool TryEnter(HttpContext context)
    {
        if (context.Request.Path.Value is not { } path || !path.StartsWith(EntryPath, StringComparison.Ordinal))
        {
            return false;
        }

        var given = path[EntryPath.Length..];
        if (Volatile.Read(ref _entry) is not { } secret || !Same(given, secret) || Interlocked.CompareExchange(ref _entry, null, secret) != secret)
        {
            return false;
        }

        context.Response.Cookies.Append(
            CookieName, _session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        return true;
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
