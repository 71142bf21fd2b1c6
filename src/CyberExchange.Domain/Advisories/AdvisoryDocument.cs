using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>What the rules need to know of a CSAF document; the document itself is kept byte for byte beside the log.</summary>
public sealed record AdvisoryDocument
{
    /// <summary>CSAF <c>/document/publisher/namespace</c>: with the tracking id it names the advisory in the world.</summary>
    public required string PublisherNamespace { get; init; }

    /// <summary>CSAF <c>/document/tracking/id</c>.</summary>
    public required string TrackingId { get; init; }

    /// <summary>CSAF <c>/document/tracking/version</c>: a whole number or a semantic version.</summary>
    public required string TrackingVersion { get; init; }

    /// <summary>CSAF <c>/document/title</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The document's own label, a floor under the label it is shared with; null where it has none.</summary>
    public required TlpLabel? Label { get; init; }

    /// <summary>SHA-512 of the exact bytes, lower-case hexadecimal.</summary>
    public required string Sha512 { get; init; }

    /// <summary>Length of the exact bytes.</summary>
    public required int LengthBytes { get; init; }
}

/// <summary>How a partner comes to hold a document.</summary>
public enum Provenance
{
    /// <summary>The partner is the publisher: the document's namespace is one it is enrolled in.</summary>
    Publisher,

    /// <summary>A CERT publishes it as coordinator.</summary>
    Coordinator,

    /// <summary>The partner imported what somebody else published; it is unique for that partner.</summary>
    ThirdParty,
}

/// <summary>How advisories are identified.</summary>
public static class AdvisoryIds
{
    /// <summary>
    /// The id of the advisory that a partner holds under a publisher's namespace and tracking id: a digest of the three, so
    /// that the same document cannot be held twice by one partner.
    /// </summary>
    public static AdvisoryId For(PartnerId holder, string publisherNamespace, string trackingId)
    {
        var name = $"advisory\n{holder.Value:D}\n{publisherNamespace}\n{trackingId}";
        return new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true));
    }
}

/// <summary>What is wrong with a document by the mandatory tests of its standard.</summary>
/// <param name="Pointer">RFC 6901, from the request that carries the document: <c>/document/...</c>.</param>
/// <param name="Detail">One sentence that says what is wrong and what would be right.</param>
public sealed record DocumentDefect(string Pointer, string Detail);
