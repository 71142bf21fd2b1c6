using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Rulebooks;

/// <summary>What members of the steward do with versions of the rulebook: propose, approve, turn down.</summary>
public sealed class RulebookCommands(
    WriteRequests writes, CommandRunner runner, Readmission gate, CommandAnswers answers, DutyCommands duties, LiveRulebook live, TimeProvider clock)
{
    /// <summary>A document with more faults than this is read again when these are mended.</summary>
    private const int FaultsMax = 100;

    private static readonly CommandStream<RulebookVersions, RulebookEvent> Stream =
        new(RulebookEventCatalog.Stream, RulebookEventCatalog.Catalog, RulebookVersions.Evolve);

    /// <summary><c>POST /v1/rulebooks/proposal</c>.</summary>
    public async Task<IResult> ProposeAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ProposeRulebookRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var reading = RulebookReader.Read(JsonSerializer.SerializeToUtf8Bytes(write.Document.Rulebook, WireJson.Default.JsonElement));
        return reading.Rulebook is { } rulebook
            ? await RunAsync(http, caller, rulebook.Version.Digest, write.Key, (now, state) => new ProposeRulebook(now.Member, rulebook, live.Shipped, clock.GetUtcNow()).Decide(state), ct)
            : Faulty(reading.Faults);
    }

    /// <summary><c>POST /v1/rulebooks/approval</c>.</summary>
    public Task<IResult> ApproveAsync(HttpContext http, Caller caller, CancellationToken ct) =>
        DecideAsync(http, caller, (now, digest, state) => new ApproveRulebook(now.Member, digest, live.Shipped, clock.GetUtcNow()).Decide(state), ct);

    /// <summary><c>POST /v1/rulebooks/rejection</c>.</summary>
    public Task<IResult> RejectAsync(HttpContext http, Caller caller, CancellationToken ct) =>
        DecideAsync(http, caller, (now, digest, state) => new RejectRulebook(now.Member, digest).Decide(state), ct);

    private static Problem Faulty(IReadOnlyList<RulebookFault> faults)
    {
        var first = ProblemAnswers.Of(ProblemKind.Invalid, faults[0].Detail, "/rulebook" + faults[0].Pointer).Document;
        return new(first with { Errors = [.. faults.Take(FaultsMax).Select(fault => new ProblemCulprit("/rulebook" + fault.Pointer, "invalid", fault.Detail))] });
    }

    private async Task<IResult> DecideAsync(
        HttpContext http, Caller caller, Func<Caller, string, RulebookVersions?, Decision<RulebookEvent>> decide, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.DecideRulebookRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : await RunAsync(http, caller, write.Document.Digest, write.Key, (now, state) => decide(now, write.Document.Digest, state), ct);
    }

    private async Task<IResult> RunAsync(
        HttpContext http, Caller caller, string digest, IdempotencyKey key, Func<Caller, RulebookVersions?, Decision<RulebookEvent>> decide, CancellationToken ct)
    {
        var result = await duties.PassedAsync(
            runner.RunAsync(
                gate.Of(http, caller, Capability.ManageRulebooks),
                now => new Command<RulebookVersions, RulebookEvent>
                {
                    Stream = Stream,
                    By = Actor.Of(now, http),
                    Key = key,
                    Decide = (state, _) => Task.FromResult(decide(now, state)),
                },
                ct),
            ct);
        return answers.Of(result, caller.Viewer, token => new JsonAnswer<RulebookReceipt>(new(digest, token), WireJson.Default.RulebookReceipt));
    }
}
