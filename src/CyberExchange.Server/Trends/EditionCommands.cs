using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Trends;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Trends;

/// <summary>What delegates do with editions: propose, publish, decline, take back.</summary>
public sealed class EditionCommands(
    WriteRequests writes, RequestDigest digest, CommandRunner runner, Readmission gate, CommandAnswers answers, LiveEditions live, MakeEdition make, TimeProvider clock)
{
    private static readonly CommandStream<TrendSeries, TrendEvent> Stream = new(TrendEventCatalog.Stream, TrendEventCatalog.Catalog, TrendSeries.Evolve);

    /// <summary><c>POST /v1/trends/proposals</c>.</summary>
    public async Task<IResult> ProposeAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ProposeEditionRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (request, at) = (write.Document, clock.GetUtcNow());
        if (Period.Parse(request.Through) is not { } through)
        {
            return new Refusal(RefusalCode.Invalid, "/through", "A quarter is written 2026-Q3.").ToProblem();
        }

        var from = request.From is null ? null : Period.Parse(request.From);
        if (request.From is not null && from is null)
        {
            return new Refusal(RefusalCode.Invalid, "/from", "A quarter is written 2026-Q3.").ToProblem();
        }

        if (Labels.ParseTlp(request.Label) is not { } label)
        {
            return new Refusal(RefusalCode.UnknownTerm, "/label", "An edition is TLP:GREEN, for every partner, or TLP:CLEAR, for the public too.").ToProblem();
        }

        var id = digest.IdFor("trend-edition-proposal", write.Key);
        var result = await RunAsync(
            http, caller, write.Key,
            (now, state) => new ProposeEdition(now.Viewer.Profile, now.Viewer.Member, id, request.Reason, from, through, request.AsOf, request.IsCorrection, label, at).Decide(state), ct);
        return answers.Created(result, caller.Viewer, id, $"{EditionRoutes.Proposals}?state=open");
    }

    /// <summary><c>POST /v1/trends/proposals/{id}/publication</c>: makes the edition and freezes it.</summary>
    public async Task<IResult> PublishAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var series = (await live.ReadAsync(ct)).Series;
        var (proposal, refusal) = EditionProposals.ToPublish(series, id, caller.Viewer.Profile);
        MadeEdition? made = null;
        if (proposal is not null)
        {
            (made, refusal) = await make.MakeAsync(proposal.Edition, series, ct);
        }

        // What cannot be done is decided by the runner all the same: an earlier request with the same key may have done it.
        var result = await RunAsync(
            http, caller, write.Key, (now, state) => made is null ? refusal! : new PublishEdition(now.Viewer.Profile, now.Viewer.Member, id, made.Facts).Decide(state), ct, // One of the two is there.
            made is null ? [] : [made.Kept]);
        return answers.Changed(result, caller.Viewer, id);
    }

    /// <summary><c>POST /v1/trends/proposals/{id}/refusal</c>.</summary>
    public async Task<IResult> DeclineAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReasonRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : answers.Changed(
                await RunAsync(http, caller, write.Key, (now, state) => new DeclineEdition(now.Viewer.Profile, now.Viewer.Member, id, write.Document.Reason).Decide(state), ct), caller.Viewer, id);
    }

    /// <summary><c>POST /v1/trends/proposals/{id}/withdrawal</c>.</summary>
    public async Task<IResult> TakeBackAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        return write is null
            ? problem! // One of the two is there.
            : answers.Changed(
                await RunAsync(http, caller, write.Key, (now, state) => new TakeBackEdition(now.Viewer.Profile, now.Viewer.Member, id).Decide(state), ct), caller.Viewer, id);
    }

    private Task<CommandResult> RunAsync(
        HttpContext http, Caller caller, IdempotencyKey key, Func<Caller, TrendSeries?, Decision<TrendEvent>> decide, CancellationToken ct, IReadOnlyList<Document>? documents = null) =>
        runner.RunAsync(
            gate.Of(http, caller, Capability.ConductDialogue),
            now => new Command<TrendSeries, TrendEvent>
            {
                Stream = Stream,
                By = Actor.Of(now, http),
                Key = key,
                Decide = (state, _) => Task.FromResult(decide(now, state)),
                Documents = documents ?? [],
            },
            ct);
}
