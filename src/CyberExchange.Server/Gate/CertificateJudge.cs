using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate.Revocation;

namespace CyberExchange.Server.Gate;

/// <summary>Judges a client's certificate against the anchors of one jurisdiction: a function of its arguments alone.</summary>
/// <remarks>
/// A chain of the platform accepts SHA-1, RSA of 1024 bits, no extended key usage, no name and authorities as clients, so
/// these are looked at first. Revocation is not looked at here: RevocationMode Online refuses whatever has no address of a
/// list, and can hang. <see cref="RevocationLists"/> are fetched beforehand and asked at every request.
/// </remarks>
public static class CertificateJudge
{
    /// <summary>
    /// How long a client's certificate may live: a year and a month for its renewal, the length that the CA/Browser Forum's
    /// baseline requirements (2.0, section 6.3.2) used for servers.
    /// </summary>
    public const int LifetimeDaysMax = 398;

    /// <summary>How many certificates are read beside the client's own; a real chain has one to three.</summary>
    public const int OthersMax = 6;

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280 section 4.2.1.12

    private const X509KeyUsageFlags SigningOfOthers = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;

    /// <summary>What is wrong with the certificate, or from when until when it can be trusted.</summary>
    /// <param name="leaf">The client's own certificate. That the client has its key was shown in the handshake.</param>
    /// <param name="others">What it sent beside it: candidates for the way to an anchor, trusted for nothing.</param>
    /// <param name="anchors">The anchors of <paramref name="jurisdiction"/> and of no other.</param>
    /// <param name="jurisdiction">Where the partner is at home for whom the key is enrolled.</param>
    /// <param name="now">The present instant.</param>
    public static CertificateVerdict Judge(
        X509Certificate2 leaf, X509Certificate2Collection others, X509Certificate2Collection anchors, Jurisdiction jurisdiction,
        DateTimeOffset now)
    {
        if (others.Count > OthersMax)
        {
            return new CertificateVerdict.Refused(CertificateFault.TooManyCertificates);
        }

        try
        {
            return (FaultOfLeaf(leaf, now) ?? Organization.FaultOf(leaf.SubjectName, jurisdiction)) is { } fault
                ? new CertificateVerdict.Refused(fault)
                : JudgeChain(leaf, others, anchors, now);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            // Extensions, names and keys are decoded only when they are read.
            return new CertificateVerdict.Refused(CertificateFault.Unreadable);
        }
    }

    private static CertificateFault? FaultOfLeaf(X509Certificate2 leaf, DateTimeOffset now)
    {
        var (from, until) = Validity(leaf);
        return leaf switch
        {
            _ when now < from => CertificateFault.NotYetValid,
            _ when now > until => CertificateFault.Expired,
            _ when until - from > TimeSpan.FromDays(LifetimeDaysMax) => CertificateFault.LifetimeTooLong,
            _ when !CertificateStrength.HasStrongKey(leaf) => CertificateFault.KeyUnsuitable,
            _ when !CertificateStrength.HasStrongSignature(leaf) => CertificateFault.SignatureUnsuitable,
            _ when Only<X509BasicConstraintsExtension>(leaf) is not { CertificateAuthority: false } => CertificateFault.IsAuthority,
            _ when !SignsOnlyForItself(leaf) => CertificateFault.KeyUsageUnsuitable,
            _ when !IsForClients(leaf) => CertificateFault.NotForClients,
            _ when !HasName(leaf) => CertificateFault.NameMissing,
            _ => null,
        };
    }

    private static CertificateVerdict JudgeChain(
        X509Certificate2 leaf, X509Certificate2Collection others, X509Certificate2Collection anchors, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTimeIgnored = false,
            VerificationTime = now.UtcDateTime,
            ApplicationPolicy = { new Oid(ClientAuthentication) },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(anchors);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        try
        {
            return chain.Build(leaf)
                ? JudgeIssuers([.. chain.ChainElements.Select(element => element.Certificate)])
                : new CertificateVerdict.Refused(FaultOf(chain));
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    /// <summary>The anchor's signature of itself proves nothing and is not looked at.</summary>
    private static CertificateVerdict JudgeIssuers(IReadOnlyList<X509Certificate2> fromLeafToAnchor)
    {
        if (!fromLeafToAnchor.SkipLast(1).All(CertificateStrength.HasStrongSignature) || !fromLeafToAnchor.All(CertificateStrength.HasStrongKey))
        {
            return new CertificateVerdict.Refused(CertificateFault.IssuerUnsuitable);
        }

        var validities = fromLeafToAnchor.Select(Validity).ToList();
        return new CertificateVerdict.Trusted(
            validities.Max(v => v.From),
            validities.Min(v => v.Until),
            TrustAnchor.DigestOf(fromLeafToAnchor[^1]),
            [.. fromLeafToAnchor.Zip(fromLeafToAnchor.Skip(1), (issued, issuer) => new CertificateLink(TrustAnchor.KeyOf(issuer), RevocationList.SerialOf(issued.SerialNumberBytes.Span)))],
            Organization.Of(fromLeafToAnchor[0].SubjectName));
    }

    private static CertificateFault FaultOf(X509Chain chain)
    {
        const X509ChainStatusFlags outsideTrust = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        const X509ChainStatusFlags outsideNames = X509ChainStatusFlags.HasExcludedNameConstraint | X509ChainStatusFlags.HasNotPermittedNameConstraint
            | X509ChainStatusFlags.HasNotDefinedNameConstraint | X509ChainStatusFlags.HasNotSupportedNameConstraint
            | X509ChainStatusFlags.InvalidNameConstraints;
        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return found switch
        {
            _ when (found & outsideTrust) != X509ChainStatusFlags.NoError => CertificateFault.IssuerUnknown,
            _ when (found & outsideNames) != X509ChainStatusFlags.NoError => CertificateFault.OutsideNameConstraints,
            X509ChainStatusFlags.NotTimeValid => CertificateFault.IssuerNotValidNow, // The leaf's own time was checked before.
            _ => CertificateFault.ChainUnsuitable,
        };
    }

    private static bool SignsOnlyForItself(X509Certificate2 leaf)
        => Only<X509KeyUsageExtension>(leaf) is { KeyUsages: var usages }
            && usages.HasFlag(X509KeyUsageFlags.DigitalSignature)
            && (usages & SigningOfOthers) == X509KeyUsageFlags.None;

    private static bool IsForClients(X509Certificate2 leaf)
        => Only<X509EnhancedKeyUsageExtension>(leaf) is { } usages
            && usages.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value == ClientAuthentication);

    // RFC 5280 section 4.2.1.6 asks for at least one name; up to four bytes of DER hold none or an empty one.
    private static bool HasName(X509Certificate2 leaf)
        => Only<X509SubjectAlternativeNameExtension>(leaf) is { RawData.Length: > 4 };

    /// <summary>The extension, or null when it is absent or stands there twice (RFC 5280 section 4.2 allows one).</summary>
    private static TExtension? Only<TExtension>(X509Certificate2 leaf)
        where TExtension : X509Extension
    {
        var found = leaf.Extensions.OfType<TExtension>().Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Validity(X509Certificate2 certificate)
        => (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
}
