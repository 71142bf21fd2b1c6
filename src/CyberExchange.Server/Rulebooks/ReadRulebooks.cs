using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Rulebooks;

/// <summary><c>GET /v1/rulebooks</c>, <c>/v1/rulebooks/{version}</c> and <c>/v1/rulebooks/{version}/diff</c>.</summary>
public sealed class ReadRulebooks(EventLog log, LiveRulebook live, DutyQueries queries)
{
    public const string AfterParameter = "after";

    /// <summary>Files that one page looks at: each of their touched duties is computed twice.</summary>
    private const int FilesMax = 200;

    /// <summary>What is in force, what awaits a second member, and how it came about.</summary>
    public async Task<IResult> ListAsync(Caller caller, CancellationToken ct)
    {
        // A stream of a few events; read as it is, so that a proposal shows as soon as it is stored.
        var stored = await log.ReadStreamAsync(RulebookEventCatalog.Stream, ct: ct);
        var events = stored.Select(e => (Stored: e, Event: RulebookEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing))).ToList();
        var versions = RulebookVersions.Fold(events.Select(e => e.Event)) ?? RulebookVersions.None;
        var document = new RulebooksDocument(
            Render(versions.Adopted is [.., var last] ? last.Version : live.Shipped.Version),
            Render(live.Shipped.Version),
            [.. Steps(events, caller.Viewer.Profile.Has(Role.Steward))])
        {
            Proposed = versions.Proposed is { } proposed ? Render(proposed.Version) : null,
        };
        return new JsonAnswer<RulebooksDocument>(document, WireJson.Default.RulebooksDocument);
    }

    /// <summary>The document of a version.</summary>
    public async Task<IResult> FindAsync(string version, CancellationToken ct)
    {
        if ((await live.ReadAsync(ct)).Stored(version, live.Shipped) is not var (stored, bytes))
        {
            return ProblemAnswers.NotFound;
        }

        using var document = JsonDocument.Parse(bytes);
        return new JsonAnswer<JsonElement>(document.RootElement.Clone(), WireJson.Default.JsonElement) { ETag = $"\"{stored.Digest}\"" };
    }

    /// <summary>What a version changes about the one before it, and which of the caller's own open incidents that touches.</summary>
    public async Task<IResult> DiffAsync(string version, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (after, problem) = ReadAfter(http.Request);
        if (problem is not null)
        {
            return problem;
        }

        if ((await live.ReadAsync(ct)).Find(version, live.Shipped) is not var (next, before))
        {
            return ProblemAnswers.NotFound;
        }

        var diff = RulebookDiff.Between(before, next);
        var owner = caller.Viewer.Profile;
        var files = Rights.Has(caller.Viewer, Capability.KeepDuties) ? await queries.OpenFilesAsync(owner.Id, after, FilesMax, ct) : [];
        var profile = files.Count > 0 ? (await queries.FindProfileAsync(owner.Id, ct))?.Stated : null;
        var touched = files.Select(file => TouchedFile.Of(file, profile, before, next, diff.Touched)).OfType<TouchedFile>();
        var document = new RulebookDiffDocument
        {
            Before = Render(diff.Before),
            After = Render(diff.After),
            Changes = [.. diff.Changes.Select(change => new RulebookChangeDocument(change.Section, change.Id, [.. change.InWords()]))],
            Touched = [.. next.Obligations.Select(rule => rule.Id).Where(diff.Touched.Contains)],
            Incidents = [.. touched.Select(file => new TouchedIncidentDocument(file.Incident.Value, file.Obligations))],
            Next = files.Count == FilesMax ? files[^1].Incident.Value : null,
        };
        return JsonAnswer.Tagged(document, WireJson.Default.RulebookDiffDocument);
    }

    private static (IncidentId? After, Problem? Problem) ReadAfter(HttpRequest request)
    {
        if (request.Query.Keys.FirstOrDefault(name => name != AfterParameter) is { } unknown)
        {
            return (null, ProblemAnswers.BadParameter(unknown, $"Only {AfterParameter} is taken here."));
        }

        if (request.Query[AfterParameter] is not { Count: > 0 } given)
        {
            return (null, null);
        }

        return given is [{ } text] && Guid.TryParseExact(text, "D", out var id)
            ? (new IncidentId(id), null)
            : (null, ProblemAnswers.BadParameter(AfterParameter, "The next page is named by what the page before gave as next."));
    }

    private static IEnumerable<RulebookStep> Steps(IReadOnlyList<(StoredEvent Stored, RulebookEvent Event)> events, bool toSteward)
    {
        var versions = events.Select(e => e.Event).OfType<RulebookEvent.RulebookProposed>()
            .DistinctBy(p => p.Digest, StringComparer.Ordinal).ToDictionary(p => p.Digest, p => p.Version, StringComparer.Ordinal);
        foreach (var (stored, e) in events)
        {
            var (word, digest, by) = e switch
            {
                RulebookEvent.RulebookProposed p => ("proposed", p.Digest, p.By),
                RulebookEvent.RulebookAdopted a => ("adopted", a.Digest, a.By),
                RulebookEvent.RulebookRejected r => ("rejected", r.Digest, r.By),
                _ => throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm."),
            };
            yield return new(word, new(versions[digest], digest), stored.RecordedAt) { By = toSteward ? by.Value : null };
        }
    }

    private static RulebookVersionDocument Render(RulebookVersion version) => new(version.Id, version.Digest);
}
