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

    /// <summary>A request may do what it asks.</summary>
    internal void Admit(Admission admission) => Count(
        admission.IsPublic
            ? new(Admitted, Fault: null, Partner: null, Member: null, Key: null, Address: null)
            : new(Admitted, Fault: null, admission.Caller.Viewer.Profile.Id.Value, admission.Caller.Member.Id.Value, admission.Caller.Key.Hex, Address: null));

    /// <summary>Turns a request away, in the endpoint's own form where it has one.</summary>
    internal Task RefuseAsync(HttpContext context, GateRefusal refusal)
    {
        Refuse(context, refusal);
        var answer = context.GetEndpoint()?.Metadata.GetMetadata<IRefusalForm>()?.Of(refusal) ?? refusal.ToAnswer();
        return answer.ExecuteAsync(context);
    }

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
