using CyberExchange.Contracts.Trends;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Trends;

namespace CyberExchange.Server.Trends;

/// <summary>Writes live figures for whoever they were counted for.</summary>
internal static class LiveTrendsRendition
{
    public static LiveTrendsDocument Tables(LiveFigures figures) => new()
    {
        AsOf = figures.AsOf,
        Label = figures.Labels?.Tlp.Text(),
        Pap = figures.Labels?.Pap.Text(),
        Sectors = figures.Sectors,
        WhatIsCounted = ComparedWords.Of(figures.WhatIsCounted),
        Periods = Periods(figures),
        Incidents = [.. figures.Incidents.Select(Table)],
        Advisories = [.. figures.Advisories.Select(Table)],
    };

    public static LiveSideBySideDocument SideBySide(LiveFigures figures) => new(
        figures.AsOf,
        ComparedWords.Of(figures.WhatIsCounted),
        Periods(figures),
        [
            .. Interop.Trends.SideBySide.Of(figures).Chunk(figures.Periods.Count).Select(line => new LiveLineDocument(ComparedWords.Of(line[0].Relation))
            {
                Note = line[0].Note,
                Eu = line[0].Eu is { } eu ? Row(eu, [.. line.Select(l => l.EuFigure?.Number ?? 0)]) : null,
                Jp = line[0].Jp is { } jp ? Row(jp, [.. line.Select(l => l.JpFigure?.Number ?? 0)]) : null,
            }),
        ])
    {
        Label = figures.IncidentLabels?.Tlp.Text(),
        Pap = figures.IncidentLabels?.Pap.Text(),
        Sectors = figures.Sectors,
        Bridge = ComparedWords.Of(SectorBridge.Caution),
    };

    public static LiveComparisonDocument Comparison(LiveFigures figures, TrendComparison comparison) => new()
    {
        AsOf = figures.AsOf,
        Label = LabelsOf(figures, comparison)?.Tlp.Text(),
        Pap = LabelsOf(figures, comparison)?.Pap.Text(),
        Sectors = figures.Sectors,
        First = Cell(comparison.First),
        Second = Cell(comparison.Second),
        Outcome = ComparedWords.Of(comparison.Outcome),
        Numbers = comparison.Numbers is { } numbers ? [numbers.First, numbers.Second] : null,
        Ratio = Finite(comparison.Ratio?.Ratio),
        RatioLow = Finite(comparison.Ratio?.Low),
        RatioHigh = Finite(comparison.Ratio?.High),
        Confidence = TrendComparison.Confidence,
        P = comparison.P,
        Sentence = ComparedWords.Of(comparison.Sentence),
        Cautions = [.. comparison.Cautions.Select(ComparedWords.Of)],
    };

    private static LivePeriodDocument[] Periods(LiveFigures figures) => [.. figures.Periods.Select(p => new LivePeriodDocument($"{p}", figures.IsOver(p)))];

    private static LiveTableDocument Table(LiveTable table) => new()
    {
        Id = table.Id,
        Side = table.Side.Text(),
        Title = ComparedWords.Of(table.Title),
        RowsOverlap = table.RowsOverlap,
        Rows = [.. table.Rows.Select((row, at) => Row(row, table.Numbers(at)))],
    };

    private static LiveRowDocument Row(TrendRow row, IReadOnlyList<long> numbers) => new(row.Id, ComparedWords.Of(row.Name), numbers) { Parent = row.Parent };

    private static CountedLabels? LabelsOf(LiveFigures figures, TrendComparison comparison) =>
        LiveTables.CountsAdvisories(comparison.First.Table) ? figures.AdvisoryLabels : figures.IncidentLabels;

    private static string Cell(ComparedCell cell) => $"{cell.Table}:{cell.Row}:{cell.Period}";

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
