using System.Text.Json.Serialization;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Losses;

/// <summary>A loss report: what an import or an export could not carry. One shape for every format and direction.</summary>
/// <param name="From">Where the records come from, such as <c>veris</c> or <c>exchange</c>.</param>
/// <param name="To">Where they go.</param>
/// <param name="Records">How many records were looked at.</param>
/// <param name="Losses">One row for each path and reason.</param>
public sealed record LossDocument(string From, string To, long Records, IReadOnlyList<LossRow> Losses)
{
    private const string Exchange = "exchange";

    public static LossDocument OfImport(string format, LossTable table) => new(format, Exchange, table.Records, table.Rows);

    public static LossDocument OfExport(string format, LossTable table) => new(Exchange, format, table.Records, table.Rows);
}

/// <summary>The last line of a run as JSON.</summary>
public sealed record LossLine([property: JsonPropertyName("losses")] LossDocument Losses);
