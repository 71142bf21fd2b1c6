using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary><c>GET /v1/incidents/{id}/holders</c> and <c>/v1/advisories/{id}/holders</c>, for the originator.</summary>
public sealed class ReadHolders(OwnItem ownItem, HolderQueries queries, LiveDirectory directory, TokenSealer sealer, TimeProvider clock)
{
    /// <summary>The parameters of the list.</summary>
    public static readonly string[] ParameterNames = [ExplainRequest.AtName, "after", "limit"];

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, ItemKind kind, CancellationToken ct)
    {
        if (await ownItem.GuardAsync(new ItemId(id), caller.Viewer, kind, ct) is { } hidden)
        {
            return hidden;
        }

        var (request, problem) = HoldersRequest.Read(http.Request, caller.Viewer, sealer, clock.GetUtcNow());
        return request is null
            ? problem! // One of the two is there.
            : new JsonAnswer<HoldersPage>(await PageAsync(new ItemId(id), request, caller.Viewer, ct), WireJson.Default.HoldersPage);
    }

    /// <summary>Those who hold the item, as far as the caller's directory shows them.</summary>
    public async Task<HoldersPage> PageAsync(ItemId item, HoldersRequest request, Viewer.Partner asker, CancellationToken ct)
    {
        var now = directory.Current;
        var shown = now.Entries.Where(asker.Profile.Shows).Select(p => p.Id).ToList();
        var holders = await queries.HoldersAsync(item, request.At, shown, request.After, request.Limit + 1, ct);
        var page = holders.Take(request.Limit).ToList();
        return new()
        {
            At = request.At ?? request.Now,
            Items = [.. page.Select(holder => Document(holder, now))],
            Next = holders.Count > request.Limit ? HoldersRequest.Seal(HolderPlace.Of(page[^1]), asker, sealer) : null,
        };
    }

    private static HolderDocument Document(Holder holder, DirectorySnapshot directory)
    {
        var document = new HolderDocument
        {
            Reason = SharingRendition.Word(holder.Reason),
            Since = holder.Since,
            PolicyVersion = holder.PolicyVersion,
        };
        return holder switch
        {
            Holder.Everyone => document with { Everyone = true },
            Holder.Whole whole => document with { Partner = whole.Partner.Value, Handle = directory.Partners.Find(whole.Partner)?.Handle },
            Holder.Person person => document with
            {
                Partner = person.Partner.Value,
                Handle = directory.Partners.Find(person.Partner)?.Handle,
                Member = person.Member.Value,
            },
            Holder.Forwarded forwarded => document with { ForwardedBy = directory.Partners.Find(forwarded.Cert)?.Handle },
            _ => throw new UnreachableException("A holder of no known kind."),
        };
    }
}

/// <summary>Which part of a list of holders is asked for, and about when.</summary>
/// <param name="At">The instant; null for now.</param>
/// <param name="After">The last holder that was read.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Now">When it was asked.</param>
public sealed record HoldersRequest(DateTimeOffset? At, HolderPlace After, int Limit, DateTimeOffset Now)
{
    /// <summary>The request, or the first problem with it.</summary>
    public static (HoldersRequest? Request, Problem? Problem) Read(HttpRequest request, Viewer viewer, TokenSealer sealer, DateTimeOffset now)
    {
        if (ExplainRequest.CheckNames(request, ReadHolders.ParameterNames) is { } unknown)
        {
            return (null, unknown);
        }

        var (at, badInstant) = ExplainRequest.ReadInstant(request, now);
        var (after, badToken) = ListRequest.ReadCursor(request, "after", TokenPurpose.Holders, viewer, sealer);
        var (limit, badLimit) = ListRequest.ReadLimit(request);
        return (badInstant ?? badToken ?? badLimit) is { } problem
            ? (null, problem)
            : (new(at, after is { } place ? new((int)place.Position, place.Item) : HolderPlace.First, limit, now), null);
    }

    /// <summary>The cursor of a place: no position of the log is in it.</summary>
    public static string Seal(HolderPlace place, Viewer viewer, TokenSealer sealer) =>
        sealer.Seal(TokenPurpose.Holders, viewer, new ItemCursor(place.Section, 0, place.Id));
}
