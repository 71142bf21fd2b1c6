using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Trust;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Trust;

/// <summary>A trust list as its operator signed it: a JWS in compact serialisation (RFC 7515, section 7.1) over a <see cref="TrustListDocument"/>.</summary>
public sealed class SignedTrustList
{
    /// <summary>A list of some hundred anchors takes half of it.</summary>
    public const int CharactersMax = 512 * 1024;

    public const int AnchorsMax = 200;

    private const string Pointer = "/signed";

    private SignedTrustList(int number, IReadOnlyList<string> anchorKeys) => (Number, AnchorKeys) = (number, anchorKeys);

    public int Number { get; }

    /// <summary>Digests of all keys that it names, of withdrawn anchors too: none of them may vouch for the other side.</summary>
    public IReadOnlyList<string> AnchorKeys { get; }

    /// <summary>Checks the signature and all that the list says, or gives the first fault.</summary>
    /// <param name="signed">The text as it came.</param>
    /// <param name="jurisdiction">Whose list it should be.</param>
    /// <param name="signers">Whose signatures count.</param>
    /// <param name="now">The present instant.</param>
    public static (SignedTrustList? List, Refusal? Fault) Check(string signed, Jurisdiction jurisdiction, TrustSigners signers, DateTimeOffset now)
    {
        if (signers.Of(jurisdiction).Count == 0)
        {
            return Faulty($"This exchange knows nobody who may sign lists of {jurisdiction.Text()}: its operator puts the public keys into {TrustSigners.FileOf(jurisdiction)}.");
        }

        if (signed.Length > CharactersMax)
        {
            return Faulty($"A signed list has at most {CharactersMax} characters.");
        }

        var (jws, malformed) = CompactJws.Read(signed, TrustListDocument.SignatureType, TrustListDocument.SignatureAlgorithm);
        if (jws is null)
        {
            return Faulty(malformed!); // One of the two is there.
        }

        if (!signers.Of(jurisdiction).Any(key => key.VerifyData(jws.Input, jws.Signature, HashAlgorithmName.SHA256)))
        {
            return Faulty($"The signature is not by a key that may sign lists of {jurisdiction.Text()}.");
        }

        var (document, fault) = StrictJson.Read(jws.Payload, WireJson.Default.TrustListDocument);
        if (document is null)
        {
            return Faulty($"In the signed list, at {(fault!.Pointer.Length == 0 ? "its root" : fault.Pointer)}: {fault.Detail}"); // One of the two is there.
        }

        return FaultOf(document, jurisdiction, now) is { } wrong
            ? Faulty($"In the signed list: {wrong}")
            : (new(document.Number, [.. document.Anchors.Select(KeyOf).Distinct(StringComparer.Ordinal)]), null);
    }

    /// <summary>The list of a text that was checked before it was stored.</summary>
    public static TrustListDocument DocumentOf(string signed) =>
        StrictJson.Read(Base64Url.DecodeFromChars(signed.Split('.')[1]), WireJson.Default.TrustListDocument).Value
        ?? throw new InvalidDataException("A trust list is stored that is none.");

    /// <summary>Puts the anchors of a list in place of a jurisdiction's, of a text that was checked before it was stored.</summary>
    public static TrustAnchors Apply(TrustAnchors anchors, Jurisdiction jurisdiction, string signed)
    {
        var all = DocumentOf(signed).Anchors.ToLookup(anchor => anchor.Status is TrustListAnchor.Granted, Read);
        return anchors.With(jurisdiction, [.. all[true]], [.. all[false].Select(anchor => anchor.Key).Except(all[true].Select(anchor => anchor.Key), StringComparer.Ordinal)]);
    }

    public static string DigestOf(string signed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signed)));

    private static (SignedTrustList?, Refusal?) Faulty(string detail) => (null, new(RefusalCode.Invalid, Pointer, detail));

    private static string? FaultOf(TrustListDocument list, Jurisdiction jurisdiction, DateTimeOffset now)
    {
        if (Roles.ParseJurisdiction(list.Jurisdiction) != jurisdiction)
        {
            return $"/jurisdiction is not {jurisdiction.Text()}.";
        }

        if (list.Number < 1)
        {
            return "/number begins at 1: 0 stands for the anchors that the server was set up with.";
        }

        if (list.IssuedAt > now || list.NextUpdate <= now)
        {
            return "/issuedAt lies in the past and /nextUpdate in the future.";
        }

        if (list.Anchors.Count is 0 or > AnchorsMax)
        {
            return $"/anchors has 1 to {AnchorsMax} entries.";
        }

        var fault = list.Anchors.Select((anchor, i) => FaultOf(anchor, jurisdiction) is { } detail ? $"/anchors/{i}{detail}" : null).FirstOrDefault(found => found is not null);
        return fault ?? (list.Anchors.DistinctBy(anchor => anchor.Certificate, StringComparer.Ordinal).Count() == list.Anchors.Count ? null : "/anchors names a certificate twice.");
    }

    private static string? FaultOf(TrustListAnchor anchor, Jurisdiction jurisdiction)
    {
        using var certificate = Certificate(anchor.Certificate);
        if (certificate is null || !TrustAnchor.IsAuthority(certificate))
        {
            return "/certificate is not the certificate of an authority, DER in base64.";
        }

        if (!certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
        {
            return "/certificate was issued by another authority: an anchor is one that is signed by itself, and those below it come with their clients.";
        }

        if (!CertificateStrength.HasStrongKey(certificate))
        {
            return $"/certificate has a key that is not suitable: {CertificateStrength.Words}.";
        }

        if (anchor.Status is not (TrustListAnchor.Granted or TrustListAnchor.Withdrawn))
        {
            return $"/status is {TrustListAnchor.Granted} or {TrustListAnchor.Withdrawn}.";
        }

        if (anchor.Identifiers.Count == 0 || !anchor.Identifiers.All(text => IdentifierScope.Parse(text) is { } scope && scope.FitsIn(jurisdiction)))
        {
            return $"/identifiers names schemes with a country of {jurisdiction.Text()}, such as NTR{(jurisdiction is Jurisdiction.EU ? "DE" : "JP")}, or whole identifiers; a legal entity identifier only whole.";
        }

        if (anchor.From >= anchor.Until)
        {
            return "/until lies after /from.";
        }

        return (anchor.Revocation ?? []).Select((source, i) => FaultOf(source, certificate) is { } detail ? $"/revocation/{i}{detail}" : null).FirstOrDefault(found => found is not null);
    }

    private static string? FaultOf(RevocationSource source, X509Certificate2 anchor)
    {
        using var issuer = Certificate(source.Issuer);
        if (issuer is null || !TrustAnchor.IsAuthority(issuer) || !CertificateStrength.HasStrongKey(issuer) || !IsOrIsBelow(issuer, anchor))
        {
            return "/issuer is not the certificate of the anchor or of an authority that it has signed, DER in base64.";
        }

        return Uri.TryCreate(source.Address, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? null
            : "/address is not an http or https address.";
    }

    private static bool IsOrIsBelow(X509Certificate2 issuer, X509Certificate2 anchor)
    {
        if (issuer.RawDataMemory.Span.SequenceEqual(anchor.RawDataMemory.Span))
        {
            return true;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
            CustomTrustStore = { anchor },
        };
        return chain.Build(issuer);
    }

    private static X509Certificate2? Certificate(string base64)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    // These were looked at before.
    private static string KeyOf(TrustListAnchor anchor)
    {
        using var certificate = Certificate(anchor.Certificate)!;
        return TrustAnchor.KeyOf(certificate);
    }

    private static TrustAnchor Read(TrustListAnchor anchor)
    {
        var certificate = Certificate(anchor.Certificate)!;
        return new(
            certificate,
            [.. anchor.Identifiers.Select(IdentifierScope.Parse).OfType<IdentifierScope>()],
            anchor.From ?? new DateTimeOffset(certificate.NotBefore),
            anchor.Until ?? new DateTimeOffset(certificate.NotAfter),
            [.. (anchor.Revocation ?? []).Select(source => new RevocationPoint(Certificate(source.Issuer)!, new(source.Address)))]);
    }
}
