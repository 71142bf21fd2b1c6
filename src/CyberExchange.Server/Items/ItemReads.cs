using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Items;

/// <summary>Lists, counts and single reads: the same for items of every kind.</summary>
public sealed class ItemReads(ItemQueries items, LiveDirectory directory, ShownItem.Witness witness, TokenSealer sealer)
{
    /// <summary>A page of items of a kind.</summary>
    /// <param name="http">The request, with its filters.</param>
    /// <param name="viewer">Who reads.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="purpose">What cursors of this list are sealed for.</param>
    /// <param name="renderAsync">The items as documents, in their order.</param>
    /// <param name="page">The shape of the page.</param>
    /// <param name="document">The shape of a document.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> ListAsync<TDocument>(
        HttpContext http,
        Viewer viewer,
        ItemKind kind,
        TokenPurpose purpose,
        Func<IReadOnlyList<ShownItem>, Task<IReadOnlyList<TDocument>>> renderAsync,
        JsonTypeInfo<Page<TDocument>> page,
        JsonTypeInfo<TDocument> document,
        CancellationToken ct)
    {
        var (request, problem) = ListRequest.Read(http.Request, kind, purpose, viewer, sealer, directory.Current);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var slice = await items.ListAsync(viewer, request.Filter, request.After, request.Limit, ct);
        var documents = await renderAsync(await witness.ShowAsync(slice.Rows, viewer, Door.List, http.TraceIdentifier, ct));
        var next = slice.Next is { } place ? sealer.Seal(purpose, viewer, place) : null;
        return new JsonAnswer<Page<TDocument>>(new(documents, next), page) { ETag = PageTag.Of(documents, document, next is not null) };
    }

    /// <summary>How many items of a kind the filters of the request leave.</summary>
    public async Task<IResult> CountAsync(HttpContext http, Viewer viewer, ItemKind kind, CancellationToken ct)
    {
        var (filter, problem) = ListRequest.ReadFilter(http.Request, kind, directory.Current);
        if (filter is null)
        {
            return problem!; // One of the two is there.
        }

        var count = new CountDocument(await items.CountAsync(viewer, filter, ct));
        return JsonAnswer.Tagged(count, WireJson.Default.CountDocument);
    }

    /// <summary>One item of a kind, by what is answered for it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">Which.</param>
    /// <param name="viewer">Who reads.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="door">Where it is shown.</param>
    /// <param name="answerAsync">The answer for whoever sees it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> FindAsync(HttpContext http, Guid id, Viewer viewer, ItemKind kind, Door door, Func<ShownItem, Task<IResult>> answerAsync, CancellationToken ct)
    {
        var (row, problem) = (await items.FindAsync(viewer, new ItemId(id), ct)).OfKind(kind);
        return row is null ? problem! : await answerAsync(await witness.ShowAsync(row, viewer, door, http.TraceIdentifier, ct)); // One of the two is there.
    }
}

/// <summary>What a lookup is for a route of one kind.</summary>
internal static class LookupOfKind
{
    /// <summary>The item, or why it is not answered: one of another kind is as absent as none.</summary>
    public static (ItemRow? Row, Problem? Problem) OfKind(this ItemLookup lookup, ItemKind kind) => lookup switch
    {
        ItemLookup.Found { Row: var row } when row.Kind == kind => (row, null),
        ItemLookup.Gone gone when gone.Kind == kind => (null, ProblemAnswers.Gone(gone.RemovedAt)),
        ItemLookup.Found or ItemLookup.Gone or ItemLookup.Absent => (null, ProblemAnswers.NotFound),
        _ => throw new UnreachableException("A lookup of no known kind."),
    };
}
