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
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Trends;

/// <summary>What delegates do with editions: propose, publish, decline, take back.</summary>
public sealed class EditionCommands(
    WriteRequests writes, RequestDigest digest, CommandRunner runner, Readmission gate, CommandAnswers answers, EventLog log, LiveEditions live, LiveDirectory directory,
    MakeEdition make, IHostApplicationLifetime host, TimeProvider clock)
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

    /// <summary><c>POST /v1/trends/proposals/{id}/publication</c>: makes the edition and freezes it, or ends the proposal where there can be none.</summary>
    /// <remarks>What was begun goes on when the caller goes away, so that a retry with the same key finds what came of it.</remarks>
    public async Task<IResult> PublishAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        ct = host.ApplicationStopping;
        var admission = Admission(http, caller);
        var (series, proposal, refusal) = await ToPublishAsync(id, caller, write.Key, ct);
        if (proposal is null)
        {
            return await RefuseAsync(refusal!); // One of the two is there.
        }

        using var turn = make.Begin();
        if (turn is null)
        {
            return ProblemAnswers.Busy(MakeEdition.RetryAfter);
        }

        // Whoever had the turn before may have published this one, or another.
        (series, proposal, refusal) = await ToPublishAsync(id, caller, write.Key, ct);
        if (proposal is null)
        {
            return await RefuseAsync(refusal!); // One of the two is there.
        }

        var (made, none) = await make.MakeAsync(proposal.Edition, series, ct);
        return await AnswerAsync(await RunAsync(
            http, admission, write.Key,
            (now, state) => made is null
                ? new EndInVain(now.Viewer.Profile, now.Viewer.Member, id, series.Last?.Id, none!.Detail).Decide(state) // One of the two is there.
                : new PublishEdition(now.Viewer.Profile, now.Viewer.Member, id, directory.ProfileOf, made.Facts).Decide(state),
            ct, made is null ? [] : [made.Kept]));

        // The runner refuses, since an earlier request with the same key may have done it.
        async Task<IResult> RefuseAsync(Refusal why) => await AnswerAsync(await RunAsync(http, admission, write.Key, (_, _) => why, ct));

        // A proposal that was agreed to in vain was done with too, at the first time and at each retry.
        async Task<IResult> AnswerAsync(CommandResult result) =>
            result is CommandResult.Done && (await live.ReadAsync(ct)).Series.Proposals[id] is { State: not EditionState.Published, Answer: { } why }
                ? new Refusal(RefusalCode.Invalid, "", why).ToProblem()
                : answers.Changed(result, caller.Viewer, id);
    }

    // A key that was used already needs no edition: the runner knows what came of it.
    private async Task<(TrendSeries Series, EditionProposal? Proposal, Refusal? Refusal)> ToPublishAsync(Guid id, Caller caller, IdempotencyKey key, CancellationToken ct)
    {
        var isUsed = await log.FindKeyAsync(key.Scope, key.Key, ct) is not null;
        var series = (await live.ReadAsync(ct)).Series;
        var (proposal, refusal) = isUsed ? (null, EditionProposals.Outdated) : EditionProposals.ToPublish(series, id, caller.Viewer.Profile, directory.ProfileOf);
        return (series, proposal, refusal);
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

    private StandingAdmission Admission(HttpContext http, Caller caller) => gate.Of(http, caller, Capability.ConductDialogue);

    private Task<CommandResult> RunAsync(
        HttpContext http, Caller caller, IdempotencyKey key, Func<Caller, TrendSeries?, Decision<TrendEvent>> decide, CancellationToken ct) =>
        RunAsync(http, Admission(http, caller), key, decide, ct);

    private Task<CommandResult> RunAsync(
        HttpContext http, StandingAdmission admission, IdempotencyKey key, Func<Caller, TrendSeries?, Decision<TrendEvent>> decide, CancellationToken ct, IReadOnlyList<Document>? documents = null) =>
        runner.RunAsync(
            admission,
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
