using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain;
using CyberExchange.Domain.SupplySignals;

namespace CyberExchange.Server.SupplySignals;

/// <summary>Reads signals, outcomes and entries of the watch list as callers send them; whether they can stand the rules say.</summary>
internal static class SignalReading
{
    public static SupplySignal Signal(SupplySignalDocument document) => new()
    {
        Title = document.Title,
        Summary = document.Summary,
        Stage = document.Stage,
        ProductClass = document.ProductClass,
        Product = document.Product,
        Regions = document.Regions ?? [],
        Observed = document.Observed,
        HorizonFrom = document.Horizon.From,
        HorizonTo = document.Horizon.To,
        Confidence = document.Confidence,
        References = References(document.References),
        Items = document.Items ?? [],
    };

    /// <summary>The outcome, or why it is none that can be sent.</summary>
    public static (SignalOutcome? Outcome, Refusal? Refusal) Outcome(SignalOutcomeDocument document) => document.RecordedAt is null
        ? (new(document.Verdict, document.CameTrueOn, document.Explanation, References(document.References)), null)
        : (null, new(RefusalCode.Invalid, "/outcome/recordedAt", "When it is recorded, the exchange says: leave it out."));

    public static WatchEntry Entry(WatchEntryDocument document) => new(
        document.Id, document.Title, document.Stage, document.ProductClass, document.Region,
        new(document.Threshold.Signals, document.Threshold.Partners, document.Threshold.Confidence, document.Threshold.Days));

    private static IReadOnlyList<SignalReference> References(IReadOnlyList<SignalReferenceDocument>? documents) =>
        [.. (documents ?? []).Select(r => new SignalReference(r.Text, r.Url))];
}
