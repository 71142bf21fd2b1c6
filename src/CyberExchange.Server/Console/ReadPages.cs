using System.Diagnostics;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Console.Pages;
using CyberExchange.Server.Console.Texts;
using CyberExchange.Server.Explain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Server.Search;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Console;

/// <summary><c>GET /</c> and <c>GET /items/{id}</c>: the same queries as the API, shown to people.</summary>
/// <remarks>
/// Without a certificate the list answers 200 with what is public and says how to come with one: a browser would show 401
/// as an error, and a person could not mend it from there.
/// </remarks>
public sealed class ReadPages(
    ItemQueries items, LiveDirectory directory, IncidentRendition incidents, AdvisoryRendition advisories, SignalRendition signals, TokenSealer sealer, TimeProvider clock,
    HolderQueries holders, ExplainQueries explanations, ShownItem.Witness witness, RelatedAdvisories related)
{
    private const int LinesMax = 50;
    private const string AfterName = "after";

    // More than a person reads at a glance; the API and cyx list them all.
    private const int HoldersMax = 50;

    public async Task<IResult> ItemsAsync(HttpRequest request, Admission admission, CancellationToken ct)
    {
        Criteria.Tidy(request);
        var (filter, after, problem) = ReadQuery(request, admission.Viewer);
        if (filter is null)
        {
            return problem!; // One of the two is there.
        }

        var model = new ItemsModel
        {
            Caller = CallerOf(admission),
            Now = clock.GetUtcNow(),
            Lines = null,
            Filter = PageFilter.Of(request),
            After = after is null ? null : request.Query[AfterName].ToString(),
            Next = null,
            Stream = after is null ? await StreamAsync(admission.Viewer, ct) : null,
        };
        return new Page<ItemsPage, ItemsModel>(Rights.Has(admission.Viewer, Capability.ReadItems) ? await FillAsync(model, request.HttpContext.TraceIdentifier, admission.Viewer, filter, after, ct) : model);
    }

    public async Task<IResult> ItemAsync(Guid id, HttpRequest request, Admission admission, CancellationToken ct)
    {
        // Before the item, so that a change between the two looks is told by the stream.
        var stream = await StreamAsync(admission.Viewer, ct);
        return await items.FindAsync(admission.Viewer, new ItemId(id), ct) switch
        {
            ItemLookup.Found { Row: var row } => await PageAsync(
                await witness.ShowAsync(row, admission.Viewer, Door.ItemPage, request.HttpContext.TraceIdentifier, ct), stream, request, admission, ct),
            ItemLookup.Gone gone => ProblemAnswers.Gone(gone.RemovedAt),
            ItemLookup.Absent => ProblemAnswers.NotFound,
            _ => throw new UnreachableException("A lookup of no known kind."),
        };
    }

    private async Task<Page<ItemPage, ItemModel>> PageAsync(ShownItem shown, string? stream, HttpRequest request, Admission admission, CancellationToken ct)
    {
        var row = shown.Row;
        return new(new()
        {
            Caller = CallerOf(admission),
            Shown = shown,
            Originator = SharingRendition.Originator(row, directory.Current),
            Incident = row.Kind is ItemKind.Incident ? await incidents.RenderAsync(shown, ct) : null,
            Advisory = row.Kind is ItemKind.Advisory ? advisories.Render(shown) : null,
            Signal = row.Kind is ItemKind.Signal ? signals.Render(shown) : null,
            Related = row.Kind is ItemKind.Advisory ? await related.FindAsync(admission.Viewer, row.Id, Door.ItemPage, request.HttpContext.TraceIdentifier, ct) : ([], false),
            Own = admission.Viewer is Viewer.Partner originator && row.Own is not null && Rights.Has(originator, ExplainRoutes.RightOf(row.Kind)) ? await OwnAsync(row.Id, request, originator, ct) : null,
            Stream = stream,
        });
    }

    // A form sends its field also when it is empty.
    private async Task<OwnItemModel> OwnAsync(ItemId id, HttpRequest request, Viewer.Partner originator, CancellationToken ct)
    {
        var now = directory.Current;
        var shown = now.Entries.Where(originator.Profile.Shows).Select(p => p.Id).ToList();
        var held = await holders.HoldersAsync(id, at: null, shown, HolderPlace.First, HoldersMax + 1, ct);
        var asked = request.Query[ExplainRequest.PartnerName].ToString().Trim();
        var (subject, _) = asked.Length == 0 ? (null, null) : ExplainRequest.Find(asked, member: null, originator.Profile, now, "", "");
        return new()
        {
            Holders = [.. held.Take(HoldersMax).Select(holder => HolderLine.Of(holder, now))],
            More = held.Count > HoldersMax,
            Asked = asked.Length == 0 ? null : asked,
            Answer = subject is null ? null : await explanations.ExplainAsync(
                id, subject.Partner, member: null, at: null, ExplanationRendition.KnownGroups(originator.Profile), ct),
        };
    }

    private async Task<ItemsModel> FillAsync(ItemsModel model, string correlationId, Viewer viewer, ItemFilter filter, ItemCursor? after, CancellationToken ct)
    {
        var slice = await items.ListAsync(viewer, filter, after, LinesMax, ct);
        var shown = await witness.ShowAsync(slice.Rows, viewer, Door.ListPage, correlationId, ct);
        var now = directory.Current;
        return model with
        {
            Lines = [.. shown.Select(item => ItemLine.Of(item, now))],
            Next = slice.Next is { } place ? sealer.Seal(TokenPurpose.Pages, viewer, place) : null,
        };
    }

    /// <summary>The address of the stream that tells what changes after now; null for who has none.</summary>
    private async Task<string?> StreamAsync(Viewer viewer, CancellationToken ct)
    {
        if (!Rights.Has(viewer, Capability.ReadFeed))
        {
            return null;
        }

        var newest = await items.ListAsync(viewer, ItemFilter.None, after: null, max: 1, ct);
        return newest.Rows is [var row] ? $"{ItemsStream.Path}?after={sealer.Seal(TokenPurpose.Pages, viewer, row.Cursor)}" : ItemsStream.Path;
    }

    private (ItemFilter? Filter, ItemCursor? After, Problem? Problem) ReadQuery(HttpRequest request, Viewer viewer)
    {
        var (filter, badFilter) = ListRequest.ReadFilter(request, kind: null, directory.Current, Criterion.Kind.Name(), AfterName, PageLanguages.Parameter);
        var (kinds, badKind) = SearchRequest.ReadKinds(request);
        var (after, badCursor) = ListRequest.ReadCursor(request, AfterName, TokenPurpose.Pages, viewer, sealer);
        return (badFilter ?? badKind ?? badCursor) is { } problem ? (null, null, problem) : (filter! with { Kinds = kinds }, after, null); // Without a problem there is one.
    }

    private static Caller? CallerOf(Admission admission) => admission.IsPublic ? null : admission.Caller;
}
