using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.SupplySignals;

/// <summary><c>GET /v1/signals</c>, <c>/v1/signals/count</c>, <c>/v1/signals/calibration</c> and <c>/v1/signals/{id}</c>.</summary>
public sealed class ReadSignals(
    ItemQueries items, SignalQueries signals, LiveDirectory directory, ShownItem.Witness witness, SignalRendition rendition, TokenSealer sealer, TimeProvider clock)
{
    public async Task<IResult> ListAsync(HttpContext http, Viewer viewer, CancellationToken ct)
    {
        var (request, problem) = ListRequest.Read(http.Request, ItemKind.Signal, TokenPurpose.Signals, viewer, sealer, directory.Current);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var slice = await items.ListAsync(viewer, request.Filter, request.After, request.Limit, ct);
        var documents = rendition.Render(await witness.ShowAsync(slice.Rows, viewer, Door.List, http.TraceIdentifier, ct));
        var next = slice.Next is { } place ? sealer.Seal(TokenPurpose.Signals, viewer, place) : null;
        return new JsonAnswer<Page<SignalDocument>>(new(documents, next), WireJson.Default.PageSignalDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.SignalDocument, next is not null),
        };
    }

    public async Task<IResult> CountAsync(HttpContext http, Viewer viewer, CancellationToken ct)
    {
        var (filter, problem) = ListRequest.ReadFilter(http.Request, ItemKind.Signal, directory.Current);
        if (filter is null)
        {
            return problem!; // One of the two is there.
        }

        var count = new CountDocument(await items.CountAsync(viewer, filter, ct));
        return new JsonAnswer<CountDocument>(count, WireJson.Default.CountDocument) { ETag = EntityTags.Of(count, WireJson.Default.CountDocument) };
    }

    /// <summary>A figure over what the viewer may read anyway. No content is shown, so that it is no read of any signal.</summary>
    public async Task<IResult> CalibrateAsync(Viewer viewer, CancellationToken ct)
    {
        var seen = await signals.AllAsync(viewer, ct);
        var figure = SignalCalibration.Of(seen.Signals, SignalRules.DayOf(clock.GetUtcNow()));
        var document = new CalibrationDocument
        {
            Scored = figure.Scored,
            ScoredMin = SignalCalibration.ScoredMin,
            CannotTell = figure.CannotTell,
            Overdue = figure.Overdue,
            Withdrawn = figure.Withdrawn,
            Cut = seen.Cut ? true : null,
            Brier = figure.Brier,
            InWords = figure.InWords,
            Classes = [.. figure.Classes.Select(Class)],
        };
        return new JsonAnswer<CalibrationDocument>(document, WireJson.Default.CalibrationDocument) { ETag = EntityTags.Of(document, WireJson.Default.CalibrationDocument) };
    }

    public async Task<IResult> FindAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => await items.FindAsync(viewer, new ItemId(id), ct) switch
    {
        ItemLookup.Found { Row: { Kind: ItemKind.Signal } row } => Answer(await witness.ShowAsync(row, viewer, Door.Item, http.TraceIdentifier, ct)),
        ItemLookup.Gone { Kind: ItemKind.Signal } gone => ProblemAnswers.Gone(gone.RemovedAt),
        ItemLookup.Found or ItemLookup.Gone or ItemLookup.Absent => ProblemAnswers.NotFound,
        _ => throw new UnreachableException("A lookup of no known kind."),
    };

    private JsonAnswer<SignalDocument> Answer(ShownItem signal)
    {
        var document = rendition.Render(signal);
        return new(document, WireJson.Default.SignalDocument) { ETag = EntityTags.Of(document, WireJson.Default.SignalDocument) };
    }

    private static CalibrationClassDocument Class(CalibrationClass one) => new()
    {
        Confidence = one.Confidence.Word,
        Probability = SignalRendition.Range(one.Confidence),
        Scored = one.Scored,
        ShareCameTrue = one.ShareCameTrue,
        Brier = one.Brier,
        InWords = one.InWords,
    };
}
