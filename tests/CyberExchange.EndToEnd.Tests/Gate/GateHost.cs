using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Tokens;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Tokens;
using CyberExchange.Testing.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Viewer = CyberExchange.Domain.Sharing.Viewer;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>Kestrel on loopback with the gate and a few routes behind it, a directory and a clock that tests set.</summary>
public sealed class GateHost : IAsyncLifetime
{
    private readonly string _trustFolder = Directory.CreateTempSubdirectory("cyberexchange-trust-").FullName;
    private readonly InstanceKey _instance = new(RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes));
    private readonly X509Certificate2 _serverCertificate;
    private WebApplication? _app;

    public GateHost()
        : this(authorities: null)
    {
    }

    /// <param name="authorities">The host disposes them; null for its own.</param>
    internal GateHost(TestAuthorities? authorities)
    {
        Authorities = authorities ?? new TestAuthorities(DateTimeOffset.UtcNow);
        Authorities.WriteAnchors(_trustFolder);
        Clock = new SetClock(Authorities.Now);
        _serverCertificate = Authorities.Europe.Issue(CertificateProfile.LoopbackServer(Authorities.Now.AddMinutes(-5), Authorities.Now.AddDays(1)));
    }

    public TestAuthorities Authorities { get; }

    internal SetClock Clock { get; }

    /// <summary>Revocation lists as the server has them; of whom one is asked for, <see cref="Trust"/> says.</summary>
    internal RevocationLists Revocations { get; } = new();

    /// <summary>The anchors; null for those of the files.</summary>
    internal TrustAnchors? Trust { get; init; }

    internal Enrolments Enrolments { get; } = new();

    /// <summary>Another issuer that the host takes tokens of.</summary>
    internal OtherIssuer Other { get; } = new();

    /// <summary>Who issues the host's own tokens, and for whom they are.</summary>
    public static string Origin => "https://exchange.test";

    /// <summary>The keys that the host signs tokens with.</summary>
    public TokenKeys TokenKeys => Service<TokenKeys>();

    /// <summary>What keeps the keys of the other issuer at hand.</summary>
    public ExternalIssuer ExternalIssuer => Service<ExternalIssuer>();

    /// <summary>Where it listens, with a port of its own.</summary>
    public Uri Address { get; private set; } = new("https://localhost");

    public async ValueTask InitializeAsync()
    {
        _app = Build(MapRoutes);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(await ExternalIssuer.RefreshAsync(TestContext.Current.CancellationToken));
        Address = AddressOf(_app);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _serverCertificate.Dispose();
        Authorities.Dispose();
        Other.Dispose();
        Directory.Delete(_trustFolder, recursive: true);
    }

    /// <summary>A server of its own with other routes; the caller starts and disposes it.</summary>
    internal WebApplication Build(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(GateHost).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<FindKey>(Enrolments.Find);
        builder.Services.AddSingleton(Revocations);
        builder.AddGate(new GateOptions(_trustFolder));
        if (Trust is not null)
        {
            builder.Services.AddSingleton(new TrustSource(Trust));
        }

        builder.Services.AddSingleton(_instance);
        builder.Services.AddTokens(new TokenOptions(Origin, Other.Publish(_trustFolder)));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_serverCertificate)));
        var app = builder.Build();
        app.UseGate();
        map(app);
        return app;
    }

    internal static Uri AddressOf(WebApplication app)
        => new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    private T Service<T>()
        where T : notnull =>
        (_app ?? throw new InvalidOperationException("The host is not started.")).Services.GetRequiredService<T>();

    private static void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open", (Viewer viewer) => viewer is Viewer.Partner partner ? partner.Profile.Handle : "public").Requires(Capability.ReadItems);
        routes.MapGet("/member", (Caller caller) => $"{caller.Member.Handle} of {caller.Viewer.Profile.Handle}").Requires(Capability.ReadSelf);
        routes.MapTokens();
        routes.MapGet("/health", () => "well").Requires(Capability.ReadHealth);
        var administration = routes.MapGroup("/administration").Requires(Capability.ManagePartners);
        administration.MapPost("/partners", () => "done");
        administration.MapGet("/reports", () => "done").Requires(Capability.ReportIncidents);
    }
}

/// <summary>A clock that stands until a test sets it.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
