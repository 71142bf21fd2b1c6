using CyberExchange.Contracts;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.SupplySignals;

/// <summary>Writes supply signals as one viewer may read them; lists, single reads, feeds and pages all take this.</summary>
public sealed class SignalRendition(LiveDirectory directory, AuditReferences audit)
{
    /// <summary>Signals that one entry or warning names; as many as a threshold can ask for.</summary>
    public const int NamedMax = WatchListRules.SignalsMax;

    /// <summary>The documents of signals, in the order given.</summary>
    public IReadOnlyList<SignalDocument> Render(IReadOnlyList<ShownItem> shown)
    {
        var now = directory.Current;
        return [.. shown.Select(signal => Document(signal.Row, now))];
    }

    /// <summary>The document of one signal.</summary>
    public SignalDocument Render(ShownItem signal) => Document(signal.Row, directory.Current);

    /// <summary>The entity tag of what the viewer of a row reads.</summary>
    public string Tag(ItemRow row) => EntityTags.Of(Document(row, directory.Current), WireJson.Default.SignalDocument);

    /// <summary>An entry of the watch list.</summary>
    public static WatchEntryDocument Entry(WatchEntry entry) => new()
    {
        Id = entry.Id,
        Title = entry.Title,
        Stage = entry.Stage,
        ProductClass = entry.ProductClass,
        Region = entry.Region,
        Threshold = new(entry.Threshold.Signals, entry.Threshold.Partners, entry.Threshold.Confidence, entry.Threshold.Days),
    };

    /// <summary>A warning, for whom it was raised.</summary>
    public static SupplyWarningDocument Warning(WarningRow row) => new()
    {
        Entry = Entry(row.Raised.Entry),
        Revision = row.Raised.Revision,
        Signals = Named(row.Raised.Signals),
        SignalCount = row.Raised.Signals.Count,
        Partners = row.Raised.Partners,
        RaisedAt = row.RaisedAt,
    };

    /// <summary>The ids that a document names; it says apart how many there are.</summary>
    public static IReadOnlyList<Guid> Named(IEnumerable<SignalId> signals) => [.. signals.Take(NamedMax).Select(id => id.Value)];

    /// <summary>The range of probability that a word of confidence stands for.</summary>
    public static PercentRange Range(SupplyConfidence confidence) => new(confidence.PercentFrom, confidence.PercentTo);

    private SignalDocument Document(ItemRow row, DirectorySnapshot now)
    {
        var content = row.Signal ?? throw new ArgumentException($"Item {row.Id.Value} is no signal.", nameof(row));
        return new()
        {
            Id = row.Id.Value,
            Revision = row.Revision,
            Originator = SharingRendition.Originator(row, now),
            PostedAt = row.FirstAt,
            StatedAt = row.StatedAt,
            Signal = Signal(content.Signal),
            Probability = Range(SupplyConfidence.Parse(content.Signal.Confidence)!), // It was checked when it was posted.
            Outcome = content.Outcome is { } outcome ? Outcome(outcome, content.OutcomeAt) : null,
            Received = SharingRendition.Received(row, now),
            Sharing = SharingRendition.Own(row, audit),
            WithdrawnBecause = row.WithdrawnBecause,
        };
    }

    private static SupplySignalDocument Signal(SupplySignal signal) => new()
    {
        Title = signal.Title,
        Summary = signal.Summary,
        Stage = signal.Stage,
        ProductClass = signal.ProductClass,
        Product = signal.Product,
        Regions = signal.Regions.Count == 0 ? null : signal.Regions,
        Observed = signal.Observed,
        Horizon = new(signal.HorizonFrom, signal.HorizonTo),
        Confidence = signal.Confidence,
        References = References(signal.References),
        Items = signal.Items.Count == 0 ? null : signal.Items,
    };

    private static SignalOutcomeDocument Outcome(SignalOutcome outcome, DateTimeOffset? at) => new()
    {
        Verdict = outcome.Verdict,
        CameTrueOn = outcome.CameTrueOn,
        Explanation = outcome.Explanation,
        References = References(outcome.References),
        RecordedAt = at,
    };

    private static IReadOnlyList<SignalReferenceDocument>? References(IReadOnlyList<SignalReference> references) =>
        references.Count == 0 ? null : [.. references.Select(r => new SignalReferenceDocument(r.Text, r.Url))];
}
