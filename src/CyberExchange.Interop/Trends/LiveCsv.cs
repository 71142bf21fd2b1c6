using System.Globalization;
using System.Text;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Csv;

namespace CyberExchange.Interop.Trends;

/// <summary>Live figures as CSV: RFC 4180, UTF-8, a line for each cell, with the strictest labels of all that is counted.</summary>
public static class LiveCsv
{
    private static readonly string[] Columns = ["asOf", "label", "pap", "sectors", "table", "side", "row", "parent", "nameEn", "nameJa", "nameFr", "period", "over", "number"];

    private static readonly string[] BridgeColumns = ["asOf", "label", "pap", "sectors", "eu", "euName", "jp", "jpName", "relation", "note", "period", "over", "euNumber", "jpNumber"];

    /// <summary>All tables, one after another.</summary>
    public static string Of(LiveFigures figures)
    {
        var text = new StringBuilder(CsvText.Line(Columns));
        foreach (var table in figures.Incidents.Concat(figures.Advisories))
        {
            for (var row = 0; row < table.Rows.Count; row++)
            {
                var named = table.Rows[row];
                for (var at = 0; at < table.Periods.Count; at++)
                {
                    text.Append(CsvText.Line(
                    [
                        Instant(figures), figures.Labels?.Tlp.Text() ?? "", figures.Labels?.Pap.Text() ?? "", Sectors(figures), table.Id, table.Side.Text(), named.Id, named.Parent ?? "", named.Name.En, named.Name.Ja, named.Name.Fr,
                        table.Periods[at].ToString(), Over(figures, table.Periods[at]), Number(table.Numbers(row)[at]),
                    ]));
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The sectors of both sides side by side. Where a sector has no counterpart the other side's cells say <c>none</c>.</summary>
    public static string SideBySide(LiveFigures figures)
    {
        var text = new StringBuilder(CsvText.Line(BridgeColumns));
        foreach (var line in Trends.SideBySide.Of(figures))
        {
            text.Append(CsvText.Line(
            [
                Instant(figures), figures.IncidentLabels?.Tlp.Text() ?? "", figures.IncidentLabels?.Pap.Text() ?? "", Sectors(figures),
                line.Eu?.Id ?? "", line.Eu?.Name.En ?? "", line.Jp?.Id ?? "", line.Jp?.Name.En ?? "", line.Relation.En, line.Note ?? "",
                line.Period.ToString(), Over(figures, line.Period),
                line.EuFigure is { } eu ? Number(eu.Number) : "none", line.JpFigure is { } jp ? Number(jp.Number) : "none",
            ]));
        }

        return text.ToString();
    }

    private static string Instant(LiveFigures figures) => figures.AsOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Sectors(LiveFigures figures) => string.Join(' ', figures.Sectors);

    private static string Over(LiveFigures figures, Period period) => figures.IsOver(period) ? "true" : "false";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
