using System.Reflection;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using Microsoft.AspNetCore.Http.Metadata;

namespace CyberExchange.Server.Gate;

/// <summary>A member of a partner whom the gate has let in, as a parameter of endpoints and a service of pages.</summary>
/// <remarks>
/// Made only in this folder. A route that takes it requires a capability that the public lacks, or the server does not
/// start; a route that is open to the public takes a <see cref="Domain.Sharing.Viewer"/> instead.
/// </remarks>
public sealed class Caller : IEndpointParameterMetadataProvider
{
    internal Caller(Viewer.Partner viewer, MemberProfile member, SpkiDigest key, DateTimeOffset certificateEndsAt)
    {
        Viewer = viewer;
        Member = member;
        Key = key;
        CertificateEndsAt = certificateEndsAt;
    }

    /// <summary>As whom the caller sees and acts.</summary>
    public Viewer.Partner Viewer { get; }

    /// <summary>The person or service that holds the key.</summary>
    public MemberProfile Member { get; }

    /// <summary>The enrolled key with which it came.</summary>
    public SpkiDigest Key { get; }

    /// <summary>When its certificate, or one above it, ends: the first of them.</summary>
    public DateTimeOffset CertificateEndsAt { get; }

    /// <summary>Marks the endpoint, so that the check at start finds it.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new TakesCaller());
}

/// <summary>On an endpoint: one of its parameters is a <see cref="Caller"/>.</summary>
internal sealed record TakesCaller;
