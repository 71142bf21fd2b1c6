using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Duties;

/// <summary>What the commands on duty files and profiles have in common: each is acknowledged once the view has passed it.</summary>
public sealed class DutyCommands(CommandRunner runner, Readmission gate, OwnItem ownItem, EventLog log, ViewRunners views)
{
    public const string Collection = IncidentCommands.Collection;

    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Changes the file of an incident that the caller originated.</summary>
    public Task<CommandResult> KeepAsync(
        HttpContext http, Caller caller, IncidentId incident, IdempotencyKey key,
        Func<Caller, DutyFile?, CancellationToken, Task<Decision<DutyEvent>>> decide, CancellationToken ct) =>
        KeepAsync(http, caller, incident, key, decide, [], ct);

    /// <summary>The same, with documents that the decision names by digest.</summary>
    public Task<CommandResult> KeepAsync(
        HttpContext http, Caller caller, IncidentId incident, IdempotencyKey key,
        Func<Caller, DutyFile?, CancellationToken, Task<Decision<DutyEvent>>> decide, IReadOnlyList<Document> documents, CancellationToken ct) => RunAsync(
            http, caller, Capability.KeepDuties, incident, key,
            (now, token) => ownItem.GuardAsync(new(incident.Value), now.Viewer, ItemKind.Incident, token),
            decide, documents, ct);

    /// <summary>Changes a file, where somebody else may.</summary>
    /// <param name="visible">Whether the caller sees what it wants to change.</param>
    public Task<CommandResult> RunAsync(
        HttpContext http, Caller caller, Capability required, IncidentId incident, IdempotencyKey key,
        Func<Caller, CancellationToken, Task<Problem?>> visible,
        Func<Caller, DutyFile?, CancellationToken, Task<Decision<DutyEvent>>> decide, IReadOnlyList<Document> documents, CancellationToken ct) => PassedAsync(
            runner.RunAsync(
                gate.Of(http, caller, required),
                now => new Command<DutyFile, DutyEvent>
                {
                    Stream = FileStream(incident),
                    By = Actor.Of(now, http),
                    Key = key,
                    Visible = token => visible(now, token),
                    Decide = (state, token) => decide(now, state, token),
                    Documents = documents,
                },
                ct),
            ct);

    /// <summary>Changes what the caller stated for the reports of an incident that it originated.</summary>
    public Task<CommandResult> FillAsync(
        HttpContext http, Caller caller, IncidentId incident, IdempotencyKey key,
        Func<Caller, DutyContents?, CancellationToken, Task<Decision<DutyContentEvent>>> decide, CancellationToken ct) => PassedAsync(
            runner.RunAsync(
                gate.Of(http, caller, Capability.KeepDuties),
                now => new Command<DutyContents, DutyContentEvent>
                {
                    Stream = new(DutyContentEventCatalog.Stream(incident), DutyContentEventCatalog.Catalog, DutyContents.Evolve),
                    By = Actor.Of(now, http),
                    Key = key,
                    Visible = token => ownItem.GuardAsync(new(incident.Value), now.Viewer, ItemKind.Incident, token),
                    Decide = (state, token) => decide(now, state, token),
                },
                ct),
            ct);

    /// <summary>Changes the profile of the caller's partner.</summary>
    public Task<CommandResult> StateAsync(
        HttpContext http, Caller caller, IdempotencyKey key, Func<Caller, StatedProfile?, Decision<DutyProfileEvent>> decide, CancellationToken ct) => PassedAsync(
            runner.RunAsync(
                gate.Of(http, caller, Capability.KeepDuties),
                now => new Command<StatedProfile, DutyProfileEvent>
                {
                    Stream = ProfileStream(now.Viewer.Profile.Id),
                    By = Actor.Of(now, http),
                    Key = key,
                    Decide = (state, _) => Task.FromResult(decide(now, state)),
                },
                ct),
            ct);

    /// <summary>The profile of a partner as it is in the log now; null where it stated none.</summary>
    public async Task<StatedProfile?> ProfileAsync(PartnerId partner, CancellationToken ct) => (await ProfileStream(partner).LoadAsync(log, ct)).State;

    /// <summary>Whether the view holds all that is in the log now: what it does not show then is not there.</summary>
    public async Task<bool> CaughtUpAsync(CancellationToken ct) => await View().WaitForAsync(await log.HeadAsync(ct), ViewWaitMax, ct);

    public static CommandStream<DutyFile, DutyEvent> FileStream(IncidentId id) =>
        new(DutyEventCatalog.Stream(id), DutyEventCatalog.Catalog, DutyFile.Evolve);

    private static CommandStream<StatedProfile, DutyProfileEvent> ProfileStream(PartnerId id) =>
        new(DutyEventCatalog.ProfileStream(id), DutyEventCatalog.Profiles, StatedProfile.Evolve);

    private ProjectionRunner View() => views.Of(DutiesView.ViewName);

    /// <summary>A result that stands once the view has passed it, and all that nodes keep in memory of it is new.</summary>
    internal async Task<CommandResult> PassedAsync(Task<CommandResult> running, CancellationToken ct)
    {
        var result = await running;
        return result is not CommandResult.Done done || await View().WaitForAsync(done.Position, ViewWaitMax, ct) ? result : new CommandResult.Busy(RetryAfter);
    }
}
