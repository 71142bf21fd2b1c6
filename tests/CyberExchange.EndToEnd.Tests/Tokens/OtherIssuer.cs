using System.Buffers.Text;
using System.Security.Cryptography;
using CyberExchange.Server.Tokens;

namespace CyberExchange.EndToEnd.Tests.Tokens;

/// <summary>An issuer of tokens outside the exchange: its key, and the file in which it publishes it.</summary>
internal sealed class OtherIssuer : IDisposable
{
    public const string Name = "https://issuer.test";
    public const string Audience = "urn:test:exchange";
    public const string KeyId = "other-1";

    private string? _file;

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Writes the key set; beside the key stand others that are no good for tokens.</summary>
    public ExternalIssuerOptions Publish(string folder)
    {
        _file = Path.Combine(folder, "other-issuer.json");
        File.WriteAllText(_file, KeySet(Key, KeyId));
        return new(Name, _file, Audience);
    }

    /// <summary>Publishes no key any more.</summary>
    public void Withdraw() => File.WriteAllText(_file!, "{\"keys\":[]}"); // Nothing is withdrawn that was not published.

    public static string KeySet(ECDsa key, string id)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var coordinates = $"\"x\":\"{Base64Url.EncodeToString(point.X)}\",\"y\":\"{Base64Url.EncodeToString(point.Y)}\"";
        return $$"""
            {"keys":[
              {"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{id}}",{{coordinates}}},
              {"kty":"EC","crv":"P-256","use":"enc","kid":"for-encryption",{{coordinates}}},
              {"kty":"oct","use":"sig","alg":"HS256","kid":"shared","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
              {"kty":"EC","crv":"P-256","use":"sig","kid":"twice",{{coordinates}}},
              {"kty":"EC","crv":"P-256","use":"sig","kid":"twice",{{coordinates}}}
            ]}
            """;
    }

    public void Dispose() => Key.Dispose();
}
