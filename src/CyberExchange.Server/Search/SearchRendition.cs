using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Search;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.SupplySignals;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Search;

/// <summary>Writes what was found as its viewer may read it: an item looks as it does in lists, and only what it shows is marked.</summary>
public sealed class SearchRendition(IncidentRendition incidents, AdvisoryRendition advisories, SignalRendition signals)
{
    /// <summary>Pieces of one item: enough to see why it was found.</summary>
    private const int HighlightsMax = 10;

    /// <summary>The results of hits, in the order given.</summary>
    /// <param name="hits">The hits.</param>
    /// <param name="shown">Their items, in the same order.</param>
    /// <param name="query">What was searched for; null where only filters were given.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<SearchResult>> RenderAsync(
        IReadOnlyList<SearchHit> hits, IReadOnlyList<ShownItem> shown, SearchQuery? query, CancellationToken ct)
    {
        var documents = (await incidents.RenderAsync([.. shown.Where(s => s.Row.Kind is ItemKind.Incident)], ct)).ToDictionary(i => i.Id);
        return [.. hits.Zip(shown, (hit, item) => item.Row.Kind switch
        {
            ItemKind.Incident => Result(hit, documents[item.Row.Id.Value], query),
            ItemKind.Advisory => Result(hit, advisories.Render(item), query),
            ItemKind.Signal => Result(hit, signals.Render(item), query),
        })];
    }

    private static SearchResult Result(SearchHit hit, IncidentDocument incident, SearchQuery? query) => new()
    {
        Type = hit.Row.Kind.Text(),
        Id = incident.Id,
        Score = hit.Score,
        Incident = incident,
        Highlights = Highlights(TextsOf(incident.Report), query),
    };

    private static SearchResult Result(SearchHit hit, AdvisoryDocument advisory, SearchQuery? query) => new()
    {
        Type = hit.Row.Kind.Text(),
        Id = advisory.Id,
        Score = hit.Score,
        Advisory = advisory,
        Highlights = Highlights(TextsOf(advisory), query),
    };

    private static SearchResult Result(SearchHit hit, SignalDocument signal, SearchQuery? query) => new()
    {
        Type = hit.Row.Kind.Text(),
        Id = signal.Id,
        Score = hit.Score,
        Signal = signal,
        Highlights = Highlights(TextsOf(signal), query),
    };

    // Contacts and personal notes are never searched, so nothing is marked in them either.
    private static IEnumerable<(string Pointer, string? Text)> TextsOf(IncidentReportDocument report) =>
    [
        ("/report/title", report.Title),
        ("/report/reference", report.Reference),
        .. Each("/report/vulnerabilities", report.Vulnerabilities),
        ("/report/classification", report.Classification),
        .. Each("/report/sectors", report.Sectors),
        ("/report/summary", report.Summary),
    ];

    private static IEnumerable<(string Pointer, string? Text)> TextsOf(AdvisoryDocument advisory) =>
    [
        ("/title", advisory.Title),
        ("/trackingId", advisory.TrackingId),
        .. Each("/vulnerabilities", advisory.Vulnerabilities),
        ("/publisherName", advisory.PublisherName),
        .. Each("/vendors", advisory.Vendors),
        .. Each("/products", advisory.Products),
        ("/summary", advisory.Summary),
    ];

    private static IEnumerable<(string Pointer, string? Text)> TextsOf(SignalDocument document) =>
    [
        ("/signal/title", document.Signal.Title),
        ("/signal/product", document.Signal.Product),
        ("/signal/stage", document.Signal.Stage),
        ("/signal/productClass", document.Signal.ProductClass),
        .. Each("/signal/observed", document.Signal.Observed),
        .. Each("/signal/regions", document.Signal.Regions),
        ("/signal/summary", document.Signal.Summary),
        .. (document.Signal.References ?? []).Select((reference, i) => ($"/signal/references/{i}/text", (string?)reference.Text)),
        ("/outcome/explanation", document.Outcome?.Explanation),
        .. (document.Outcome?.References ?? []).Select((reference, i) => ($"/outcome/references/{i}/text", (string?)reference.Text)),
    ];

    private static IEnumerable<(string Pointer, string? Text)> Each(string pointer, IReadOnlyList<string>? texts) =>
        (texts ?? []).Select((text, i) => ($"{pointer}/{i}", (string?)text));

    private static IReadOnlyList<Highlight> Highlights(IEnumerable<(string Pointer, string? Text)> texts, SearchQuery? query) =>
        query is null ? [] : [.. texts.Select(t => t.Text is null || Marks.Find(t.Text, query) is not { } marked ? null : Highlight(t.Pointer, marked)).OfType<Highlight>().Take(HighlightsMax)];

    private static Highlight Highlight(string pointer, MarkedText marked) => new()
    {
        Pointer = pointer,
        Text = marked.Text,
        Start = marked.Start,
        Ranges = [.. marked.Ranges.Select(r => new HighlightRange(r.Start, r.Length))],
    };
}
