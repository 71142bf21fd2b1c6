using System.Globalization;
using System.Text;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Csv;

namespace CyberExchange.Interop.Trends;

/// <summary>Tables of an edition as CSV: RFC 4180, UTF-8, a line for each cell.</summary>
public static class TrendCsv
{
    private static readonly string[] Columns = ["edition", "label", "asOf", "table", "side", "row", "parent", "nameEn", "nameJa", "nameFr", "period", "number", "numberOfEdition"];

    private static readonly string[] BridgeColumns =
        ["edition", "label", "asOf", "eu", "euName", "jp", "jpName", "relation", "note", "period", "euNumber", "euNumberOfEdition", "jpNumber", "jpNumberOfEdition"];

    /// <summary>One table, with the id and the label of its edition. A withheld number is <see cref="WithheldWords.Mark"/>, and is of no edition.</summary>
    public static string Of(CitedEdition cited, EditionTable table)
    {
        var text = new StringBuilder(CsvText.Line(Columns));
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var named = table.Rows[row];
            for (var at = 0; at < table.Periods.Count; at++)
            {
                var (number, of) = Cells(table.Numbers[row][at] is { } n ? (n, table.Editions[row][at]) : null);
                text.Append(CsvText.Line(
                [
                    cited.Id, cited.Label.Text(), AsOf(cited.Edition), table.Id, table.Side.Text(), named.Id, named.Parent ?? "", named.Name.En, named.Name.Ja, named.Name.Fr,
                    table.Periods[at].ToString(), number, of,
                ]));
            }
        }

        return text.ToString();
    }

    /// <summary>The sectors of both sides side by side. Where a sector has no counterpart the other side's cells say <c>none</c>.</summary>
    public static string SideBySide(CitedEdition cited)
    {
        var text = new StringBuilder(CsvText.Line(BridgeColumns));
        foreach (var line in Trends.SideBySide.Of(cited.Edition))
        {
            var (eu, euOf) = line.Eu is null ? ("none", "") : Cells(line.EuFigure);
            var (jp, jpOf) = line.Jp is null ? ("none", "") : Cells(line.JpFigure);
            text.Append(CsvText.Line(
            [
                cited.Id, cited.Label.Text(), AsOf(cited.Edition), line.Eu?.Id ?? "", line.Eu?.Name.En ?? "", line.Jp?.Id ?? "", line.Jp?.Name.En ?? "", line.Relation.En, line.Note ?? "",
                line.Period.ToString(), eu, euOf, jp, jpOf,
            ]));
        }

        return text.ToString();
    }

    private static (string Number, string Edition) Cells((long Number, int Edition)? figure) => figure is { } f
        ? (f.Number.ToString(CultureInfo.InvariantCulture), f.Edition.ToString(CultureInfo.InvariantCulture))
        : (WithheldWords.Mark, "");

    private static string AsOf(TrendEdition edition) => edition.AsOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
