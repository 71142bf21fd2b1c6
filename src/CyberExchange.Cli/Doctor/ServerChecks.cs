using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Doctor;

/// <summary>Checks of the exchange, each of which needs the one before.</summary>
public static class ServerChecks
{
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);

    /// <summary>Stops at the first failure, since the rest would only repeat it.</summary>
    public static async Task<List<DoctorLine>> RunAsync(CyxSession session, bool askWhoAmI, CancellationToken ct)
    {
        var settings = session.Settings;
        var lines = new List<DoctorLine>();
        var checks = new List<Func<Task<DoctorLine>>> { () => ReachAsync(settings, ct), () => ServerCertificateAsync(settings, session.Surroundings.Clock, ct) };
        if (askWhoAmI)
        {
            checks.Add(() => ReadyAsync(session, ct));
            checks.Add(() => WhoAmIAsync(session, ct));
        }

        foreach (var check in checks)
        {
            lines.Add(await check());
            if (!lines[^1].Ok)
            {
                break;
            }
        }

        return lines;
    }

    private static async Task<DoctorLine> ReachAsync(CyxSettings settings, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ConnectMax);
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(settings.Server.Host, settings.Server.Port, limit.Token);
            return new("server", Ok: true, $"{settings.Server.Authority} answers");
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            var reason = e is SocketException ? e.Message : $"no answer within {ConnectMax.TotalSeconds:0} s";
            return new("server", Ok: false, $"{settings.Server.Authority}: {reason}", "start it with ops/up, or give --server or CYBEREXCHANGE_PORT");
        }
    }

    private static async Task<DoctorLine> ServerCertificateAsync(CyxSettings settings, TimeProvider clock, CancellationToken ct)
    {
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(settings.Server.Host, settings.Server.Port, ct);
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(ExchangeTls.Options(settings, certificate: null), ct);

            // A handshake that came to its end has seen a certificate.
            using var certificate = new X509Certificate2(tls.RemoteCertificate!);
            DateTimeOffset ends = new(certificate.NotAfter);
            var anchor = File.Exists(settings.ServerAnchorFile) ? settings.ServerAnchorFile : "the system's anchors";
            return new("server certificate", Ok: ends > clock.GetUtcNow(), $"valid until {Query.Instant(ends)}, by {anchor}");
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            return new("server certificate", Ok: false, e.Message, $"put the anchor of this exchange's certificate at {settings.ServerAnchorFile}");
        }
    }

    private static async Task<DoctorLine> ReadyAsync(CyxSession session, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health/ready");
            using var response = await session.Exchange.StreamAsync(request, ct);
            if (!response.IsSuccessStatusCode)
            {
                return new("readiness", Ok: false, $"the exchange answers {(int)response.StatusCode}", "it may still be starting: look at its log");
            }

            var health = CyxJson.Read<HealthDocument>(await response.Content.ReadAsByteArrayAsync(ct));
            return new("readiness", Ok: true, "the exchange is ready", health.Warnings is { Count: > 0 } warnings ? $"its operator should know: {string.Join("; ", warnings)}" : null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return new("readiness", Ok: false, e.GetBaseException().Message, "look at the exchange's log");
        }
    }

    private static async Task<DoctorLine> WhoAmIAsync(CyxSession session, CancellationToken ct)
    {
        try
        {
            var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
            return new("who am I", Ok: true, $"{me.Member.Handle} of {me.Partner.Handle} ({me.Partner.Jurisdiction}, {string.Join(", ", me.Partner.Roles)})", ToDo(me));
        }
        catch (CyxFailure failure)
        {
            return new("who am I", Ok: false, failure.Message, "a steward invites you: cyx partner invite PARTNER MEMBER; then enrol your key: cyx identity enrol");
        }
    }

    private static string? ToDo(MeDocument me) => me.Warnings is { Count: > 0 } warnings ? string.Join(" ", warnings.Select(w => w.Detail)) : null;
}
