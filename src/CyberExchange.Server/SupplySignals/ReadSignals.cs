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
public sealed class ReadSignals(ItemReads reads, SignalQueries signals, SignalRendition rendition, TimeProvider clock)
{
    public Task<IResult> ListAsync(HttpContext http, Viewer viewer, CancellationToken ct) => reads.ListAsync(
        http, viewer, ItemKind.Signal, TokenPurpose.Signals, shown => Task.FromResult(rendition.Render(shown)),
        WireJson.Default.PageSignalDocument, WireJson.Default.SignalDocument, ct);

    public Task<IResult> CountAsync(HttpContext http, Viewer viewer, CancellationToken ct) => reads.CountAsync(http, viewer, ItemKind.Signal, ct);

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
        return JsonAnswer.Tagged(document, WireJson.Default.CalibrationDocument);
    }

    public Task<IResult> FindAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => reads.FindAsync(
        http, id, viewer, ItemKind.Signal, Door.Item,
        signal =>
        {
            var document = rendition.Render(signal);
            return Task.FromResult<IResult>(JsonAnswer.Tagged(document, WireJson.Default.SignalDocument));
        },
        ct);

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
