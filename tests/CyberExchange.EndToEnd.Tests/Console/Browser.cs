using System.Security.Cryptography.X509Certificates;
using CyberExchange.EndToEnd.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Console;

/// <summary>The machine's chromium, driven by tests; one a test class.</summary>
/// <remarks>
/// It is <c>/usr/bin/chromium</c>, or what <c>CYBEREXCHANGE_CHROMIUM</c> names. Where there is none, tests that ask for it
/// are skipped and say how to install it; in CI they fail.
/// </remarks>
public sealed class Browser : IAsyncLifetime
{
    private const string Passphrase = "browser";

    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string Executable = Environment.GetEnvironmentVariable("CYBEREXCHANGE_CHROMIUM") ?? "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return; // The tests say so, each for itself.
        }

        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags });
    }

    /// <summary>A new page of a browser of its own.</summary>
    /// <param name="exchange">The only host it knows.</param>
    /// <param name="member">Whose certificate it shows; null for none.</param>
    /// <param name="options">Language, colours and the like.</param>
    public async Task<IPage> OpenAsync(RunningExchange exchange, string? member, BrowserNewContextOptions? options = null)
    {
        var context = await Required().NewContextAsync(With(options ?? new(), exchange, member));
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static BrowserNewContextOptions With(BrowserNewContextOptions options, RunningExchange exchange, string? member)
    {
        options.BaseURL = exchange.Address.ToString();
        options.IgnoreHTTPSErrors = true; // The browser does not know the test's server authority; HTTP tests check its chain.
        options.Locale ??= "en-GB";
        if (member is not null)
        {
            using var certificate = RunningExchange.CertificateOf(member);
            options.ClientCertificates =
            [
                new() { Origin = exchange.Address.GetLeftPart(UriPartial.Authority), Pfx = certificate.Export(X509ContentType.Pkcs12, Passphrase), Passphrase = Passphrase },
            ];
        }

        return options;
    }

    private IBrowser Required()
    {
        if (_chromium is not null)
        {
            return _chromium;
        }

        var advice = $"no browser at {Executable}: apt-get install -y --no-install-recommends chromium fonts-noto-cjk, or name one in CYBEREXCHANGE_CHROMIUM";
        Assert.SkipUnless(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), advice);
        throw new InvalidOperationException(advice);
    }
}
