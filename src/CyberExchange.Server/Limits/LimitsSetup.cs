using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CyberExchange.Server.Limits;

/// <summary>Puts the limits into the server.</summary>
public static class LimitsSetup
{
    /// <summary>Bytes of a request's line and headers together.</summary>
    public const int HeaderBytesMax = 24 * 1024;

    /// <summary>Connections that may be open at once, of all callers.</summary>
    public const int ConnectionsMax = 5_000;

    /// <summary>Requests that may run at once on a connection of HTTP/2.</summary>
    public const int StreamsPerConnectionMax = 64;

    /// <summary>Bytes a second below which the sender of a body is given up, after <see cref="BodyGrace"/>.</summary>
    public const double BodyBytesPerSecondMin = 240;

    /// <summary>How long a request's headers may take to come.</summary>
    public static readonly TimeSpan HeadersMax = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection without a request stays.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddLimits(this IServiceCollection services, LimitNumbers numbers) => services.AddSingleton(new CallerLimits(numbers));

    /// <summary>Counts whom the gate turns away as nobody. Goes right before the gate.</summary>
    public static IApplicationBuilder UseRefusalLimits(this IApplicationBuilder app) => app.UseMiddleware<RefusalLimitsMiddleware>();

    /// <summary>Counts the requests of those whom the gate knows, also where it lets them do nothing. Goes between the gate's halves.</summary>
    public static IApplicationBuilder UseLimits(this IApplicationBuilder app) => app.UseMiddleware<LimitsMiddleware>();

    /// <summary>Bounds what any connection may hold on to.</summary>
    public static void Bound(KestrelServerLimits limits)
    {
        limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        limits.RequestHeadersTimeout = HeadersMax;
        limits.KeepAliveTimeout = KeepAlive;
        limits.MaxConcurrentConnections = ConnectionsMax;
        limits.MinRequestBodyDataRate = new(BodyBytesPerSecondMin, BodyGrace);
        limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
    }

    /// <summary>Counts connections of each address, new and open ones, before their handshake costs anything. Goes before TLS.</summary>
    public static void UseConnectionLimit(this ListenOptions listen, CallerLimits limits) => listen.Use(next => async connection =>
    {
        using var lease = limits.Connect((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (lease is { IsAcquired: false })
        {
            connection.Abort(new ConnectionAbortedException("Too many connections from this address."));
            return;
        }

        await next(connection);
    });
}

/// <summary>On an endpoint whose answers may go on for hours: they are counted by <c>FeedStreams</c> and take no turn.</summary>
public sealed record GoesOn;

/// <summary>On an endpoint that is always answered: whoever watches over the server comes from the address of everybody else.</summary>
public sealed record NotCounted;
