using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Domain.Links;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Links;

/// <summary><c>POST /v1/incidents/{id}/links</c> and <c>DELETE /v1/incidents/{id}/links/{advisory}</c>.</summary>
/// <remarks>They name no state of either item, and change none.</remarks>
public sealed class LinkCommands(CommandRunner runner, Readmission gate, OwnItem ownItem, WriteRequests writes, CommandAnswers answers)
{
    /// <summary>States a link between two items that the caller sees.</summary>
    public async Task<IResult> StateAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.LinkRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (incident, advisory) = (new IncidentId(id), new AdvisoryId(write.Document.Advisory));
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ReportIncidents),
            now =>
            {
                PartnerId originator = default; // Read with the incident, before the rule is asked; an incident has one for ever.
                return new Command<ItemLink, LinkEvent>
                {
                    Stream = StreamOf(now, incident, advisory),
                    By = Actor.Of(now, http),
                    Key = write.Key,
                    Visible = async token =>
                    {
                        var (row, hidden) = await ownItem.SeenAsync(new(incident.Value), now.Viewer, ItemKind.Incident, token);
                        originator = row?.Originator ?? default;
                        return hidden ?? (await ownItem.SeenAsync(new(advisory.Value), now.Viewer, ItemKind.Advisory, token)).Problem;
                    },
                    Decide = (state, _) => Task.FromResult(new StateLink(
                        now.Viewer.Profile, now.Member.Id, incident, originator, advisory, write.Document.Kind, write.Document.Reason).Decide(state)),
                };
            },
            ct);
        return answers.Changed(result, caller.Viewer, id);
    }

    /// <summary>Takes the caller's own link back; it need not see the items any more.</summary>
    public async Task<IResult> WithdrawAsync(HttpContext http, Caller caller, Guid id, Guid advisory, CancellationToken ct)
    {
        if (WriteRequests.CheckKey(http.Request) is { } badKey)
        {
            return badKey;
        }

        var key = writes.Key(http.Request, caller.Viewer);
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ReportIncidents),
            now => new Command<ItemLink, LinkEvent>
            {
                Stream = StreamOf(now, new(id), new(advisory)),
                By = Actor.Of(now, http),
                Key = key,
                Guard = (loaded, _) => Task.FromResult(loaded.State is null ? ProblemAnswers.NotFound : null),
                Decide = (state, _) => Task.FromResult(new WithdrawLink(now.Member.Id).Decide(state!)), // The guard has seen it.
                Narrows = true,
            },
            ct);
        return answers.Changed(result, caller.Viewer, id);
    }

    private static CommandStream<ItemLink, LinkEvent> StreamOf(Caller caller, IncidentId incident, AdvisoryId advisory) =>
        new(LinkEventCatalog.Stream(caller.Viewer.Profile.Id, incident, advisory), LinkEventCatalog.Catalog, ItemLink.Evolve);
}
