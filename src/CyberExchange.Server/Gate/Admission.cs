using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>Who makes the present request; the gate fills it in before any endpoint runs.</summary>
/// <remarks>One per request. What is asked before the gate has looked, or outside a request, gets no viewer at all.</remarks>
public sealed class Admission
{
    private Viewer? _viewer;
    private Caller? _caller;

    /// <summary>As whom the request sees: the public, or the caller's partner.</summary>
    /// <exception cref="InvalidOperationException">The request has not passed the gate.</exception>
    public Viewer Viewer => _viewer ?? throw new InvalidOperationException("Nobody has passed the gate in this scope.");

    /// <summary>The member who calls.</summary>
    /// <exception cref="InvalidOperationException">The request came without a certificate, or has not passed the gate.</exception>
    public Caller Caller => _caller ?? throw new InvalidOperationException("No member has passed the gate in this scope.");

    /// <summary>Whether the gate knows who comes: a member, or the public. Not so while it has not looked, and not so for whoever it turned away as nobody.</summary>
    public bool IsKnown => _viewer is not null;

    /// <summary>Whether the request came without a certificate.</summary>
    public bool IsPublic => Viewer is Viewer.Anyone;

    /// <summary>Whether the request may use the capability.</summary>
    /// <exception cref="InvalidOperationException">The request has not passed the gate.</exception>
    public bool May(Capability capability) => _caller?.May(capability) ?? Rights.Has(Viewer, capability);

    internal void AdmitPublic() => _viewer = Viewer.Public;

    internal void Admit(Caller caller)
    {
        _viewer = caller.Viewer;
        _caller = caller;
    }
}
