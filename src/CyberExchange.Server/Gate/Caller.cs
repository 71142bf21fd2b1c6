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
    internal Caller(Viewer.Partner viewer, MemberProfile member, PresentedCertificate certificate, DateTimeOffset certificateEndsAt, TokenGrant? token)
    {
        Viewer = viewer;
        Member = member;
        Key = certificate.Key;
        CertificateThumbprint = certificate.Thumbprint;
        CertificateEndsAt = certificateEndsAt;
        Token = token;
    }

    /// <summary>As whom the caller sees and acts.</summary>
    public Viewer.Partner Viewer { get; }

    /// <summary>The person or service that holds the key.</summary>
    public MemberProfile Member { get; }

    /// <summary>The enrolled key with which it came.</summary>
    public SpkiDigest Key { get; }

    /// <summary>When its certificate, or one above it, ends: the first of them.</summary>
    public DateTimeOffset CertificateEndsAt { get; }

    /// <summary>SHA-256 of the DER of its certificate, base64url.</summary>
    internal string CertificateThumbprint { get; }

    /// <summary>What the access token grants with which it came; null for one that came with its certificate alone.</summary>
    internal TokenGrant? Token { get; }

    /// <summary>Whether the roles of its partner have the capability, and its token too if it came with one.</summary>
    public bool May(Capability capability) => Rights.Has(Viewer, capability) && Token?.Scopes.Contains(capability) is not false;

    /// <summary>Marks the endpoint, so that the check at start finds it.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new TakesCaller());
}

/// <summary>On an endpoint: one of its parameters is a <see cref="Caller"/>.</summary>
internal sealed record TakesCaller;
