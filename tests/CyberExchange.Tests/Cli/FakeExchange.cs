using System.Net;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace CyberExchange.Tests.Cli;

/// <summary>Certificates of a development instance in a folder of its own, made once for the tests of cyx.</summary>
public sealed class InstanceFolder : IDisposable
{
    public InstanceFolder() => Certificates = DevelopmentCertificates.Ensure(Home, DateTimeOffset.UtcNow);

    public string Home { get; } = Directory.CreateTempSubdirectory("cyx-tests-").FullName;

    public DevelopmentCertificates Certificates { get; }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}

/// <summary>A loopback server over real TLS that answers as the test says.</summary>
internal sealed class FakeExchange : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly X509Certificate2 _certificate;

    private FakeExchange(WebApplication application, X509Certificate2 certificate)
    {
        _application = application;
        _certificate = certificate;
        Url = application.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
    }

    public string Url { get; }

    public static async Task<FakeExchange> StartAsync(InstanceFolder folder, RequestDelegate answer, IPAddress? address = null)
    {
        var certificate = folder.Certificates.Load(DevelopmentCertificates.ServerName);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(address ?? IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            })));
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        return new(application, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
    }
}

/// <summary>Answers of the exchange, as the tests write them.</summary>
internal static class FakeAnswers
{
    public static Task ProblemAsync(this HttpContext context, int status, string slug, string detail, string pointer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(
            $$"""{"type":"urn:cyberexchange:problem:{{slug}}","title":"No.","status":{{status}},"detail":"{{detail}}","pointer":"{{pointer}}"}""");
    }

    public static Task JsonAsync(this HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
