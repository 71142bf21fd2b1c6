namespace CyberExchange.Server.Gate;

/// <summary>Everything that can be wrong with a certificate. Switched without a default arm: each has a word and a sentence.</summary>
public enum CertificateFault
{
    Unreadable,
    KeyUnsuitable,
    SignatureUnsuitable,
    IsAuthority,
    KeyUsageUnsuitable,
    NotForClients,
    NameMissing,
    LifetimeTooLong,
    OrganizationMissing,
    OrganizationElsewhere,
    NotYetValid,
    Expired,
    TooManyCertificates,
    IssuerUnknown,
    IssuerUnsuitable,
    IssuerNotValidNow,
    OutsideNameConstraints,
    ChainUnsuitable,
    AnchorNotInForce,
    AnchorWithdrawn,
    OutsideAnchor,
    Revoked,
}

/// <summary>The faults in words.</summary>
public static class CertificateFaults
{
    /// <summary>The stable word that programs may switch on.</summary>
    public static string Word(this CertificateFault fault) => fault switch
    {
        CertificateFault.Unreadable => "unreadable",
        CertificateFault.KeyUnsuitable => "key-unsuitable",
        CertificateFault.SignatureUnsuitable => "signature-unsuitable",
        CertificateFault.IsAuthority => "is-authority",
        CertificateFault.KeyUsageUnsuitable => "key-usage-unsuitable",
        CertificateFault.NotForClients => "not-for-clients",
        CertificateFault.NameMissing => "name-missing",
        CertificateFault.LifetimeTooLong => "lifetime-too-long",
        CertificateFault.OrganizationMissing => "organization-missing",
        CertificateFault.OrganizationElsewhere => "organization-elsewhere",
        CertificateFault.NotYetValid => "not-yet-valid",
        CertificateFault.Expired => "expired",
        CertificateFault.TooManyCertificates => "too-many-certificates",
        CertificateFault.IssuerUnknown => "issuer-unknown",
        CertificateFault.IssuerUnsuitable => "issuer-unsuitable",
        CertificateFault.IssuerNotValidNow => "issuer-not-valid-now",
        CertificateFault.OutsideNameConstraints => "outside-name-constraints",
        CertificateFault.ChainUnsuitable => "chain-unsuitable",
        CertificateFault.AnchorNotInForce => "anchor-not-in-force",
        CertificateFault.AnchorWithdrawn => "anchor-withdrawn",
        CertificateFault.OutsideAnchor => "outside-anchor",
        CertificateFault.Revoked => "revoked",
    };

    /// <summary>What is wrong and what would be right, for the member who came with the certificate.</summary>
    public static string Sentence(this CertificateFault fault) => fault switch
    {
        CertificateFault.Unreadable => "The certificate cannot be read as X.509.",
        CertificateFault.KeyUnsuitable => $"The certificate's key must be {CertificateStrength.Words}.",
        CertificateFault.SignatureUnsuitable => "The certificate must be signed with ECDSA or RSA (PKCS #1) over SHA-256, SHA-384 or SHA-512.",
        CertificateFault.IsAuthority => "The certificate must say in its basic constraints that it is not an authority.",
        CertificateFault.KeyUsageUnsuitable => "The certificate's key usage must name digitalSignature and no signing of certificates or revocation lists.",
        CertificateFault.NotForClients => "The certificate's extended key usage must name clientAuth itself; anyExtendedKeyUsage does not count.",
        CertificateFault.NameMissing => "The certificate must have a subject alternative name.",
        CertificateFault.LifetimeTooLong => $"The certificate must not be valid for more than {CertificateJudge.LifetimeDaysMax} days.",
        CertificateFault.OrganizationMissing => "The certificate's subject must have an organizationIdentifier in the form of EN 319 412-1.",
        CertificateFault.OrganizationElsewhere => "The certificate's organizationIdentifier names a country outside the jurisdiction of its partner.",
        CertificateFault.NotYetValid => "The certificate is not valid yet.",
        CertificateFault.Expired => "The certificate has expired.",
        CertificateFault.TooManyCertificates => $"At most {CertificateJudge.OthersMax} certificates may be sent beside the client's own.",
        CertificateFault.IssuerUnknown => "The certificate does not chain to an anchor of its partner's jurisdiction; intermediate certificates must be sent with it.",
        CertificateFault.IssuerUnsuitable => "A certificate above the client's own has a key or a signature that is too weak.",
        CertificateFault.IssuerNotValidNow => "A certificate above the client's own has expired or is not valid yet.",
        CertificateFault.OutsideNameConstraints => "The certificate's names lie outside the name constraints of its issuer.",
        CertificateFault.ChainUnsuitable => "The certificate or one above it breaks a rule of RFC 5280, such as an issuer that is not an authority.",
        CertificateFault.AnchorNotInForce => "The trust list of the partner's jurisdiction does not let the certificate's anchor vouch at this time.",
        CertificateFault.AnchorWithdrawn => "An authority above the certificate is withdrawn by the trust list of the partner's jurisdiction.",
        CertificateFault.OutsideAnchor => "The certificate's organizationIdentifier is not one for which its anchor may vouch.",
        CertificateFault.Revoked => "The certificate or one above it has been revoked by its issuer.",
    };
}
