using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;
using Rule = CyberExchange.Domain.Obligations.Files.StateProfile;

namespace CyberExchange.Server.Duties;

/// <summary><c>GET</c> and <c>PUT /v1/duty-profile</c>.</summary>
public sealed class KeepDutyProfile(WriteRequests writes, DutyCommands commands, DutyQueries queries, CommandAnswers answers, Rulebook rulebook)
{
    public async Task<IResult> ReadAsync(Caller caller, CancellationToken ct)
    {
        if (await queries.FindProfileAsync(caller.Viewer.Profile.Id, ct) is not { } row)
        {
            return ProblemAnswers.NotFound;
        }

        var document = Render(row);
        return JsonAnswer.Tagged(document, WireJson.Default.DutyProfileDocument);
    }

    public async Task<IResult> StateAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.DutyProfileDocument, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var result = await commands.StateAsync(http, caller, write.Key, (now, state) => Decide(now, write.Document, state), ct);
        return answers.Changed(result, caller.Viewer, caller.Viewer.Profile.Id.Value);
    }

    private Decision<DutyProfileEvent> Decide(Caller now, DutyProfileDocument document, StatedProfile? state)
    {
        if (document.Version is not null || document.StatedAt is not null)
        {
            return new Refusal(RefusalCode.Invalid, document.Version is not null ? "/version" : "/statedAt", "The exchange says this itself: leave it out.");
        }

        var first = new FirstRefusal();
        var profile = new DutyProfile
        {
            EntityKinds = document.EntityKinds,
            Sectors = document.Sectors,
            Jurisdictions = [.. document.Jurisdictions.Select((text, i) => first.Take(JurisdictionReading.Read(text, $"/jurisdictions/{i}")))],
            Size = document.Size,
            MemberState = document.MemberState,
            Zone = document.Zone,
            ReliefExcluded = document.ReliefExcluded,
            EntityFacts = [.. (document.EntityFacts ?? []).Select(f => new EntityFact(f.Fact, f.On))],
            Targets = [.. (document.Targets ?? []).Select(t => new PolicyTarget(t.Obligation, t.Hours))],
        };
        return first.Refusal is { } refusal ? refusal : new Rule(now.Viewer.Profile.Id, now.Member.Id, profile, rulebook).Decide(state);
    }

    private static DutyProfileDocument Render(DutyProfileRow row) => new()
    {
        EntityKinds = row.Stated.Profile.EntityKinds,
        Sectors = row.Stated.Profile.Sectors,
        Jurisdictions = [.. row.Stated.Profile.Jurisdictions.Select(side => side.Text())],
        Size = row.Stated.Profile.Size,
        MemberState = row.Stated.Profile.MemberState,
        Zone = row.Stated.Profile.Zone,
        ReliefExcluded = row.Stated.Profile.ReliefExcluded,
        EntityFacts = [.. row.Stated.Profile.EntityFacts.Select(f => new EntityFactDocument(f.Fact, f.On))],
        Targets = [.. row.Stated.Profile.Targets.Select(t => new PolicyTargetDocument(t.Obligation, t.Hours))],
        Version = row.Stated.Version,
        StatedAt = row.StatedAt,
    };
}
