using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Gate;

/// <summary>Asks the gate again for a request that goes on: a stream or a slow body outlives an unbinding, a suspension, an expiry and a token.</summary>
public sealed class Readmission
{
    private readonly Identification _identification;
    private readonly GateDecisions _decisions;

    internal Readmission(Identification identification, GateDecisions decisions) => (_identification, _decisions) = (identification, decisions);

    /// <summary>Begins to watch a request that the gate has let in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Who made it.</param>
    /// <param name="required">What the caller must still be allowed to do.</param>
    public StandingAdmission Of(HttpContext context, Caller caller, Capability required)
    {
        var certificate = context.Connection.ClientCertificate ?? throw new ArgumentException("A caller comes with a certificate.", nameof(context));
        return new(_identification, _decisions, PresentedCertificate.Of(certificate), Identification.Changes(context.Request), caller, required);
    }
}

/// <summary>Whether one request would still be let in.</summary>
public sealed class StandingAdmission
{
    private readonly Identification _identification;
    private readonly GateDecisions _decisions;
    private readonly PresentedCertificate _certificate;
    private readonly bool _changes;
    private readonly Caller _first;
    private readonly Capability _required;

    internal StandingAdmission(
        Identification identification, GateDecisions decisions, PresentedCertificate certificate, bool changes, Caller first, Capability required)
    {
        _identification = identification;
        _decisions = decisions;
        _certificate = certificate;
        _changes = changes;
        _first = first;
        _required = required;
    }

    /// <summary>The caller as the directory knows it now; null once it would be turned away, or would be somebody else.</summary>
    public Caller? Now() => Ask().Caller;

    /// <summary>The caller as the directory knows it now, or what it would be told at the gate.</summary>
    public (Caller? Caller, Problem? Problem) Ask() => _identification.Identify(_certificate, _changes, _first.Token) switch
    {
        Identity.Member { Caller: var now } when IsSame(now) && now.May(_required) => (now, null),
        Identity.Refused refused => (null, Refuse(refused.Reason)),
        _ => (null, Refuse(GateRefusal.NotPermitted)),
    };

    // Whoever goes on is let in once and for the whole of it; that it goes on no longer is a decision of its own.
    private Problem Refuse(GateRefusal refusal)
    {
        _decisions.Refuse(_certificate.Key, refusal);
        return refusal.ToAnswer();
    }

    private bool IsSame(Caller now) => now.Viewer.Profile.Id == _first.Viewer.Profile.Id && now.Member.Id == _first.Member.Id;
}
