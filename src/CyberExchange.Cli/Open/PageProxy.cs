using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CyberExchange.Cli.Open;

/// <summary>A page proxy on 127.0.0.1 that presents the caller's certificate to the exchange.</summary>
public sealed class PageProxy : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _exchange;

    private PageProxy(WebApplication application, HttpMessageInvoker exchange, Uri firstUrl)
    {
        _application = application;
        _exchange = exchange;
        FirstUrl = firstUrl;
    }

    /// <summary>The address to open; it works once.</summary>
    public Uri FirstUrl { get; }

    /// <summary>Listens.</summary>
    /// <param name="handler">Connections to the exchange; the caller disposes it after the proxy.</param>
    /// <param name="port">0 for any free one.</param>
    /// <exception cref="CyxFailure">The port is taken.</exception>
    public static async Task<PageProxy> StartAsync(Uri server, HttpMessageHandler handler, int port, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var application = builder.Build();
        var exchange = new HttpMessageInvoker(handler, disposeHandler: false);

        // Nothing is answered before the port is known, since the guard compares every request with it.
        var guard = new TaskCompletionSource<LoopbackGuard>(TaskCreationOptions.RunContinuationsAsynchronously);
        application.Run(async context => await AnswerAsync(context, await guard.Task, new Forwarder(server, exchange)));
        try
        {
            await application.StartAsync(ct);
        }
        catch (IOException e)
        {
            await application.DisposeAsync();
            exchange.Dispose();
            throw new CyxFailure(ExitCode.Usage, $"cannot listen on 127.0.0.1:{port}: {e.Message}", e);
        }

        var made = new LoopbackGuard(BoundPort(application));
        guard.SetResult(made);
        return new(application, exchange, made.FirstUrl);
    }

    /// <summary>Serves until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C is how it ends; open streams are cut, since they have no end of their own.
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await _application.StopAsync(now.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _exchange.Dispose();
    }

    private static int BoundPort(WebApplication application) =>
        new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    private static async Task AnswerAsync(HttpContext context, LoopbackGuard guard, Forwarder forwarder)
    {
        if (guard.WhyNot(context) is { } reason)
        {
            await RefuseAsync(context, reason);
            return;
        }

        if (guard.TryEnter(context))
        {
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect("/");
            return;
        }

        if (!guard.HasSession(context))
        {
            await RefuseAsync(context, "this browser was not let in: the address that cyx open prints works once; run cyx open again");
            return;
        }

        await forwarder.ForwardAsync(context, guard);
    }

    private static async Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync($"refused: {reason}\n", context.RequestAborted);
    }
}
