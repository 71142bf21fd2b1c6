using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.Server.Tokens;

namespace CyberExchange.EndToEnd.Tests.Tokens;

/// <summary>Every way in which a token may be no good, each with the fault that the gate has to name.</summary>
internal static class HostileTokens
{
    private const string Malformed = "malformed";
    private const string HeaderUnsuitable = "header-unsuitable";
    private const string AlgorithmUnsuitable = "algorithm-unsuitable";
    private const string TypeUnsuitable = "type-unsuitable";
    private const string KeyUnknown = "key-unknown";
    private const string SignatureWrong = "signature-wrong";
    private const string ClaimMissing = "claim-missing";
    private const string IssuerUnknown = "issuer-unknown";
    private const string AudienceElsewhere = "audience-elsewhere";
    private const string Expired = "expired";
    private const string NotYetValid = "not-yet-valid";
    private const string LifetimeTooLong = "lifetime-too-long";
    private const string NotBound = "not-bound";
    private const string BoundElsewhere = "bound-elsewhere";

    private static readonly Dictionary<string, (string Fault, Func<TokenSmith, string> Make)> Rows = new(StringComparer.Ordinal)
    {
        // What a JWS is written as (RFC 7515).
        ["two parts"] = (Malformed, s => s.Own()[..s.Own().LastIndexOf('.')]),
        ["five parts, as an encrypted one"] = (Malformed, s => s.Own() + "." + s.Thumbprint + "." + s.Thumbprint),
        ["an empty signature"] = (SignatureWrong, s => s.Own()[..(s.Own().LastIndexOf('.') + 1)]),
        ["larger than the limit"] = ("too-long", s => s.Own(("padding", $"\"{new string('a', 8 * 1024)}\""))),
        ["header padded with ="] = (Malformed, s => Respell(s.Under(s.OwnHeader + " "), 0, "=")),
        ["claims padded with ="] = (Malformed, s => Respell(s.Own(), 1, "=")),
        ["signature padded with ="] = (Malformed, s => Respell(s.Own(), 2, "==")),
        ["stray bits in the header"] = (Malformed, s => Stray(PadTo(s, 1), 0)),
        ["stray bits in the signature"] = (Malformed, s => Stray(s.Own(), 2)),
        ["the other base64 alphabet"] = (Malformed, s => s.Under("""{"alg":"ES256","typ":"at+jwt","kid":"???~~~"}""").Replace('_', '/').Replace('-', '+')),
        ["a space within"] = (Malformed, s => s.Own().Insert(20, " ")),
        ["header is no JSON"] = (Malformed, s => s.Under("alg=ES256")),
        ["header is a list"] = (Malformed, s => s.Under("[]")),
        ["header goes on after its object"] = (Malformed, s => s.Under(s.OwnHeader + "{}")),
        ["header is not UTF-8"] = (Malformed, s => NotUtf8(s, inHeader: true)),
        ["claims are no JSON"] = (Malformed, s => TokenSmith.Sign(s.OwnHeader, "sub", s.OwnKey)),
        ["claims are not UTF-8"] = (Malformed, s => NotUtf8(s, inHeader: false)),
        ["claims are too deep"] = (Malformed, s => s.Own(("deep", new string('[', 9) + new string(']', 9)))),
        ["alg stands twice"] = (Malformed, s => s.Under($$"""{"alg":"none",{{s.OwnHeader[1..]}}""")),
        ["sub stands twice"] = (Malformed, s => Twice(s, "sub", $"\"{Guid.NewGuid():D}\"")),
        ["scope stands twice"] = (Malformed, s => Twice(s, "scope", "\"ReadFeed\"")),
        ["exp stands twice"] = (Malformed, s => Twice(s, "exp", "1")),
        ["sub stands twice, once escaped"] = (Malformed, s => Twice(s, "s\\u0075b", $"\"{Guid.NewGuid():D}\"")),
        ["cnf stands twice"] = (Malformed, s => Twice(s, "cnf", $$"""{"x5t#S256":"{{Other32}}"}""")),
        ["x5t#S256 stands twice"] = (Malformed, s => s.Own(("cnf", $$"""{"x5t#S256":"{{Other32}}","x5t#S256":"{{s.Thumbprint}}"}"""))),

        // Algorithm, type and key (RFC 8725).
        ["alg none, unsigned"] = (AlgorithmUnsuitable, s => TokenSmith.Sign(Alg(s, "none"), s.Claims(), _ => [])),
        ["alg none, signed"] = (AlgorithmUnsuitable, s => s.Under(Alg(s, "none"))),
        ["alg nOnE"] = (AlgorithmUnsuitable, s => s.Under(Alg(s, "nOnE"))),
        ["alg es256 in lower case"] = (AlgorithmUnsuitable, s => s.Under(Alg(s, "es256"))),
        ["HS256 with the public key"] = (AlgorithmUnsuitable, s => TokenSmith.Sign(Alg(s, "HS256"), s.Claims(), input => HMACSHA256.HashData(s.OwnKey.ExportSubjectPublicKeyInfo(), input))),
        ["HS256 with the public key in PEM"] = (AlgorithmUnsuitable, s => TokenSmith.Sign(Alg(s, "HS256"), s.Claims(), input => HMACSHA256.HashData(Encoding.ASCII.GetBytes(s.OwnKey.ExportSubjectPublicKeyInfoPem()), input))),
        ["RS256"] = (AlgorithmUnsuitable, s => s.Under(Alg(s, "RS256"))),
        ["ES384"] = (AlgorithmUnsuitable, s => s.Under(Alg(s, "ES384"))),
        ["EdDSA"] = (AlgorithmUnsuitable, s => s.Under(Alg(s, "EdDSA"))),
        ["alg missing"] = (AlgorithmUnsuitable, s => s.Under($$"""{"typ":"at+jwt","kid":"{{s.Keys.Current.Id}}"}""")),
        ["alg is a list"] = (AlgorithmUnsuitable, s => s.Under($$"""{"alg":["ES256"],"typ":"at+jwt","kid":"{{s.Keys.Current.Id}}"}""")),
        ["typ JWT"] = (TypeUnsuitable, s => s.Under(TokenSmith.Header("ES256", "JWT", s.Keys.Current.Id))),
        ["typ of an id token"] = (TypeUnsuitable, s => s.Under(TokenSmith.Header("ES256", "id_token+jwt", s.Keys.Current.Id))),
        ["typ missing"] = (TypeUnsuitable, s => s.Under($$"""{"alg":"ES256","kid":"{{s.Keys.Current.Id}}"}""")),
        ["crit"] = (HeaderUnsuitable, s => s.Under(With(s, "\"crit\":[\"exp\"]"))),
        ["b64 false"] = (HeaderUnsuitable, s => s.Under(With(s, "\"b64\":false"))),
        ["zip"] = (HeaderUnsuitable, s => s.Under(With(s, "\"zip\":\"DEF\""))),
        ["jku"] = (HeaderUnsuitable, s => s.Under(With(s, "\"jku\":\"https://issuer.test/keys\""))),
        ["x5u"] = (HeaderUnsuitable, s => s.Under(With(s, "\"x5u\":\"https://issuer.test/chain.pem\""))),
        ["x5c"] = (HeaderUnsuitable, s => s.Under(With(s, "\"x5c\":[\"AAAA\"]"))),
        ["jwk with the key that signed"] = (HeaderUnsuitable, BringsItsKey),
        ["kid missing"] = (KeyUnknown, s => s.Under("""{"alg":"ES256","typ":"at+jwt"}""")),
        ["kid empty"] = (KeyUnknown, s => s.Under(TokenSmith.Header("ES256", "at+jwt", ""))),
        ["kid unknown"] = (KeyUnknown, s => s.Under(TokenSmith.Header("ES256", "at+jwt", "unknown"))),
        ["kid is a path"] = (KeyUnknown, s => s.Under(TokenSmith.Header("ES256", "at+jwt", "../../../../dev/null"))),
        ["kid is an address"] = (KeyUnknown, s => s.Under(TokenSmith.Header("ES256", "at+jwt", "https://issuer.test/keys"))),
        ["kid is SQL"] = (KeyUnknown, s => s.Under(TokenSmith.Header("ES256", "at+jwt", "' or 1=1 --"))),
        ["kid is a number"] = (KeyUnknown, s => s.Under("""{"alg":"ES256","typ":"at+jwt","kid":1}""")),
        ["kid of another issuer's key"] = (KeyUnknown, s => TokenSmith.Sign(TokenSmith.OtherHeader, s.Claims(), s.OtherKey)),
        ["a retired key"] = (KeyUnknown, s => SignedIn(s, days: -2)),
        ["a key that is not published yet"] = (KeyUnknown, s => SignedIn(s, days: 2)),

        // The signature (RFC 7518, 3.4).
        ["signed by another key"] = (SignatureWrong, s => TokenSmith.Sign(s.OwnHeader, s.Claims(), s.OtherKey)),
        ["signature of another text"] = (SignatureWrong, s => s.Own()[..s.Own().LastIndexOf('.')] + s.Own(("jti", "\"2\""))[s.Own(("jti", "\"2\"")).LastIndexOf('.')..]),
        ["claims changed after signing"] = (SignatureWrong, ChangedAfterSigning),
        ["signature in DER"] = (SignatureWrong, s => TokenSmith.Sign(s.OwnHeader, s.Claims(), input => s.OwnKey.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))),
        ["signature of zeros"] = (SignatureWrong, s => TokenSmith.Sign(s.OwnHeader, s.Claims(), _ => new byte[64])),
        ["signature one byte short"] = (SignatureWrong, s => TokenSmith.Sign(s.OwnHeader, s.Claims(), input => s.OwnKey.SignData(input, HashAlgorithmName.SHA256)[..63])),

        // Who issued it, for whom and for how long (RFC 9068).
        ["issuer unknown"] = (IssuerUnknown, s => s.Own(("iss", "\"https://elsewhere.test\""))),
        ["issuer with a slash at its end"] = (IssuerUnknown, s => s.Own(("iss", $"\"{GateHost.Origin}/\""))),
        ["issuer in other case"] = (IssuerUnknown, s => s.Own(("iss", $"\"{GateHost.Origin.ToUpperInvariant()}\""))),
        ["issuer missing"] = (ClaimMissing, s => s.Own(("iss", null))),
        ["issuer is a list"] = (ClaimMissing, s => s.Own(("iss", $"[\"{GateHost.Origin}\"]"))),
        ["audience of another exchange"] = (AudienceElsewhere, s => s.Own(("aud", "\"https://other-exchange.test\""))),
        ["audience in other case"] = (AudienceElsewhere, s => s.Own(("aud", $"\"{GateHost.Origin.ToUpperInvariant()}\""))),
        ["audience is a list of two"] = (AudienceElsewhere, s => s.Own(("aud", $"[\"{GateHost.Origin}\",\"https://other-exchange.test\"]"))),
        ["audience is a list of one"] = (AudienceElsewhere, s => s.Own(("aud", $"[\"{GateHost.Origin}\"]"))),
        ["audience missing"] = (ClaimMissing, s => s.Own(("aud", null))),
        ["subject missing"] = (ClaimMissing, s => s.Own(("sub", null))),
        ["subject is half a surrogate"] = (ClaimMissing, s => s.Own(("sub", "\"\\ud800\""))),
        ["client missing"] = (ClaimMissing, s => s.Own(("client_id", null))),
        ["token id missing"] = (ClaimMissing, s => s.Own(("jti", null))),
        ["scope is a list"] = (ClaimMissing, s => s.Own(("scope", "[\"ReadSelf\"]"))),
        ["no exp"] = (ClaimMissing, s => s.Own(("exp", null))),
        ["no iat"] = (ClaimMissing, s => s.Own(("iat", null))),
        ["exp is a text"] = (ClaimMissing, s => s.Own(("exp", $"\"{s.Now + 300}\""))),
        ["exp is a fraction"] = (ClaimMissing, s => s.Own(("exp", $"{s.Now}.5"))),
        ["exp beyond all numbers"] = (ClaimMissing, s => s.Own(("exp", "1e400"))),
        ["exp beyond all dates"] = (ClaimMissing, s => s.Own(("exp", "9223372036854775807"))),
        ["exp before 1970"] = (ClaimMissing, s => s.Own(("exp", "-1"))),
        ["nbf is a text"] = (ClaimMissing, s => s.Own(("nbf", $"\"{s.Now}\""))),
        ["expired long ago"] = (Expired, s => s.Own(("iat", $"{s.Now - 7200}"), ("exp", $"{s.Now - 6900}"))),
        ["expired by as much as clocks may differ"] = (Expired, s => s.Own(("iat", $"{s.Now - 300}"), ("exp", $"{s.Now - 30}"))),
        ["not valid yet"] = (NotYetValid, s => s.Own(("nbf", $"{s.Now + 200}"))),
        ["not valid yet by more than clocks may differ"] = (NotYetValid, s => s.Own(("nbf", $"{s.Now + 31}"))),
        ["issued ahead of time by more than clocks may differ"] = (NotYetValid, s => s.Own(("iat", $"{s.Now + 31}"))),
        ["valid for more than ten minutes"] = (LifetimeTooLong, s => s.Own(("exp", $"{s.Now + 601}"))),
        ["valid for a year"] = (LifetimeTooLong, s => s.Own(("exp", $"{s.Now + 31_536_000}"))),

        // The certificate that it is bound to (RFC 8705, 3.1).
        ["no cnf"] = (NotBound, s => s.Own(("cnf", null))),
        ["cnf empty"] = (NotBound, s => s.Own(("cnf", "{}"))),
        ["cnf null"] = (NotBound, s => s.Own(("cnf", "null"))),
        ["cnf is a text"] = (NotBound, s => s.Own(("cnf", $"\"{s.Thumbprint}\""))),
        ["cnf with the thumbprint of SHA-1"] = (NotBound, s => s.Own(("cnf", """{"x5t":"AAAAAAAAAAAAAAAAAAAAAAAAAAA"}"""))),
        ["cnf one byte short"] = (NotBound, s => s.Own(("cnf", $$"""{"x5t#S256":"{{Base64Url.EncodeToString(new byte[31])}}"}"""))),
        ["cnf one byte long"] = (NotBound, s => s.Own(("cnf", $$"""{"x5t#S256":"{{Base64Url.EncodeToString(new byte[33])}}"}"""))),
        ["cnf padded with ="] = (NotBound, s => s.Own(("cnf", $$"""{"x5t#S256":"{{s.Thumbprint}}="}"""))),
        ["cnf in hexadecimal"] = (NotBound, s => s.Own(("cnf", $$"""{"x5t#S256":"{{Convert.ToHexStringLower(Base64Url.DecodeFromChars(s.Thumbprint))}}"}"""))),
        ["cnf with another condition"] = (NotBound, s => s.Own(("cnf", $$"""{"x5t#S256":"{{s.Thumbprint}}","jkt":"{{Other32}}"}"""))),
        ["cnf of another certificate"] = (BoundElsewhere, s => s.Own(("cnf", $$"""{"x5t#S256":"{{Other32}}"}"""))),
        ["another member's sub"] = ("subject-elsewhere", s => s.Own(("sub", $"\"{Guid.NewGuid():D}\""))),
        ["sub in upper case"] = ("subject-elsewhere", s => s.Own(("sub", $"\"{s.Member.Member.Value.ToString("D").ToUpperInvariant()}\""))),
        ["sub of the partner"] = ("subject-elsewhere", s => s.Own(("sub", $"\"{s.Member.Partner.Value:D}\""))),

        // Another issuer's are held to the same.
        ["another issuer: not bound"] = (NotBound, s => s.Other(("cnf", null))),
        ["another issuer: bound to another certificate"] = (BoundElsewhere, s => s.Other(("cnf", $$"""{"x5t#S256":"{{Other32}}"}"""))),
        ["another issuer: for an hour"] = (LifetimeTooLong, s => s.Other(("exp", $"{s.Now + 3600}"))),
        ["another issuer: the exchange's own audience"] = (AudienceElsewhere, s => s.Other(("aud", $"\"{GateHost.Origin}\""))),
        ["another issuer: in the exchange's name"] = (KeyUnknown, s => s.Other(("iss", $"\"{GateHost.Origin}\""), ("aud", $"\"{GateHost.Origin}\""))),
        ["another issuer: signed by the exchange"] = (KeyUnknown, s => TokenSmith.Sign(s.OwnHeader, s.OtherClaims(), s.OwnKey)),
        ["another issuer: a key for encryption"] = (KeyUnknown, s => TokenSmith.Sign(TokenSmith.Header("ES256", "at+jwt", "for-encryption"), s.OtherClaims(), s.OtherKey)),
        ["another issuer: a key id that stands twice"] = (KeyUnknown, s => TokenSmith.Sign(TokenSmith.Header("ES256", "at+jwt", "twice"), s.OtherClaims(), s.OtherKey)),
        ["another issuer: a shared secret"] = (KeyUnknown, s => TokenSmith.Sign(TokenSmith.Header("ES256", "at+jwt", "shared"), s.OtherClaims(), s.OtherKey)),
    };

    public static IReadOnlyCollection<string> Kinds => Rows.Keys;

    private static string Other32 => Base64Url.EncodeToString(new byte[32]);

    public static string FaultOf(string kind) => Rows[kind].Fault;

    public static string Make(string kind, TokenSmith smith) => Rows[kind].Make(smith);

    private static string Alg(TokenSmith smith, string algorithm) => TokenSmith.Header(algorithm, "at+jwt", smith.Keys.Current.Id);

    private static string With(TokenSmith smith, string member) => $"{smith.OwnHeader[..^1]},{member}}}";

    // The first of the two is the good one, so that neither order helps.
    private static string Twice(TokenSmith smith, string name, string json) =>
        TokenSmith.Sign(smith.OwnHeader, $"{smith.Claims()[..^1]},\"{name}\":{json}}}", smith.OwnKey);

    private static string Respell(string token, int part, string after)
    {
        var parts = token.Split('.');
        parts[part] += after;
        return string.Join('.', parts);
    }

    /// <summary>Sets bits of the last character that belong to no byte.</summary>
    private static string Stray(string token, int part)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var parts = token.Split('.');
        parts[part] = parts[part][..^1] + alphabet[alphabet.IndexOf(parts[part][^1], StringComparison.Ordinal) | 1];
        return string.Join('.', parts);
    }

    // Spaces before the last brace, until the header ends amid a group of three bytes.
    private static string PadTo(TokenSmith smith, int remainder)
    {
        var header = smith.OwnHeader;
        while (Encoding.UTF8.GetByteCount(header) % 3 != remainder)
        {
            header = header[..^1] + " }";
        }

        return smith.Under(header);
    }

    private static string NotUtf8(TokenSmith smith, bool inHeader)
    {
        var token = (inHeader ? smith.Under(With(smith, "\"x\":\"~\"")) : smith.Own(("x", "\"~\""))).Split('.');
        var part = inHeader ? 0 : 1;
        var bytes = Base64Url.DecodeFromChars(token[part]);
        bytes[Array.LastIndexOf(bytes, (byte)'~')] = 0xFF;
        var input = inHeader ? $"{Base64Url.EncodeToString(bytes)}.{token[1]}" : $"{token[0]}.{Base64Url.EncodeToString(bytes)}";
        return $"{input}.{Base64Url.EncodeToString(smith.OwnKey.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    private static string ChangedAfterSigning(TokenSmith smith)
    {
        var parts = smith.Own().Split('.');
        parts[1] = TokenSmith.Encode(smith.Claims(("scope", "\"ReadSelf ReadItems ReadFeed\"")));
        return string.Join('.', parts);
    }

    private static string BringsItsKey(TokenSmith smith)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return TokenSmith.Sign(
            With(smith, $$"""
                "jwk":{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}
                """),
            smith.Claims(),
            key);
    }

    private static string SignedIn(TokenSmith smith, int days)
    {
        var key = smith.Keys.Of(TokenKeys.PeriodAt(DateTimeOffset.FromUnixTimeSeconds(smith.Now)) + days);
        return TokenSmith.Sign(TokenSmith.Header("ES256", "at+jwt", key.Id), smith.Claims(), key.Pair.ECDsa);
    }
}
