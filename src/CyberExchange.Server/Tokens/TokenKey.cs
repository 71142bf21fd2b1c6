using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.Contracts.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace CyberExchange.Server.Tokens;

/// <summary>One key that signs access tokens, on P-256.</summary>
/// <param name="Id">Its thumbprint (RFC 7638), base64url.</param>
/// <param name="Pair">With the private part.</param>
/// <param name="Document">The public part, as it is published.</param>
public sealed record TokenKey(string Id, ECDsaSecurityKey Pair, KeyDocument Document)
{
    private const string Curve = "P-256";
    private const int ScalarBytes = 32;

    // The order of P-256 (FIPS 186-5; SP 800-186, 3.2.1.3).
    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    /// <summary>Random bytes that a private key is made of: 128 bits more than it has, so that the remainder has no leaning.</summary>
    public const int SeedBytes = 48;

    /// <summary>The key of a seed; the same one every time (FIPS 186-5, A.2.1).</summary>
    public static TokenKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes)
        {
            throw new ArgumentException($"A seed has {SeedBytes} bytes; {seed.Length} were given.", nameof(seed));
        }

        var scalar = (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var d = new byte[ScalarBytes];
        scalar.TryWriteBytes(d.AsSpan(ScalarBytes - scalar.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        var pair = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));

        // RFC 7638, 3: the required members in the order of their names, without spaces.
        var id = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"{{Curve}}","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        return new(id, new ECDsaSecurityKey(pair) { KeyId = id }, new("EC", Curve, "sig", SecurityAlgorithms.EcdsaSha256, id, x, y));
    }
}
