using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;

namespace CyberExchange.Server.Gate.Proxy;

/// <summary>Marks a connection to the listener on which a proxy may say with which certificate its client came.</summary>
internal sealed record ProxyListener;

/// <summary>Before the gate: takes the certificate that a known proxy forwards in place of the proxy's own, and refuses the field everywhere else.</summary>
/// <remarks>
/// The proxy itself is known by its key over mutual TLS. That the client has its key was shown to the proxy and not to the exchange: who
/// forwards certificates is trusted with every one of them, and TCP passthrough needs no such trust.
/// </remarks>
internal sealed class ForwardedCertificates(RequestDelegate next, ProxyKeys keys, GateDecisions decisions)
{
    public Task InvokeAsync(HttpContext context)
    {
        var (leafField, chainField) = (context.Request.Headers[ClientCertField.Leaf], context.Request.Headers[ClientCertField.Chain]);
        if (context.Features.Get<ProxyListener>() is null)
        {
            return leafField.Count + chainField.Count == 0 ? next(context) : RefuseAsync(context, GateRefusal.ForwardedHere);
        }

        if (context.Connection.ClientCertificate is not { } proxy || !keys.Contains(TrustAnchor.KeyOf(proxy)))
        {
            return RefuseAsync(context, GateRefusal.ProxyUnknown);
        }

        if (!ClientCertField.TryReadLeaf(leafField, out var leaf) || !ClientCertField.TryReadChain(chainField, out var chain) || (leaf is null && chain.Count > 0))
        {
            return RefuseAsync(context, GateRefusal.ForwardedUnreadable);
        }

        if (leaf is not null)
        {
            PresentedCertificate.Remember(leaf, chain);
        }

        // For this request alone: the next one on the connection may be another client's.
        context.Features.Set<ITlsConnectionFeature>(new Forwarded { ClientCertificate = leaf });
        return next(context);
    }

    private Task RefuseAsync(HttpContext context, GateRefusal refusal)
    {
        decisions.Refuse(context, refusal);
        return refusal.ToAnswer().ExecuteAsync(context);
    }

    private sealed class Forwarded : ITlsConnectionFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
    }
}

/// <summary>The keys of the proxies that may forward certificates: SHA-256 of each public key, in hexadecimal digits.</summary>
public sealed class ProxyKeys(IEnumerable<string> digests)
{
    private readonly HashSet<string> _digests = new(digests, StringComparer.Ordinal);

    public bool Contains(string digest) => _digests.Contains(digest);
}
