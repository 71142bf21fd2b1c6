using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Duties;

/// <summary><c>PUT /v1/incidents/{id}/duties/matrix/{row}</c>.</summary>
public sealed class FillRow(WriteRequests writes, DutyCommands commands, CommandAnswers answers, PersonalVault vault, ContentCatalog catalog)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, string row, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.FillRowRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        if (catalog.Find(row) is not { } known)
        {
            return ProblemAnswers.NotFound;
        }

        var result = await commands.FillAsync(
            http, caller, new(id), write.Key, (now, state, token) => DecideAsync(now, new(id), known, write.Document.Values, state, token), ct);
        return answers.Changed(result, caller.Viewer, id);
    }

    private async Task<Decision<DutyContentEvent>> DecideAsync(
        Caller now, IncidentId id, ContentRow row, IReadOnlyList<string> values, DutyContents? state, CancellationToken ct)
    {
        var owner = now.Viewer.Profile.Id;
        if (!row.Personal || values.Count == 0)
        {
            return new FillContent(id, owner, now.Member.Id, row, values, []).Decide(state);
        }

        // The rule sees only what is sealed.
        return ContentRules.Check(row, values) is { } refusal
            ? refusal.Under("/values")
            : await vault.DecideAsync(
                owner,
                sealing => sealing.SealAsync(PersonWords.RowOf(id, row.Key), [.. values]),
                texts => new FillContent(id, owner, now.Member.Id, row, [], [.. texts.OfType<SealedText>()]).Decide(state),
                ct);
    }
}
