using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.Fetching;

/// <summary>How a provider is followed.</summary>
public sealed record FetchOptions
{
    /// <summary>Documents that the provider lists with an earlier date are left aside; null to take all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The only anchors that count for the provider's TLS; null for those of the system.</summary>
    public X509Certificate2Collection? Anchors { get; init; }

    /// <summary>OpenPGP public keys that alone count, in either form of RFC 9580; null to take those of the metadata.</summary>
    public IReadOnlyList<byte[]>? PinnedKeys { get; init; }

    /// <summary>Whether documents of other publishers than the provider are taken as well; else each of them is refused.</summary>
    public bool AnyPublisher { get; init; }

    /// <summary>Shown to the hosts of <see cref="CertificateHosts"/>, and to no other; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Hosts, with their port where it is not 443, to which the certificate may be shown.</summary>
    public IReadOnlySet<string> CertificateHosts { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Documents that this run asks for; the others wait for the next.</summary>
    public int DocumentsMax { get; init; } = FetchLimits.DocumentsPerRun;

    /// <summary>1 to <see cref="FetchLimits.ParallelRequestsMax"/>.</summary>
    public int ParallelRequests { get; init; } = FetchLimits.ParallelRequests;

    /// <summary>The time that one request may take.</summary>
    public TimeSpan RequestTime { get; init; } = FetchLimits.RequestTime;

    /// <summary>Bytes of one ROLIE feed, changes.csv or index.txt.</summary>
    public int ListingBytesMax { get; init; } = FetchLimits.ListingBytesMax;

    /// <summary>Bytes of all lists of a run together.</summary>
    public long ListingsBytesMax { get; init; } = long.MaxValue;

    /// <summary>Documents that all lists may name together.</summary>
    public int ListedMax { get; init; } = FetchLimits.ListedMax;

    /// <summary>Bytes of all answers of a run, their headers roughly; what comes then ends it.</summary>
    public long RunBytesMax { get; init; } = long.MaxValue;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Opens connections in place of the platform, for those who judge or choose the address; null for the platform's way. A
    /// <see cref="FetchException"/> that it throws is the answer, and is not tried again.
    /// </summary>
    public Func<string, int, CancellationToken, ValueTask<Stream>>? Connect { get; init; }

    /// <summary>The namespace whose documents alone are taken; null for any.</summary>
    internal string? PublisherOf(ProviderMetadata metadata) => AnyPublisher ? null : metadata.Namespace;
}
