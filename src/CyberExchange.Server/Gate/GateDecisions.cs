using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Limits;

namespace CyberExchange.Server.Gate;

/// <summary>Counts what the gate decides, by outcome and by whoever came; a worker writes it down.</summary>
public sealed class GateDecisions(FindKey findKey, TimeProvider clock)
{
    /// <summary>The decision about whoever was let in; any other is the name of a problem.</summary>
    public const string Admitted = "admitted";

    /// <summary>What is not written down yet.</summary>
    public DecisionCounts Counts { get; } = new();

    internal void Admit(Caller caller) =>
        Count(new(Admitted, Fault: null, caller.Viewer.Profile.Id.Value, caller.Member.Id.Value, caller.Key.Hex, Address: null));

    internal void AdmitPublic() => Count(new(Admitted, Fault: null, Partner: null, Member: null, Key: null, Address: null));

    /// <summary>A request was turned away.</summary>
    internal void Refuse(HttpContext context, GateRefusal refusal)
    {
        if (context.Connection.ClientCertificate is { } certificate)
        {
            Refuse(PresentedCertificate.Of(certificate).Key, refusal);
            return;
        }

        Count(new(refusal.Name, refusal.Fault, Partner: null, Member: null, Key: null, CallerLimits.Caller(Viewer.Public, context.Connection.RemoteIpAddress)));
    }

    /// <summary>A request that came with a key was turned away, or may go on no longer.</summary>
    internal void Refuse(SpkiDigest key, GateRefusal refusal)
    {
        var holder = findKey(key);
        Count(new(refusal.Name, refusal.Fault, holder?.Partner.Id.Value, holder?.Member.Id.Value, key.Hex, Address: null));
    }

    private void Count(DecisionKind kind) => Counts.Count(kind, clock.GetUtcNow());
}
