using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Partners.EnrolPartner;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners</c>.</summary>
public sealed class EnrolPartner(WriteRequests writes, RequestDigest digest, LiveDirectory directory, PartnerCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.PartnerFactsDocument, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var id = new PartnerId(digest.IdFor("partner", write.Key));
        return await commands.CreateAsync(http, caller, id, write.Key, state => Decide(id, write.Document, state), ct);
    }

    private Decision<PartnerEvent> Decide(PartnerId id, PartnerFactsDocument document, Partner? state)
    {
        var now = directory.Current;
        var (facts, refusal) = new PartnerFactsReading(now).Read(document, groups: []);
        if (facts is null)
        {
            return refusal!; // One of the two is there.
        }

        return PartnerHandles.Taken(now, facts.Handle, id) is { } taken ? taken : new Rule(id, facts).Decide(state);
    }
}
