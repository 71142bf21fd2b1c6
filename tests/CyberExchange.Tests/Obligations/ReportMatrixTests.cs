using System.Text.Json;
using CyberExchange.Domain.Obligations;
using CyberExchange.Interop;
using CyberExchange.Interop.Duties;
using CyberExchange.Tests.Domain;
using NodaTime;
using Xunit;
using RefusalCode = CyberExchange.Domain.RefusalCode;

namespace CyberExchange.Tests.Obligations;

/// <summary>The report-once matrix: a row is stated once, and every report that asks for it has it.</summary>
public sealed class ReportMatrixTests
{
    private const string Ransomware = "rsit.information-content-security.unauthorised-information-modification";
    private static readonly LocalDate Day = new(2026, 11, 26);
    private static readonly DateTimeOffset Detected = new(2026, 11, 26, 9, 30, 0, TimeSpan.FromHours(9));

    private static readonly KnownContent Known = new()
    {
        ReporterName = "Example Bank Group",
        Reference = "CASE-7",
        Summary = "Files of the branch are encrypted.",
        Classification = Ransomware,
        DetectedAt = Detected,
        AffectedCount = 1200,
        Contacts = ["Duty analyst, duty@example.org"],
        Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["classification"] = "2026-11-26T10:00:00+01:00", ["handling_end"] = "2026-12-01" },
    };

    [Fact]
    public void A_row_that_is_stated_once_stands_in_every_report_that_asks_for_it()
    {
        var matrix = Matrix(Stated(("root-cause", ["A leaked password."])), "dora-final", "jp-appi-prompt", "jp-tba-prompt", "gdpr-authority");

        var cause = Row(matrix, "root-cause");
        Assert.Equal([CellState.Filled, CellState.Filled, CellState.Filled, CellState.NotAsked], cause.Cells);
        Assert.Equal(["A leaked password."], cause.Entry!.Values);
    }

    [Fact]
    public void Each_duty_says_what_is_missing_in_its_own_report()
    {
        var matrix = Matrix(Stated(), "nis2-early-warning", "jp-tba-prompt");

        Assert.Equal(["malice-suspected", "cross-border-impact"], matrix.Columns[0].Missing.Select(row => row.Key));
        Assert.Equal(["occurred-at", "place", "mitigation-applied"], matrix.Columns[1].Missing.Select(row => row.Key));
        Assert.Equal([CellState.NotAsked, CellState.Optional], Row(matrix, "root-cause").Cells);
    }

    [Fact]
    public void A_row_for_which_no_open_duty_asks_is_not_shown() =>
        Assert.Equal(["malice-suspected", "cross-border-impact"], Matrix(Stated(("root-cause", ["x"])), "nis2-early-warning").Rows.Select(row => row.Row.Key));

    [Fact]
    public void One_of_two_is_enough_where_the_law_says_or()
    {
        var matrix = Matrix(Stated(("overview", ["o"]), ("severity", ["s"]), ("impact", ["i"]), ("mitigation-applied", ["m"]), ("mitigation-under-way", ["n"])), "nis2-final");

        // The type of threat is known from the incident's class; the root cause may follow.
        Assert.Empty(matrix.Columns[0].Missing);
        Assert.Equal(CellState.Filled, Row(matrix, "threat-type").Cells[0]);
        Assert.Equal(CellState.Optional, Row(matrix, "root-cause").Cells[0]);
    }

    [Fact]
    public void What_the_incident_says_already_fills_its_rows_and_says_whence()
    {
        var matrix = Matrix(Stated(), "dora-initial");

        var overview = Row(matrix, "overview").Entry!;
        Assert.Equal((ContentSource.IncidentSummary, Known.Summary), (overview.Source, overview.Values[0]));
        Assert.Equal("2026-11-26T09:30:00+09:00", Row(matrix, "detected-at").Entry!.Values[0]);
        Assert.Equal("2026-11-26T10:00:00+01:00", Row(matrix, "classified-at").Entry!.Values[0]);
        Assert.Equal("CASE-7", Row(matrix, "incident-reference").Entry!.Values[0]);
        Assert.Null(Row(matrix, "entity-identifier").Entry);
    }

    [Fact]
    public void A_member_s_word_stands_above_what_is_known_and_gives_way_when_it_is_cleared()
    {
        Assert.Equal((null, "Ours."), Stand(Matrix(Stated(("overview", ["Ours."])), "dora-initial")));
        Assert.Equal((ContentSource.IncidentSummary, Known.Summary), Stand(Matrix(Stated(("overview", [])), "dora-initial")));

        static (ContentSource?, string?) Stand(ReportMatrix matrix) => Row(matrix, "overview").Entry is { } entry ? (entry.Source, entry.Values[0]) : (null, null);
    }

    // A date has no time of day, and a report must not invent one.
    [Fact]
    public void A_fact_that_does_not_fit_its_row_does_not_fill_it() =>
        Assert.Null(Row(Matrix(Stated(), "dora-final"), "resolved-at").Entry);

    [Fact]
    public void A_japanese_report_follows_the_common_form_of_the_class()
    {
        var column = Matrix(Stated(), "jp-fsa-immediate").Columns[0];

        Assert.Equal("jpform.ransomware", column.Form!.Id);
        Assert.Contains(column.Missing, row => row.Key == "ransom-note");
        Assert.Equal("jpform.ddos", Column("jp-fsa-immediate", new("rsit.availability.ddos", Day)).Form!.Id);
        Assert.Equal("jpform.other", Column("jp-fsa-immediate", new(Ransomware, Day, "jpform.other")).Form!.Id);
    }

    [Fact]
    public void A_person_may_choose_another_form_only_among_those_in_force() =>
        Assert.Null(Column("jp-fsa-immediate", new(Ransomware, new(2026, 9, 30), "jpform.other")).Form);

    [Fact]
    public void Without_a_common_form_the_duty_still_says_what_it_asks_for()
    {
        var column = Column("jp-jpcert-voluntary", new("rsit.fraud.phishing", new(2026, 1, 5)));

        Assert.Null(column.Form);
        Assert.Equal([ItemState.Unlisted], column.Items.Select(item => item.State));
    }

    [Fact]
    public void A_content_that_a_later_rulebook_words_anew_is_shown_and_not_dropped()
    {
        var later = Rulebook.Shipped.Find("nis2-early-warning")! with { RequiredContent = ["colour of the attacker's hat"] };

        var column = ReportColumn.Of(ContentCatalog.Shipped, later, Sheet(Stated()), new(Ransomware, Day));

        Assert.Equal(("colour of the attacker's hat", ItemState.Unlisted), (column.Items[0].Text, column.Items[0].State));
        Assert.Contains("state them by hand", Assert.Single(Prepared(column, Stated()).Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("overview", "/1", "one", "two")]
    [InlineData("overview", "/0", " ")]
    [InlineData("overview", "/0", "a\u0000b")]
    [InlineData("malice-suspected", "/0", "perhaps")]
    [InlineData("malice-suspected", "/0", "Yes")]
    [InlineData("detected-at", "/0", "2026-11-26")]
    [InlineData("detected-at", "/0", "2026-11-26T09:30:00")]
    [InlineData("detected-at", "/0", "2026-02-30T09:30:00Z")]
    [InlineData("person-count", "/0", "-1")]
    [InlineData("person-count", "/0", "1,000")]
    [InlineData("person-count", "/0", "1234567890123456")]
    [InlineData("affected-services", "/1", "payments", "")]
    public void A_value_that_does_not_fit_its_row_is_refused(string row, string pointer, params string[] values) =>
        Then.Refused(ContentRules.Check(ContentCatalog.Shipped.Find(row)!, values), RefusalCode.Invalid, pointer);

    [Theory]
    [InlineData("overview", "ランサムウェア")]
    [InlineData("malice-suspected", "unknown")]
    [InlineData("detected-at", "2026-11-26T09:30:00.5+09:00")]
    [InlineData("person-count", "0")]
    [InlineData("affected-services", "payments", "branch network")]
    [InlineData("overview")]
    public void A_value_that_fits_is_taken_and_none_clears_the_row(string row, params string[] values) =>
        Assert.Null(ContentRules.Check(ContentCatalog.Shipped.Find(row)!, values));

    [Fact]
    public void A_list_has_an_end()
    {
        var row = ContentCatalog.Shipped.Find("affected-services")!;

        Then.Refused(ContentRules.Check(row, [.. Enumerable.Repeat("x", ContentRules.EntriesMax + 1)]), RefusalCode.Invalid, "");
        Then.Refused(ContentRules.Check(ContentCatalog.Shipped.Find("contact-point")!, [.. Enumerable.Repeat("x", ContentRules.PersonalEntriesMax + 1)]), RefusalCode.Invalid, "");
        Then.Refused(ContentRules.Check(row, [.. Enumerable.Repeat(new string('x', ContentRules.EntryCharactersMax), 51)]), RefusalCode.Invalid, "");
    }

    [Fact]
    public void A_prepared_report_says_that_it_is_not_filed_and_by_which_rules_it_was_made()
    {
        var report = Prepared("dora-initial", Stated(("origin", ["unknown"])));
        using var json = JsonDocument.Parse(ReportJson.Write(report));

        Assert.Equal("prepared_not_filed", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(Rulebook.Shipped.Version.Digest, json.RootElement.GetProperty("rulebookDigest").GetString());
        Assert.Equal(ContentCatalog.Shipped.Version, json.RootElement.GetProperty("catalogVersion").GetString());
        Assert.Equal(report.Missing, json.RootElement.GetProperty("missing").EnumerateArray().Select(e => e.GetString()));
        Assert.Contains("classification-criteria", report.Missing);
        Assert.Equal(report.Duty.Citation, Rulebook.Shipped.Find("dora-initial")!.Source);
    }

    [Theory]
    [InlineData("dora-initial", true)]
    [InlineData("gdpr-authority-proposed", false)]
    [InlineData("jp-fsa-immediate", false)]
    public void A_rule_that_is_not_law_or_was_not_found_written_prints_no_due_time(string duty, bool live)
    {
        var report = Prepared(duty, Stated());

        Assert.Equal(live, report.Clock is not null);
        Assert.Equal(live, ReportHtml.Write(report).Contains("2026-11-26T13:30:00", StringComparison.Ordinal));
        Assert.Equal(live, report.Notices.All(notice => !notice.StartsWith("The rule ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_says_what_is_not_known_of_the_due_time_and_where_a_range_ends()
    {
        var passed = ReportHtml.Write(Prepared("dora-initial", Stated(), clock: new("roll_unknown", "2026-11-22T14:00:00+01:00", null, "2026-11-23T12:00:00+01:00", null)));
        Assert.Contains("not known: no calendar says whether the target moves", passed, StringComparison.Ordinal);
        Assert.Contains("2026-11-23T12:00:00", passed, StringComparison.Ordinal);

        var range = ReportHtml.Write(Prepared("jp-appi-prompt", Stated(), clock: new("computed", "2026-11-22T23:59:59+09:00", null, null, "2026-11-24T23:59:59+09:00")));
        Assert.Contains("2026-11-24T23:59:59", range, StringComparison.Ordinal);
        Assert.DoesNotContain("not known: no calendar", range, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jp-tse-disclosure", "ja")]
    [InlineData("gdpr-authority", "en")]
    public void The_page_speaks_the_authority_s_language_first_and_the_other_beside_it(string duty, string first)
    {
        var page = ReportHtml.Write(Prepared(duty, Stated()));

        Assert.Contains($"<html lang=\"{first}\">", page, StringComparison.Ordinal);
        var english = page.IndexOf("<th scope=\"row\" lang=\"en\">Incident</th>", StringComparison.Ordinal);
        var japanese = page.IndexOf("<th scope=\"row\" lang=\"ja\">事案</th>", StringComparison.Ordinal);
        Assert.True(english > 0 && japanese > 0);
        Assert.Equal(first == "ja", japanese < english);
        Assert.Contains("Prepared, not filed.", page, StringComparison.Ordinal);
        Assert.Contains("未提出", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_anybody_stated_is_text_on_the_page()
    {
        const string Hostile = "</td><script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
        var page = ReportHtml.Write(Prepared("gdpr-authority", Stated(("breach-nature", [Hostile]), ("personal-data-items", [Hostile, Hostile])), Hostile));

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_holds_no_script_and_loads_nothing()
    {
        var page = ReportHtml.Write(Prepared("jp-fsa-immediate", Stated()));

        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("<style>").Length - 1);
    }

    [Fact]
    public void The_policy_of_the_page_names_the_style_that_is_in_it()
    {
        var page = ReportHtml.Write(Prepared("gdpr-authority", Stated()));
        var style = page.Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));

        Assert.Contains($"style-src 'sha256-{hash}'", PaperPage.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_duty_has_a_report_in_both_forms() => Assert.All(Rulebook.Shipped.Obligations, duty =>
    {
        var report = Prepared(duty.Id, Stated());
        Assert.Contains("</html>", ReportHtml.Write(report), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(ReportJson.Write(report));
        Assert.Equal(duty.Id, json.RootElement.GetProperty("duty").GetProperty("id").GetString());
    });

    private static PreparedReport Prepared(string duty, IReadOnlyDictionary<string, IReadOnlyList<string>> stated, string title = "Encrypted files", ReportClock? clock = null) =>
        Prepared(ReportColumn.Of(ContentCatalog.Shipped, Rulebook.Shipped.Find(duty)!, Sheet(stated), new(Ransomware, Day)), stated, title, clock);

    private static PreparedReport Prepared(ReportColumn column, IReadOnlyDictionary<string, IReadOnlyList<string>> stated, string title = "Encrypted files", ReportClock? clock = null) => PreparedReport.Of(
        column, Sheet(stated), ContentCatalog.Shipped, Rulebook.Shipped.Version, new("CASE-7", title, Known.ReporterName, "2026-11-26T12:00:00Z"), clock ?? new("computed", "2026-11-26T13:30:00+09:00", null, null, null));

    private static ReportMatrix Matrix(IReadOnlyDictionary<string, IReadOnlyList<string>> stated, params string[] duties) =>
        ReportMatrix.Of(ContentCatalog.Shipped, duties.Select(d => Rulebook.Shipped.Find(d)!), Sheet(stated), new(Ransomware, Day));

    private static ReportColumn Column(string duty, FormChoice choice) =>
        ReportColumn.Of(ContentCatalog.Shipped, Rulebook.Shipped.Find(duty)!, Sheet(Stated()), choice);

    private static ContentSheet Sheet(IReadOnlyDictionary<string, IReadOnlyList<string>> stated) => new(ContentCatalog.Shipped, Known, stated);

    private static Dictionary<string, IReadOnlyList<string>> Stated(params (string Row, string[] Values)[] rows) =>
        rows.ToDictionary(r => r.Row, r => (IReadOnlyList<string>)r.Values, StringComparer.Ordinal);

    private static MatrixRow Row(ReportMatrix matrix, string key) => matrix.Rows.Single(row => row.Row.Key == key);
}
