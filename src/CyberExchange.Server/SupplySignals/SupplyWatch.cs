using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.SupplySignals;

/// <summary>The joint watch list: how it stands for the caller, and what delegates propose, agree to, decline and take back.</summary>
public sealed class SupplyWatch(
    LiveWatchList live, SignalQueries signals, WriteRequests writes, RequestDigest digest, CommandRunner runner, Readmission gate, CommandAnswers answers,
    LiveDirectory directory, TimeProvider clock)
{
    public const string Collection = "/v1/supply-watch";
    public const string StateName = "state";

    private static readonly CommandStream<WatchList, WatchListEvent> Stream = new(WatchListEventCatalog.Stream, WatchListEventCatalog.Catalog, WatchList.Evolve);

    private static readonly Words<WatchProposalState> States = new(
        (WatchProposalState.Open, "open"), (WatchProposalState.Agreed, "agreed"), (WatchProposalState.Declined, "declined"), (WatchProposalState.Withdrawn, "withdrawn"));

    /// <summary><c>GET /v1/supply-watch</c>: what both sides agreed on is for every partner; what counts towards it, of what the caller sees.</summary>
    public async Task<IResult> ListAsync(Caller caller, CancellationToken ct)
    {
        var book = await live.ReadAsync(ct);
        var now = clock.GetUtcNow();
        var seen = await signals.OpenAsync(caller.Viewer, now, Days(book.List.Entries.Values), ct);
        return JsonAnswer.Tagged(
            new([.. book.List.Entries.Values.Select(agreed => Watched(agreed, book, WatchStanding.Of(agreed.Entry, seen.Signals, now)))], seen.Cut ? true : null), WireJson.Default.WatchListDocument);
    }

    /// <summary><c>GET /v1/supply-watch/proposals</c>.</summary>
    public async Task<IResult> ProposalsAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => name != StateName) is { } unknown)
        {
            return ProblemAnswers.BadParameter(unknown, $"This route takes no such parameter, but {StateName}.");
        }

        WatchProposalState? state = null;
        if (http.Request.Query[StateName] is { Count: > 0 } given)
        {
            state = given is [{ } text] ? States.Parse(text) : null;
            if (state is null)
            {
                return ProblemAnswers.BadParameter(StateName, $"The state is one of {string.Join(", ", States.All)}.");
            }
        }

        var book = await live.ReadAsync(ct);
        var found = book.List.Proposals.Values.Where(p => state is null || p.State == state).OrderByDescending(p => book.ProposedAt[p.Id]).ThenBy(p => p.Id);
        return JsonAnswer.Tagged(new([.. found.Select(p => Proposal(p, book))]), WireJson.Default.PageWatchProposalDocument);
    }

    /// <summary><c>POST /v1/supply-watch/proposals</c>.</summary>
    public async Task<IResult> ProposeAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ProposeWatchRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var id = digest.IdFor("supply-watch-proposal", write.Key);
        var result = await RunAsync(http, caller, write.Key, (now, state) => Propose(now, id, write.Document, state), ct);
        return answers.Created(result, caller.Viewer, id, $"{Collection}/proposals?{StateName}=open");
    }

    /// <summary><c>POST /v1/supply-watch/proposals/{id}/agreement</c>.</summary>
    public Task<IResult> AgreeAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) =>
        ByAddressAsync(id, http, caller, (now, state) => new AgreeToWatch(now.Viewer.Profile, now.Viewer.Member, id, directory.ProfileOf).Decide(state), ct);

    /// <summary><c>POST /v1/supply-watch/proposals/{id}/refusal</c>.</summary>
    public async Task<IResult> DeclineAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReasonRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : answers.Changed(
                await RunAsync(http, caller, write.Key, (now, state) => new DeclineWatch(now.Viewer.Profile, now.Viewer.Member, id, write.Document.Reason).Decide(state), ct),
                caller.Viewer, id);
    }

    /// <summary><c>POST /v1/supply-watch/proposals/{id}/withdrawal</c>.</summary>
    public Task<IResult> WithdrawAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) =>
        ByAddressAsync(id, http, caller, (now, state) => new WithdrawWatchProposal(now.Viewer.Profile, now.Viewer.Member, id).Decide(state), ct);

    /// <summary>For how many days a signal may count for one of these entries.</summary>
    internal static int Days(IEnumerable<AgreedWatch> watched) => watched.Select(w => w.Entry.Threshold.Days).DefaultIfEmpty(1).Max();

    private static Decision<WatchListEvent> Propose(Caller by, Guid id, ProposeWatchRequest request, WatchList? state) => request switch
    {
        { Entry: { } entry, Ends: null } => new ProposeWatch(by.Viewer.Profile, by.Viewer.Member, id, request.Reason, SignalReading.Entry(entry)).Decide(state),
        { Entry: null, Ends: { } ends } => new ProposeWatchEnd(by.Viewer.Profile, by.Viewer.Member, id, request.Reason, ends).Decide(state) switch
        {
            Decision<WatchListEvent>.Refused { Refusal: { Code: RefusalCode.NotFound } refusal } => new Refusal(RefusalCode.Invalid, "/ends", refusal.Detail),
            var decision => decision,
        },
        _ => new Refusal(RefusalCode.Invalid, "/entry", "A proposal states an entry, or names one that ends: one of the two."),
    };

    private static WatchedDocument Watched(AgreedWatch agreed, WatchListBook book, WatchStanding standing) => new()
    {
        Entry = SignalRendition.Entry(agreed.Entry),
        Revision = agreed.Revision,
        AgreedAt = book.AgreedAt[agreed.Entry.Id],
        Signals = SignalRendition.Named(standing.Signals.Select(s => s.Id)),
        SignalCount = standing.Signals.Count,
        Partners = standing.Partners,
        Reached = standing.Reached,
    };

    private static WatchProposalDocument Proposal(WatchProposal proposal, WatchListBook book) => new()
    {
        Id = proposal.Id,
        At = book.ProposedAt[proposal.Id],
        Side = proposal.Side.Text(),
        Reason = proposal.Reason,
        Entry = SignalRendition.Entry(proposal.Entry),
        Ends = proposal.Ends,
        State = States.Text(proposal.State),
        DecidedAt = book.DecidedAt.TryGetValue(proposal.Id, out var at) ? at : null,
        Answer = proposal.Answer,
    };

    private async Task<IResult> ByAddressAsync(
        Guid id, HttpContext http, Caller caller, Func<Caller, WatchList?, Decision<WatchListEvent>> decide, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        return write is null ? problem! : answers.Changed(await RunAsync(http, caller, write.Key, decide, ct), caller.Viewer, id); // One of the two is there.
    }

    private Task<CommandResult> RunAsync(
        HttpContext http, Caller caller, IdempotencyKey key, Func<Caller, WatchList?, Decision<WatchListEvent>> decide, CancellationToken ct) => runner.RunAsync(
        gate.Of(http, caller, Capability.ConductDialogue),
        now => new Command<WatchList, WatchListEvent>
        {
            Stream = Stream,
            By = Actor.Of(now, http),
            Key = key,
            Decide = (state, _) => Task.FromResult(decide(now, state)),
        },
        ct);
}
