namespace CyberExchange.Server.Gate;

/// <summary>Everything that can be wrong with an access token. Switched without a default arm: each has a word and a sentence.</summary>
public enum TokenFault
{
    TooLong,
    Malformed,
    HeaderUnsuitable,
    AlgorithmUnsuitable,
    TypeUnsuitable,
    KeyUnknown,
    SignatureWrong,
    ClaimMissing,
    IssuerUnknown,
    AudienceElsewhere,
    NotYetValid,
    Expired,
    LifetimeTooLong,
    NotBound,
    BoundElsewhere,
    SubjectElsewhere,
    CertificateMissing,
}

/// <summary>The faults in words.</summary>
public static class TokenFaults
{
    /// <summary>The stable word that programs may switch on.</summary>
    public static string Word(this TokenFault fault) => fault switch
    {
        TokenFault.TooLong => "too-long",
        TokenFault.Malformed => "malformed",
        TokenFault.HeaderUnsuitable => "header-unsuitable",
        TokenFault.AlgorithmUnsuitable => "algorithm-unsuitable",
        TokenFault.TypeUnsuitable => "type-unsuitable",
        TokenFault.KeyUnknown => "key-unknown",
        TokenFault.SignatureWrong => "signature-wrong",
        TokenFault.ClaimMissing => "claim-missing",
        TokenFault.IssuerUnknown => "issuer-unknown",
        TokenFault.AudienceElsewhere => "audience-elsewhere",
        TokenFault.NotYetValid => "not-yet-valid",
        TokenFault.Expired => "expired",
        TokenFault.LifetimeTooLong => "lifetime-too-long",
        TokenFault.NotBound => "not-bound",
        TokenFault.BoundElsewhere => "bound-elsewhere",
        TokenFault.SubjectElsewhere => "subject-elsewhere",
        TokenFault.CertificateMissing => "certificate-missing",
    };

    /// <summary>What is wrong and what would be right, for the member who came with the token. No character of it needs quoting in a header.</summary>
    public static string Sentence(this TokenFault fault) => fault switch
    {
        TokenFault.TooLong => $"The token has more than {TokenForm.CharactersMax} characters.",
        TokenFault.Malformed => "The token is not three parts of canonical base64url with JSON that names each member once (RFC 7515).",
        TokenFault.HeaderUnsuitable => "The token's header has members other than alg, typ and kid.",
        TokenFault.AlgorithmUnsuitable => "The token must be signed with ES256.",
        TokenFault.TypeUnsuitable => "The token's type must be at+jwt (RFC 9068).",
        TokenFault.KeyUnknown => "The token names no key that its issuer publishes now.",
        TokenFault.SignatureWrong => "The token's signature is not one of the key that it names.",
        TokenFault.ClaimMissing => "The token lacks one of iss, aud, sub, client_id, iat, exp and jti, or has it in another form than RFC 9068.",
        TokenFault.IssuerUnknown => "The token's issuer is none that the exchange trusts.",
        TokenFault.AudienceElsewhere => "The token's audience must be this exchange, and nobody else.",
        TokenFault.NotYetValid => "The token is not valid yet.",
        TokenFault.Expired => "The token has expired.",
        TokenFault.LifetimeTooLong => $"The token must not be valid for more than {TokenForm.LifetimeMax.TotalMinutes:0} minutes.",
        TokenFault.NotBound => "The token must be bound to a certificate: cnf with x5t#S256 and nothing else (RFC 8705).",
        TokenFault.BoundElsewhere => "The token is bound to another certificate than that of the connection.",
        TokenFault.SubjectElsewhere => "The token's subject is another member than the one whose certificate the connection has.",
        TokenFault.CertificateMissing => "A token does not stand for a certificate: connect with the one that it is bound to.",
    };
}
