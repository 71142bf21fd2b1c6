using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.Server.Gate.Revocation;

/// <summary>What one authority has revoked: a complete list, signed by the authority itself (RFC 5280, section 5).</summary>
/// <remarks>
/// .NET reads such lists only to make the next one, and looks at no signature. Lists that say less than all (delta lists, lists of a
/// distribution point or of one reason) and lists that name certificates of others are refused, as is whatever is critical and not known.
/// </remarks>
public sealed record RevocationList
{
    private const string NumberOid = "2.5.29.20"; // Section 5.2.3

    // What says that the list is not the whole of its issuer's, or that an entry is another's, whether it is marked critical or not:
    // delta list (5.2.4), issuing distribution point (5.2.5), certificate issuer (5.3.3).
    private static readonly string[] Partial = ["2.5.29.27", "2.5.29.28", "2.5.29.29"];

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private RevocationList(BigInteger? number, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, FrozenSet<string> serials) =>
        (Number, ThisUpdate, NextUpdate, Serials) = (number, thisUpdate, nextUpdate, serials);

    /// <summary>Grows from list to list; null where the authority does not number them.</summary>
    public BigInteger? Number { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>By when the next one is made.</summary>
    public DateTimeOffset NextUpdate { get; }

    /// <summary>Serial numbers, as <see cref="SerialOf"/> writes them.</summary>
    public FrozenSet<string> Serials { get; }

    /// <summary>A serial number in hexadecimal digits, without the zeros before it.</summary>
    public static string SerialOf(ReadOnlySpan<byte> bigEndian) => Convert.ToHexString(bigEndian.TrimStart((byte)0));

    /// <summary>Reads a list in DER or PEM, or says in a sentence why it is not taken.</summary>
    /// <param name="bytes">The list.</param>
    /// <param name="issuer">Whose list it should be.</param>
    /// <param name="now">The present instant: a list of the future is not taken.</param>
    public static (RevocationList? List, string? Fault) Read(ReadOnlyMemory<byte> bytes, X509Certificate2 issuer, DateTimeOffset now)
    {
        try
        {
            return ReadDer(Unwrapped(bytes), issuer, now);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or OverflowException)
        {
            return (null, "It is not a revocation list in the form of RFC 5280, section 5.");
        }
    }

    // CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
    private static (RevocationList? List, string? Fault) ReadDer(ReadOnlyMemory<byte> der, X509Certificate2 issuer, DateTimeOffset now)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = list.PeekEncodedValue();
        var content = list.ReadSequence();
        var algorithm = list.ReadEncodedValue();
        var signature = list.ReadBitString(out var unused);
        list.ThrowIfNotEmpty();

        var version = content.ReadInteger();
        var innerAlgorithm = content.ReadEncodedValue();
        var name = content.ReadEncodedValue();
        var thisUpdate = ReadTime(content);
        if (version != 1 || !algorithm.Span.SequenceEqual(innerAlgorithm.Span) || unused != 0)
        {
            return (null, "It is not a list of version 2 whose signature is described twice alike.");
        }

        if (!name.Span.SequenceEqual(issuer.SubjectName.RawData) || !IsSigned(signed.Span, signature, OidOf(algorithm), issuer))
        {
            return (null, "It is not signed by the authority whose list it should be.");
        }

        if (!IsTime(content))
        {
            return (null, "It does not say when the next one is made.");
        }

        var nextUpdate = ReadTime(content);
        var serials = new HashSet<string>(StringComparer.Ordinal);
        if (content.HasData && content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var entries = content.ReadSequence();
            while (entries.HasData)
            {
                if (!TryReadEntry(entries.ReadSequence(), serials))
                {
                    return (null, "An entry of it has a critical extension, or names a certificate of another issuer.");
                }
            }
        }

        var (number, isComplete) = ReadExtensions(content);
        content.ThrowIfNotEmpty();
        if (!isComplete)
        {
            return (null, "It has a critical extension, or is not the whole: only complete lists are taken, no delta lists and none of a distribution point.");
        }

        return thisUpdate > now || nextUpdate <= thisUpdate
            ? (null, "It is of the future, or ends before it begins.")
            : (new(number, thisUpdate, nextUpdate, serials.ToFrozenSet(StringComparer.Ordinal)), null);
    }

    private static ReadOnlyMemory<byte> Unwrapped(ReadOnlyMemory<byte> bytes)
    {
        var isPem = bytes.Span.StartsWith("-----BEGIN"u8);
        return isPem && PemEncoding.TryFindUtf8(bytes.Span, out var fields)
            ? Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(bytes.Span[fields.Base64Data]))
            : bytes;
    }

    private static string OidOf(ReadOnlyMemory<byte> algorithm) => new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();

    private static bool IsSigned(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, string algorithm, X509Certificate2 issuer)
    {
        // RFC 5280, section 6.3.3 (f).
        var usage = issuer.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        if (CertificateStrength.HashOf(algorithm) is not { } hash || usage?.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign) is false)
        {
            return false;
        }

        using var ecdsa = issuer.GetECDsaPublicKey();
        using var rsa = issuer.GetRSAPublicKey();
        return CertificateStrength.IsEllipticCurve(algorithm)
            ? ecdsa?.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence) is true
            : rsa?.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1) is true;
    }

    private static bool IsTime(AsnReader reader) =>
        reader.HasData && (reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    // SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }
    private static bool TryReadEntry(AsnReader entry, HashSet<string> serials)
    {
        serials.Add(SerialOf(entry.ReadIntegerBytes().Span));
        ReadTime(entry);
        if (!entry.HasData)
        {
            return true;
        }

        var extensions = entry.ReadSequence();
        while (extensions.HasData)
        {
            if (ReadExtension(extensions.ReadSequence()) is var extension && (extension.Critical || Partial.Contains(extension.Oid, StringComparer.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static (BigInteger? Number, bool IsComplete) ReadExtensions(AsnReader content)
    {
        BigInteger? number = null;
        if (!content.HasData)
        {
            return (number, true);
        }

        var extensions = content.ReadSequence(ExtensionsTag).ReadSequence();
        while (extensions.HasData)
        {
            var (oid, critical, value) = ReadExtension(extensions.ReadSequence());
            if (critical || Partial.Contains(oid, StringComparer.Ordinal))
            {
                return (number, false);
            }

            number = oid == NumberOid ? new AsnReader(value, AsnEncodingRules.DER).ReadInteger() : number;
        }

        return (number, true);
    }

    // Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
    private static (string Oid, bool Critical, byte[] Value) ReadExtension(AsnReader extension)
    {
        var oid = extension.ReadObjectIdentifier();
        var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
        return (oid, critical, extension.ReadOctetString());
    }
}
