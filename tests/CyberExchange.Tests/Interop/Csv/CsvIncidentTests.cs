using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Csv;
using CyberExchange.Interop.Incidents;
using CyberExchange.Interop.Losses;
using Xunit;

namespace CyberExchange.Tests.Interop.Csv;

public sealed class CsvIncidentTests
{
    private static readonly string[] Header = ["reference", "Title", "summary", "classification", "sectors", "detectedAt", "vulnerabilities", "label", "team"];
    private static readonly string[] Good = ["C-1", "'=cmd", "S", "rsit.other", "eu.energy; jp.gas", "2026-02-03T04:05:06+09:00", "CVE-2026-1234", "TLP:RED", "night"];

    [Fact]
    public void A_row_becomes_a_report_and_a_column_that_nothing_takes_is_a_loss()
    {
        var draft = Translate(Good).Draft!; // It is checked by what follows.

        Assert.Equal(("C-1", "=cmd", "S", "rsit.other"), (draft.Report.Reference, draft.Report.Title, draft.Report.Summary, draft.Report.Classification));
        Assert.Equal(["eu.energy", "jp.gas"], draft.Report.Sectors);
        Assert.Equal(["CVE-2026-1234"], draft.Report.Vulnerabilities);
        Assert.Equal(new DateTimeOffset(2026, 2, 2, 19, 5, 6, TimeSpan.Zero), draft.Report.DetectedAt);
        Assert.Equal((TlpLabel.Red, null), (draft.Label, draft.Pap));
        Assert.Equal([new Loss("team", LossFate.Dropped, "night", "no field of a report takes this column")], draft.Losses);
    }

    [Theory]
    [InlineData("2026-02-03T04:05:06Z", "2026-02-03T04:05:06Z", false)]
    [InlineData("2026-02-03T04:05:06.123456Z", "2026-02-03T04:05:06.123456Z", false)]
    [InlineData("2026-02-03T04:05-05:00", "2026-02-03T09:05:00Z", false)]
    [InlineData("2026-02-03 04:05", "2026-02-03T04:05:00Z", true)]
    [InlineData("2026-02-03T04:05:06", "2026-02-03T04:05:06Z", true)]
    [InlineData("2026-02-03", "2026-02-03T00:00:00Z", true)]
    public void A_time_without_a_zone_is_taken_for_utc_and_named(string cell, string expected, bool approximated)
    {
        var draft = Translate(With("detectedAt", cell)).Draft!; // It is checked by what follows.

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), draft.Report.DetectedAt);
        Assert.Equal(approximated, draft.Losses.Any(l => l is { Path: "detectedAt", Fate: LossFate.Approximated }));
    }

    [Theory]
    [InlineData("detectedAt", "yesterday", "/report/detectedAt")]
    [InlineData("detectedAt", "", "/report/detectedAt")]
    [InlineData("label", "TLP:WHITE", "/sharing/label")]
    public void A_value_that_cannot_be_read_is_refused_with_a_pointer(string column, string cell, string pointer) =>
        Assert.Equal(pointer, Translate(With(column, cell)).Refusal?.Pointer);

    [Theory]
    [InlineData("kind", "advisory", "/kind")]
    [InlineData("withdrawnBecause", "an error", "/withdrawnBecause")]
    public void What_is_no_standing_incident_is_refused(string column, string cell, string pointer)
    {
        var rows = CsvIncident.Of([.. Header, column], new Dictionary<string, string>()).Rows!; // The header is whole.

        Assert.Equal(pointer, rows.Translate(new(2, [.. Good, cell], null)).Refusal?.Pointer);
    }

    [Fact]
    public void A_row_has_as_many_cells_as_the_header() =>
        Assert.Equal("The row has 10 cells, and the header 9.", Translate([.. Good, "one more"]).Refusal?.Detail);

    [Theory]
    [InlineData("title,summary", "", "no column gives classification, sectors, detectedAt")]
    [InlineData("title,Title,summary,classification,sectors,detectedAt", "", "two columns give 'title'")]
    [InlineData("title,summary,classification,sectors,found", "when=detectedAt", "the header has no column 'when'")]
    [InlineData("title,summary,classification,sectors,found", "found=detectedAt", null)]
    public void A_header_gives_every_field_that_a_report_must_have_once(string header, string map, string? fault)
    {
        var mapping = map.Length == 0 ? [] : new Dictionary<string, string> { [map.Split('=')[0]] = map.Split('=')[1] };

        Assert.Equal(fault, CsvIncident.Of(header.Split(','), mapping).Fault);
    }

    private static string[] With(string column, string cell) => [.. Good.Select((c, i) => Header[i] == column ? cell : c)];

    private static IncidentTranslation Translate(string[] cells) =>
        CsvIncident.Of(Header, new Dictionary<string, string>()).Rows!.Translate(new(2, cells, null)); // The header is whole.
}
