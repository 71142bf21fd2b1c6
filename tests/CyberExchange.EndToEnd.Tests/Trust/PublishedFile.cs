using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CyberExchange.EndToEnd.Tests.Trust;

/// <summary>A web server on loopback that publishes one file, as an authority does its revocation list; 404 while there is none.</summary>
internal sealed class PublishedFile : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PublishedFile(WebApplication app) => _app = app;

    public byte[]? Bytes { get; set; }

    /// <summary>Nobody is answered before it has come to its end.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public Uri Address => new(new Uri(_app.Urls.First()), "/list.crl");

    public static async Task<PublishedFile> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var file = new PublishedFile(app);
        app.MapGet("/list.crl", async () =>
        {
            await file.Held;
            return file.Bytes is { } bytes ? Results.Bytes(bytes, "application/pkix-crl") : Results.NotFound();
        });
        await app.StartAsync();
        return file;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
