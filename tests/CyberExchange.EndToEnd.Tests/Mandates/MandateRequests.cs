using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;

namespace CyberExchange.EndToEnd.Tests.Mandates;

/// <summary>What operators sign and CERTs file, in one line each.</summary>
internal static class MandateRequests
{
    public const string Collection = "/v1/mandates";

    /// <summary>A mandate of one partner for another, from now for a day: what is filed is for the two of them, AMBER+STRICT at least.</summary>
    public static MandateText MandateOf(this RunningExchange exchange, string giver = "grid-eu", string cert = "cert-eu") => new()
    {
        Operator = exchange.PartnerOf(giver).Id.Value,
        Cert = exchange.PartnerOf(cert).Id.Value,
        From = DateTimeOffset.UtcNow.AddMinutes(-1), // Of two mandates no text is the same.
        Until = DateTimeOffset.UtcNow.AddDays(1),
        Terms = new SharingDocument { Label = "TLP:AMBER+STRICT", Audience = new AudienceDocument { Partners = [exchange.PartnerOf(cert).Id.Value.ToString("D")] } },
    };

    /// <summary>The body of a request that gives a mandate.</summary>
    public static string SignedBy(this MandateText text, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!; // Of development certificates.
        var payload = CanonicalJson.Canonicalise(JsonSerializer.SerializeToUtf8Bytes(text, WireJson.Default.MandateText));
        var input = $"{Base64Url.EncodeToString("""{"alg":"ES256","typ":"mandate+jws"}"""u8)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256);
        return new JsonObject { ["signed"] = $"{input}.{Base64Url.EncodeToString(signature)}" }.ToJsonString();
    }

    /// <summary>Gives a mandate and answers its id.</summary>
    public static async Task<Guid> GiveAsync(this RunningExchange exchange, MandateText text, string member = "grid-eu") =>
        (await exchange.As(member).PostJsonAsync(Collection, text.SignedBy(RunningExchange.CertificateOf(member))).ReceiptAsync()).Id;

    /// <summary>Files an incident and answers as the exchange does.</summary>
    public static Task<HttpResponseMessage> FileAsync(this RunningExchange exchange, Guid mandate, string body, string member = "cert-eu", string? key = null) =>
        exchange.As(member).PostJsonAsync($"{Collection}/{mandate}/incidents", body, key);
}
