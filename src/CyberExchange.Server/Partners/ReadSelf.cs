using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary><c>GET /v1/me</c>: who the certificate says the caller is, and what it may do.</summary>
public sealed class ReadSelf(LiveDirectory directory, PartnerRendition rendition, TimeProvider clock)
{
    public const string Address = "/v1/me";

    public async Task<IResult> HandleAsync(Caller caller, CancellationToken ct)
    {
        var now = directory.Current;
        var partner = now.Entry(caller.Viewer.Profile.Id) is { } entry ? await rendition.RenderAsync(entry, caller.Viewer.Profile, now, ct) : null;
        if (partner?.Members?.FirstOrDefault(m => m.Id == caller.Member.Id.Value) is not { } member)
        {
            return ProblemAnswers.NotFound; // Removed since the gate let it in; the next request says so.
        }

        var me = new MeDocument
        {
            Partner = partner,
            Member = member,
            Capabilities = [.. Enum.GetValues<Capability>().Where(caller.May).Select(c => c.ToString())],
            CertificateEndsAt = caller.CertificateEndsAt,
            Warnings = ExpiryWarnings.Of(caller.CertificateEndsAt, clock.GetUtcNow()),
        };
        return JsonAnswer.Tagged(me, WireJson.Default.MeDocument);
    }
}
