using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Advisories;

/// <summary>What the commands on advisories have in common.</summary>
public sealed class AdvisoryCommands(CommandRunner runner, Readmission gate, OwnItem ownItem, AdvisoryRendition rendition, CommandAnswers answers)
{
    public const string Collection = "/v1/advisories";

    /// <summary>Changes an advisory and answers with a plain receipt.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<IResult> ChangeAsync(
        HttpContext http,
        Caller caller,
        AdvisoryId id,
        IdempotencyKey key,
        Func<Viewer.Partner, Advisory?, Decision<AdvisoryEvent>> decide,
        bool narrows,
        CancellationToken ct) =>
        answers.Changed(await RunAsync(http, caller, id, key, (by, state, _) => Task.FromResult(decide(by, state)), narrows, [], ct), caller.Viewer, id.Value);

    /// <summary>Changes an advisory, if the caller may see it, originated it, and knew its present state.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The advisory.</param>
    /// <param name="key">The request's idempotency key.</param>
    /// <param name="decide">The rule, for the caller as it is when the rule is asked; it may have to be told what is kept beside the log.</param>
    /// <param name="narrows">Whether somebody may see less afterwards.</param>
    /// <param name="documents">Documents that the events name.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CommandResult> RunAsync(
        HttpContext http,
        Caller caller,
        AdvisoryId id,
        IdempotencyKey key,
        Func<Viewer.Partner, Advisory?, CancellationToken, Task<Decision<AdvisoryEvent>>> decide,
        bool narrows,
        IReadOnlyList<Document> documents,
        CancellationToken ct)
    {
        var (ifMatch, missing) = OwnItem.ReadIfMatch(http.Request);
        var item = new ItemId(id.Value);
        return runner.RunAsync(
            gate.Of(http, caller, Capability.PublishAdvisories),
            now => new Command<Advisory, AdvisoryEvent>
            {
                Stream = ItemStreams.Of(id),
                By = Actor.Of(now, http),
                Key = key,
                Visible = async token => await ownItem.GuardAsync(item, now.Viewer, ItemKind.Advisory, token) ?? missing,
                Precondition = (loaded, token) =>
                    ownItem.CompareAsync(item, loaded, now.Viewer, ifMatch!, row => Task.FromResult(rendition.Tag(row)), token),
                Decide = (state, token) => decide(now.Viewer, state, token),
                Narrows = narrows,
                Documents = documents,
            },
            ct);
    }
}
