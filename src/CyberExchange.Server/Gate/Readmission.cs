namespace CyberExchange.Server.Gate;

/// <summary>Asks the gate again for a request that goes on: a stream outlives an unbinding, a suspension and an expiry.</summary>
internal sealed class Readmission(Identification identification)
{
    /// <summary>Begins to watch a request that the gate has let in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Who made it.</param>
    /// <param name="required">What the caller must still be allowed to do.</param>
    public StandingAdmission Of(HttpContext context, Caller caller, Capability required)
    {
        var certificate = context.Connection.ClientCertificate ?? throw new ArgumentException("A caller comes with a certificate.", nameof(context));
        return new(identification, PresentedCertificate.Of(certificate), caller, required);
    }
}

/// <summary>Whether one request would still be let in.</summary>
internal sealed class StandingAdmission(Identification identification, PresentedCertificate certificate, Caller first, Capability required)
{
    /// <summary>The caller as the directory knows it now; null once it would be turned away, or would be somebody else.</summary>
    public Caller? Now() =>
        identification.Identify(certificate) is Identity.Member { Caller: var now }
        && now.Viewer.Profile.Id == first.Viewer.Profile.Id
        && now.Member.Id == first.Member.Id
        && Rights.Has(now.Viewer, required)
            ? now
            : null;
}
