using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.Server.Tokens;

namespace CyberExchange.EndToEnd.Tests.Tokens;

/// <summary>Makes tokens for one member and its certificate, good ones and others, out of any text whatever.</summary>
internal sealed class TokenSmith
{
    private readonly GateHost _host;

    public TokenSmith(GateHost host, Enrolment member, X509Certificate2 certificate)
    {
        _host = host;
        Member = member;
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(certificate.RawData));
        Now = host.Clock.Now.ToUnixTimeSeconds();
    }

    public Enrolment Member { get; }

    /// <summary>What <c>x5t#S256</c> is for the certificate.</summary>
    public string Thumbprint { get; }

    /// <summary>Seconds since 1970.</summary>
    public long Now { get; }

    public TokenKeys Keys => _host.TokenKeys;

    public ECDsa OwnKey => Keys.Current.Pair.ECDsa;

    public ECDsa OtherKey => _host.Other.Key;

    public string OwnHeader => Header("ES256", "at+jwt", Keys.Current.Id);

    public static string OtherHeader => Header("ES256", "at+jwt", OtherIssuer.KeyId);

    public static string Header(string algorithm, string type, string keyId) => $$"""{"alg":"{{algorithm}}","typ":"{{type}}","kid":"{{keyId}}"}""";

    /// <summary>Claims in which nothing is wrong. A value is JSON; null leaves the claim out.</summary>
    public string Claims(params (string Name, string? Json)[] changes)
    {
        var claims = new List<(string Name, string? Json)>
        {
            ("iss", $"\"{GateHost.Origin}\""),
            ("aud", $"\"{GateHost.Origin}\""),
            ("sub", $"\"{Member.Member.Value:D}\""),
            ("client_id", $"\"{Member.Member.Value:D}\""),
            ("jti", "\"token-1\""),
            ("iat", $"{Now}"),
            ("exp", $"{Now + 300}"),
            ("scope", "\"ReadSelf ReadItems\""),
            ("cnf", $$"""{"x5t#S256":"{{Thumbprint}}"}"""),
        };
        foreach (var (name, json) in changes)
        {
            var at = claims.FindIndex(claim => claim.Name == name);
            if (at < 0)
            {
                claims.Add((name, json));
            }
            else
            {
                claims[at] = (name, json);
            }
        }

        return $"{{{string.Join(',', claims.Where(claim => claim.Json is not null).Select(claim => $"\"{claim.Name}\":{claim.Json}"))}}}";
    }

    /// <summary>Claims as the other issuer states them.</summary>
    public string OtherClaims(params (string Name, string? Json)[] changes) =>
        Claims([("iss", $"\"{OtherIssuer.Name}\""), ("aud", $"\"{OtherIssuer.Audience}\""), .. changes]);

    /// <summary>A token of the exchange, with claims that differ from good ones.</summary>
    public string Own(params (string Name, string? Json)[] changes) => Sign(OwnHeader, Claims(changes), OwnKey);

    /// <summary>A token of the other issuer, with claims that differ from good ones.</summary>
    public string Other(params (string Name, string? Json)[] changes) => Sign(OtherHeader, OtherClaims(changes), OtherKey);

    /// <summary>Good claims under any header, signed by the exchange's present key.</summary>
    public string Under(string header) => Sign(header, Claims(), OwnKey);

    public static string Sign(string header, string claims, ECDsa key) => Sign(header, claims, input => key.SignData(input, HashAlgorithmName.SHA256));

    public static string Sign(string header, string claims, Func<byte[], byte[]> sign)
    {
        var input = $"{Encode(header)}.{Encode(claims)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
