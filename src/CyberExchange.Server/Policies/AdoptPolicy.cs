using CyberExchange.Contracts;
using CyberExchange.Contracts.Policies;
using CyberExchange.Domain.Policies;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Policies.AdoptPolicy;

namespace CyberExchange.Server.Policies;

/// <summary><c>POST /v1/policy</c>.</summary>
public sealed class AdoptPolicy(CommandRunner runner, Readmission gate, WriteRequests writes, CommandAnswers answers, PolicyVersions known)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.AdoptPolicyRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var version = write.Document.Version;
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ManagePolicy),
            now => new Command<Policy, PolicyEvent>
            {
                Stream = new(PolicyEventCatalog.Stream, PolicyEventCatalog.Catalog, Policy.Evolve),
                By = Actor.Of(now, http),
                Key = write.Key,
                Decide = (state, _) => Task.FromResult(new Rule(version).Decide(state, known)),
                Narrows = true, // A later version may show less of what is shared from now on.
            },
            ct);
        return answers.Of(result, caller.Viewer, token => new JsonAnswer<PolicyReceipt>(new(version, token), WireJson.Default.PolicyReceipt));
    }
}
