using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Rule = CyberExchange.Domain.Partners.ChangePartner;

namespace CyberExchange.Server.Partners;

/// <summary><c>PUT /v1/partners/{id}</c>.</summary>
public sealed class ChangePartner(
    WriteRequests writes, LiveDirectory directory, ProjectionRunner core, PartnerRendition rendition, PartnerCommands commands)
{
    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.PartnerFactsDocument, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (ifMatch, missing) = OwnItem.ReadIfMatch(http.Request);
        return await commands.ChangeKnownAsync(
            http,
            caller,
            new PartnerId(id),
            write.Key,
            loaded => loaded.State is null ? ProblemAnswers.NotFound : missing,
            (loaded, token) => CompareAsync(loaded, caller, ifMatch!, token),
            state => Decide(new PartnerId(id), write.Document, state),
            ct);
    }

    // What the request replaces, the facts, is compared as the stream has it; members, keys and groups as the directory has them.
    private async Task<Precondition> CompareAsync(LoadedStream<Partner> loaded, Caller caller, string ifMatch, CancellationToken ct)
    {
        if (!await core.WaitForAsync(loaded.LastPosition, ViewWaitMax, ct))
        {
            return Precondition.Unknown;
        }

        var partner = loaded.State!; // The guard found it.
        var tag = await rendition.TagAsync(new(partner.Id, partner.Facts, GroupsOf(partner.Id), partner.Suspended), caller.Viewer.Profile, directory.Current, ct);
        return EntityTags.Matches(ifMatch, tag) ? Precondition.Holds : Precondition.Stale;
    }

    private IReadOnlyList<GroupId> GroupsOf(PartnerId id) => directory.Current.Entry(id)?.Groups ?? [];

    private Decision<PartnerEvent> Decide(PartnerId id, PartnerFactsDocument document, Partner? state)
    {
        var now = directory.Current;
        var (facts, refusal) = new PartnerFactsReading(now).Read(document, GroupsOf(id));
        if (facts is null)
        {
            return refusal!; // One of the two is there.
        }

        var renames = state is not null && !string.Equals(state.Facts.Handle, facts.Handle, StringComparison.Ordinal);
        return renames && PartnerHandles.Taken(now, facts.Handle, state!.Id) is { } taken ? taken : new Rule(facts).Decide(state);
    }
}
