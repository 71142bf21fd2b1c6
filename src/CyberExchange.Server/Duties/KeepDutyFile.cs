using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Duties;

/// <summary>What the originator of an incident enters into its duty file: <c>POST /v1/incidents/{id}/duties/...</c>.</summary>
public sealed class KeepDutyFile(
    WriteRequests writes, DutyCommands commands, LiveDirectory directory, CommandAnswers answers, Rulebook rulebook, TimeProvider clock)
{
    public Task<IResult> RecordFactAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => KeepAsync(
        http, caller, id, WireJson.Default.RecordFactRequest,
        (now, request, state) => new RecordFact(new(id), now.Viewer.Profile.Id, now.Member.Id, clock.GetUtcNow())
        {
            Fact = request.Fact,
            At = request.At,
            Zone = request.Zone,
            Evidence = request.Evidence,
            Corrects = request.Corrects,
            Reason = request.Reason,
        }.Decide(state),
        ct);

    public Task<IResult> DecideAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => KeepAsync(
        http, caller, id, WireJson.Default.DecideSignificanceRequest,
        (now, request, state) => new DecideSignificance(
            new(id), now.Viewer.Profile.Id, now.Member, request.Condition, request.Holds,
            [.. (request.Answers ?? []).Select(a => new AnsweredQuestion(a.Threshold, a.Question, a.Answer))], request.Reason, rulebook).Decide(state),
        ct);

    public Task<IResult> AddressAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => KeepAsync(
        http, caller, id, WireJson.Default.AddressDutyRequest,
        (now, request, state) =>
        {
            var (authority, refusal) = AddressedAuthority.Read(now.Viewer.Profile, directory.Current, request.Authority, "/authority");
            return refusal is not null ? refusal : new AddressDuty(new(id), now.Viewer.Profile.Id, now.Member.Id, request.Obligation, authority, rulebook).Decide(state);
        },
        ct);

    public Task<IResult> CloseAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => KeepAsync(
        http, caller, id, WireJson.Default.ReasonRequest,
        (now, request, state) => new CloseDutyFile(new(id), now.Viewer.Profile.Id, now.Member.Id, request.Reason).Decide(state),
        ct);

    private async Task<IResult> KeepAsync<T>(
        HttpContext http, Caller caller, Guid id, JsonTypeInfo<T> shape, Func<Caller, T, DutyFile?, Decision<DutyEvent>> decide, CancellationToken ct)
        where T : class
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, shape, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var result = await commands.KeepAsync(
            http, caller, new(id), write.Key, (now, state, _) => Task.FromResult(decide(now, write.Document, state)), ct);
        return answers.Changed(result, caller.Viewer, id);
    }
}
