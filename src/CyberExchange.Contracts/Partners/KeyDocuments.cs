namespace CyberExchange.Contracts.Partners;

/// <summary>How a member is let in once: the answer to <c>POST /v1/partners/{id}/members/{member}/invitations</c>.</summary>
public sealed record InvitationReceipt
{
    public required Guid Id { get; init; }

    /// <summary>To be handed to the member out of sight of others. Whoever has it enrols a key for the member.</summary>
    public required string Secret { get; init; }

    /// <summary>From then on the secret enrols nothing.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    public required string ConsistencyToken { get; init; }
}

/// <summary>A member's first key, or the one after a loss: <c>POST /v1/enrolment</c>, without a client certificate.</summary>
public sealed record EnrolmentRequest
{
    public required string Secret { get; init; }

    /// <summary>A certificate request (PKCS #10, RFC 2986) in PEM, signed by its own key. Its subject is for the authority; the exchange reads the key alone.</summary>
    public required string CertificateRequest { get; init; }
}

/// <summary>For whom the key speaks from now on.</summary>
public sealed record EnrolmentReceipt
{
    public required Guid Partner { get; init; }

    public required Guid Member { get; init; }

    /// <summary><c>EU</c> or <c>JP</c>: an authority of this jurisdiction has to certify the key.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo, hexadecimal.</summary>
    public required string SpkiSha256 { get; init; }
}

/// <summary>The caller's next key, enrolled with the present one: <c>POST /v1/me/keys</c>.</summary>
public sealed record NextKeyRequest
{
    /// <summary>A certificate request (PKCS #10, RFC 2986) in PEM, signed by the next key.</summary>
    public required string CertificateRequest { get; init; }

    /// <summary>
    /// <see cref="SignedText"/> under the key of the certificate that is presented, in base64: ECDSA (as DER, RFC 3279, 2.2.3) or RSA
    /// (PKCS #1 v1.5), both over SHA-256.
    /// </summary>
    public required string Signature { get; init; }

    /// <summary>What the present key signs. It holds for one member and one key only.</summary>
    /// <param name="member">The caller's member, from <c>/v1/me</c>.</param>
    /// <param name="spkiSha256">SHA-256 of the next key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</param>
    public static string SignedText(Guid member, string spkiSha256) => $"cyberexchange next key\n{member:D}\n{spkiSha256}\n";
}

/// <summary>Something that the caller should see to before a date.</summary>
public sealed record WarningDocument
{
    /// <summary>Stable: <c>certificate-ends-soon</c>.</summary>
    public required string Code { get; init; }

    public required string Detail { get; init; }

    /// <summary>When it is too late.</summary>
    public required DateTimeOffset At { get; init; }
}
