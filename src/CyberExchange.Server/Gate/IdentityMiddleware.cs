using System.Security.Cryptography;

namespace CyberExchange.Server.Gate;

/// <summary>The gate's first half: who comes. Whoever is nobody goes no further.</summary>
/// <remarks>A certificate that is no good is refused on public routes too: who comes with one wants to be somebody.</remarks>
internal sealed class IdentityMiddleware(
    RequestDelegate next, Identification identification, BearerTokens tokens, CertificatesSeen seen, GateDecisions decisions)
{
    /// <summary>128 bits.</summary>
    private const int CorrelationDigits = 32;

    public Task InvokeAsync(HttpContext context, Admission admission)
    {
        // The server's own id counts connections and requests, those of others too.
        context.TraceIdentifier = RandomNumberGenerator.GetHexString(CorrelationDigits, lowercase: true);
        var identity = context.Connection.ClientCertificate is { } certificate ? identification.Identify(PresentedCertificate.Of(certificate), Identification.Changes(context.Request)) : null;
        return context.Request.Headers.Authorization.Count == 0
            ? AdmitAsync(context, admission, identity)
            : AdmitByTokenAsync(context, admission, identity);
    }

    // A token never stands for a certificate: whatever is wrong with that is said first.
    private async Task AdmitByTokenAsync(HttpContext context, Admission admission, Identity? identity)
    {
        if (context.Connection.ClientCertificate is not { } certificate)
        {
            await decisions.RefuseAsync(context, GateRefusal.TokenRefused(TokenFault.CertificateMissing));
            return;
        }

        if (identity is Identity.Member)
        {
            var (grant, refusal) = await tokens.ReadAsync(context);
            identity = refusal is null ? identification.Identify(PresentedCertificate.Of(certificate), Identification.Changes(context.Request), grant) : new Identity.Refused(refusal);
        }

        await AdmitAsync(context, admission, identity);
    }

    private Task AdmitAsync(HttpContext context, Admission admission, Identity? identity)
    {
        switch (identity)
        {
            case null:
                admission.AdmitPublic();
                break;
            case Identity.Member member:
                admission.Admit(member.Caller);
                seen.Note(member.Caller);
                break;
            case Identity.Refused refused:
                return decisions.RefuseAsync(context, refused.Reason);
        }

        return next(context);
    }
}
