namespace CyberExchange.Domain.Sharing;

/// <summary>What an operator lets a CERT file on its behalf, as the operator has signed it.</summary>
public sealed record Mandate
{
    /// <summary>Who gives it, and is the originator of whatever is filed under it.</summary>
    public required PartnerId Operator { get; init; }

    /// <summary>Who may file. It cannot pass that on.</summary>
    public required PartnerId Cert { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant at which it holds no more.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Classes of incident, each for its types too; null for all.</summary>
    public required IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The most generous terms that the CERT may choose. They have no embargo.</summary>
    public required SharingTerms Terms { get; init; }
}

/// <summary>A mandate that was given.</summary>
public sealed record GivenMandate(MandateId Id, Mandate Text, bool Revoked);
