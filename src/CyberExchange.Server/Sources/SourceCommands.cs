using CyberExchange.Contracts;
using CyberExchange.Contracts.Sources;
using CyberExchange.Domain;
using CyberExchange.Domain.Sources;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Storage.Csaf;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Sources;

/// <summary>Writes of sources. Each is of the caller's partner's own: any other is as absent as one that does not exist.</summary>
public sealed class SourceCommands(
    CommandRunner runner,
    Readmission gate,
    WriteRequests writes,
    RequestDigest digest,
    CommandAnswers answers,
    LiveDirectory directory,
    LiveSources live,
    CsafSourceTable table,
    SourceOptions options,
    ReadSources reads,
    FollowSources follow,
    TimeProvider clock)
{
    private const string AskedFor = "csaf-source-run";

    /// <summary><c>POST /v1/csaf-sources</c>.</summary>
    public async Task<IResult> AddAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.AddSourceRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var id = new CsafSourceId(digest.IdFor("csaf-source", write.Key));
        var result = await RunAsync(http, caller, write.Key, (by, state) => Add(id, by, write.Document, state), ct);
        if (result is CommandResult.Done)
        {
            await table.ScheduleAsync([id.Value], clock.GetUtcNow(), ct);
            follow.Asked.Pulse();
        }

        return answers.Created(result, caller.Viewer, id.Value, $"{SourceRoutes.Collection}/{id.Value:D}");
    }

    /// <summary><c>PUT /v1/csaf-sources/{id}</c>. A run under what was stated before ends, and the source is due, so that an interval that is shorter now counts.</summary>
    public async Task<IResult> ChangeAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ChangeSourceRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var result = await RunAsync(http, caller, write.Key, (by, state) => Change(new(id), by, write.Document, state), ct);
        if (result is CommandResult.Done)
        {
            await table.RestateAsync(id, digest.IdFor(AskedFor, write.Key), clock.GetUtcNow(), ct);
            follow.End(id);
            follow.Asked.Pulse();
        }

        return answers.Changed(result, caller.Viewer, id);
    }

    /// <summary><c>DELETE /v1/csaf-sources/{id}</c>, without a body. A run that goes on ends.</summary>
    public async Task<IResult> RemoveAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var result = await RunAsync(http, caller, write.Key, (by, state) => new RemoveSource(new(id), by.Member.Id).Decide(state), ct);
        if (result is CommandResult.Done)
        {
            await table.RemoveAsync(id, ct);
            follow.End(id);
        }

        return answers.Changed(result, caller.Viewer, id);
    }

    /// <summary><c>POST /v1/csaf-sources/{id}/run</c>, without a body: the source is due now, or some minutes after its last run. No fact, so that nothing is appended.</summary>
    public async Task<IResult> AskAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        if (await live.FindAsync(caller.Viewer.Profile.Id, new(id), ct) is not { } source)
        {
            return ProblemAnswers.NotFound;
        }

        await table.AskAsync(id, digest.IdFor(AskedFor, write.Key), clock.GetUtcNow(), ct);
        follow.Asked.Pulse();
        return await reads.AnswerAsync(source, ct);
    }

    private Task<CommandResult> RunAsync(
        HttpContext http, Caller caller, IdempotencyKey key, Func<Caller, FollowedSources?, Decision<SourceEvent>> decide, CancellationToken ct) => runner.RunAsync(
            gate.Of(http, caller, Capability.FollowProviders),
            now => new Command<FollowedSources, SourceEvent>
            {
                Stream = new(SourceEventCatalog.Stream(now.Viewer.Profile.Id), SourceEventCatalog.Catalog, FollowedSources.Evolve),
                By = Actor.Of(now, http),
                Key = key,
                Decide = (state, _) => Task.FromResult(decide(now, state)),
            },
            ct);

    private Decision<SourceEvent> Add(CsafSourceId id, Caller by, AddSourceRequest request, FollowedSources? state)
    {
        if ((SourceRules.CheckProvider(request.Provider) ?? options.Reach.Check(request.Provider)) is { } refusal)
        {
            return refusal;
        }

        var now = directory.Current;
        var (plan, wrong) = SourceReading.Read(request.IntervalMinutes, request.AnyPublisher, request.Sharing, now, by.Viewer.Profile);
        return plan is null
            ? wrong! // One of the two is there.
            : new AddSource(id, by.Viewer.Profile, by.Member.Id, request.Provider, plan).Decide(state, now.Partners, clock.GetUtcNow());
    }

    private Decision<SourceEvent> Change(CsafSourceId id, Caller by, ChangeSourceRequest request, FollowedSources? state)
    {
        if (state?.Standing.ContainsKey(id) is not true)
        {
            return SourceRules.NotFound;
        }

        var now = directory.Current;
        var (plan, wrong) = SourceReading.Read(request.IntervalMinutes, request.AnyPublisher, request.Sharing, now, by.Viewer.Profile);
        return plan is null
            ? wrong! // One of the two is there.
            : new ChangeSource(id, by.Viewer.Profile, by.Member.Id, plan).Decide(state, now.Partners, clock.GetUtcNow());
    }
}
