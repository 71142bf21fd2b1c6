using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Incidents;

/// <summary>What the commands on incidents have in common.</summary>
public sealed class IncidentCommands(CommandRunner runner, Readmission gate, OwnItem ownItem, IncidentRendition rendition, CommandAnswers answers)
{
    public const string Collection = "/v1/incidents";

    /// <summary>Changes an incident, if the caller may see it, originated it, and knew its present state.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The incident.</param>
    /// <param name="read">Reads the request's body.</param>
    /// <param name="decide">The rule, for the caller as it is when the rule is asked.</param>
    /// <param name="narrows">Whether somebody may see less afterwards.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> ChangeAsync<T>(
        HttpContext http,
        Caller caller,
        IncidentId id,
        Func<Task<(WriteRequest<T>? Write, Problems.Problem? Problem)>> read,
        Func<Viewer.Partner, T, Incident?, CancellationToken, Task<Decision<IncidentEvent>>> decide,
        bool narrows,
        CancellationToken ct)
    {
        var (write, problem) = await read();
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (ifMatch, missing) = OwnItem.ReadIfMatch(http.Request);
        var item = new ItemId(id.Value);
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ReportIncidents),
            now => new Command<Incident, IncidentEvent>
            {
                Stream = ItemStreams.Of(id),
                By = Actor.Of(now, http),
                Key = write.Key,
                Visible = async token => await ownItem.GuardAsync(item, now.Viewer, ItemKind.Incident, token) ?? missing,
                Precondition = (loaded, token) =>
                    ownItem.CompareAsync(item, loaded, now.Viewer, ifMatch!, row => rendition.TagAsync(row, token), token),
                Decide = (state, token) => decide(now.Viewer, write.Document, state, token),
                Narrows = narrows,
            },
            ct);
        return answers.Changed(result, caller.Viewer, id.Value);
    }
}
