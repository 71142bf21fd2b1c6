using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Trust;
using CyberExchange.Views.Core;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CyberExchange.Server.Gate;

/// <param name="TrustFolder">Where <c>eu.pem</c> and <c>jp.pem</c> are, and what else is trusted: signers of trust lists, revocation lists brought by hand.</param>
/// <param name="TrustRecovery">The jurisdiction whose trust list is set aside; null for none.</param>
public sealed record GateOptions(string TrustFolder, Jurisdiction? TrustRecovery = null);

/// <summary>Puts the gate into the server.</summary>
public static class GateSetup
{
    /// <summary>
    /// Registers the gate, what it gives endpoints and pages (<see cref="Caller"/> and <see cref="Viewer"/>),
    /// and Kestrel's defaults for https. Call it before the listening addresses are configured, which copy the defaults.
    /// Keys are looked up in the <see cref="LiveDirectory"/>, unless a <see cref="FindKey"/> is registered. Access tokens are
    /// taken of every <see cref="TokenIssuer"/> that is registered.
    /// </summary>
    /// <exception cref="TrustAnchorsException">The anchors are missing or contradict each other.</exception>
    public static WebApplicationBuilder AddGate(this WebApplicationBuilder builder, GateOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TrustSigners.Load(options.TrustFolder));
        var setUp = TrustAnchors.Load(options.TrustFolder);
        builder.Services.AddSingleton(services => new TrustSource(setUp, services.GetService<LiveTrust>(), options.TrustRecovery));
        builder.Services.TryAddSingleton<RevocationLists>();
        builder.Services.AddSingleton<VerdictCache>();
        builder.Services.AddSingleton<Identification>();
        builder.Services.AddSingleton<CertificatesSeen>();
        builder.Services.AddSingleton<GateDecisions>();
        builder.Services.AddSingleton(services => new Readmission(services.GetRequiredService<Identification>(), services.GetRequiredService<GateDecisions>()));
        builder.Services.AddSingleton<Deputations>();
        builder.Services.AddSingleton<BearerTokens>();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IEnumerable<TokenIssuer>, TimeProvider>((bearer, issuers, clock) => BearerTokens.Configure(bearer, [.. issuers], clock));
        builder.Services.TryAddSingleton<FindKey>(services =>
        {
            var directory = services.GetRequiredService<LiveDirectory>();
            return key => directory.Current.Find(key);
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddScoped<Admission>();
        builder.Services.AddScoped(services => services.GetRequiredService<Admission>().Viewer);
        builder.Services.AddScoped(services => services.GetRequiredService<Admission>().Caller);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(GateTransport.Configure));
        return builder;
    }

    /// <summary>Lets nothing after it answer without rights. Goes before everything that serves content.</summary>
    /// <param name="app">The server.</param>
    /// <param name="between">What stands between the gate's halves: it is known who comes, and not yet whether they may do what they ask.</param>
    public static IApplicationBuilder UseGate(this IApplicationBuilder app, Action<IApplicationBuilder>? between = null)
    {
        app.UseMiddleware<IdentityMiddleware>();
        between?.Invoke(app);
        return app.UseMiddleware<RightsMiddleware>();
    }
}
