using System.Security.Cryptography;
using CyberExchange.Interop.Csaf;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

public sealed class CsafDocumentTests
{
    public static TheoryData<string> Samples => new(CsafSamples.Names);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_is_read_and_keeps_the_hash_of_its_exact_bytes(string name)
    {
        var bytes = CsafSamples.Bytes(name);
        var advisory = CsafSamples.Accept(bytes);
        Assert.Equal("2.0", advisory.CsafVersion);
        Assert.Equal(Convert.ToHexString(SHA512.HashData(bytes)).ToLowerInvariant(), advisory.Sha512);
    }

    [Fact]
    public void An_advisory_tells_who_published_what_and_when()
    {
        var advisory = CsafSamples.Accept(CsafSamples.Bytes(CsafSamples.Full));
        Assert.Equal("csaf_security_advisory", advisory.Category);
        Assert.Equal("Example Grid Works GridGate: maintenance service without authentication", advisory.Title);
        Assert.Equal("en", advisory.Lang);
        Assert.Equal(new CsafPublisher("vendor", "Example Grid Works", "https://maker-eu.example"), advisory.Publisher);
        Assert.Equal("EGW-2026-0001", advisory.Tracking.Id);
        Assert.Equal("1", advisory.Tracking.Version);
        Assert.Equal("final", advisory.Tracking.Status);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 8, 0, 0, TimeSpan.Zero), advisory.Tracking.InitialReleaseAt);
        Assert.Equal(["1"], advisory.Tracking.RevisionNumbers);
        Assert.Equal(new CsafTlp("WHITE", "https://www.first.org/tlp/v1/"), advisory.Tlp);
        Assert.Equal("Critical", advisory.AggregateSeverity);
        Assert.Equal(3, advisory.ReferenceCount);
    }

    [Fact]
    public void An_advisory_tells_what_is_affected_and_how_badly()
    {
        var advisory = CsafSamples.Accept(CsafSamples.Bytes(CsafSamples.Full));
        Assert.Equal(["Example Grid Works", "Example Station Systems"], advisory.Vendors);
        Assert.Equal(
            [
                "Example Grid Works|GridGate 200|Example Grid Works GridGate 200 2.1.0, Example Grid Works GridGate 200 2.1.1",
                "Example Grid Works|GridGate Agent|Example Grid Works GridGate Agent before 3.4, Example Grid Works GridGate Agent 3.4",
                "Example Station Systems|StationOS|Example Station Systems StationOS 11",
                "||Example Grid Works GridGate Agent before 3.4 installed on Example Station Systems StationOS 11",
            ],
            advisory.Products.Select(product => $"{product.Vendor}|{product.Name}|{string.Join(", ", product.FullNames)}"));
        Assert.Equal(["CVE-1900-00101", "CVE-1900-00102"], advisory.Cves);
        Assert.Equal(["CWE-306", "CWE-770"], advisory.Cwes);
        Assert.Equal(new CsafScore(3, 9.8), advisory.HighestScore);
    }

    [Fact]
    public void A_document_of_CSAF_2_1_tells_the_same_from_where_it_keeps_it()
    {
        var advisory = CsafSamples.Accept(CsafSamples.Of21());
        Assert.Equal(("2.1", "EGW-2026-0007", "1"), (advisory.CsafVersion, advisory.Tracking.Id, advisory.Tracking.Version));
        Assert.Equal(new CsafTlp("AMBER+STRICT", "https://www.first.org/tlp/"), advisory.Tlp);
        Assert.Equal(
            [
                "Example Grid Works|Relay 7|Example Grid Works Relay 7 1.0, Example Grid Works Relay 7 1.1",
                "Example Grid Works|Cabinet|Example Grid Works Cabinet 3",
                "||Example Grid Works Relay 7 1.0 installed on Cabinet 3",
            ],
            advisory.Products.Select(product => $"{product.Vendor}|{product.Name}|{string.Join(", ", product.FullNames)}"));
        Assert.Equal(["CVE-1900-00107"], advisory.Cves);
        Assert.Equal(["CWE-306"], advisory.Cwes);
        Assert.Equal(new CsafScore(4, 8.7), advisory.HighestScore);
    }

    // What a view rebuilds from must stay readable: nobody tested these when they were kept, and the tests grow.
    [Theory]
    [InlineData("/document/tracking/revision_history/0/number", "\"9\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/baseScore", "\"high\"")]
    [InlineData("/vulnerabilities/0/cwe", "[]")]
    [InlineData("/product_tree/product_groups", "7")]
    [InlineData("/document/notes", "{}")]
    public void A_document_that_fails_tests_is_summarised_all_the_same(string pointer, string value)
    {
        var bytes = CsafSamples.FullWith(pointer, value);
        Assert.False(CsafDocument.Read(bytes).Validation.IsValid);
        Assert.Equal("EGW-2026-0001", CsafDocument.Summarise(bytes)?.Tracking.Id);
    }

    // The reader of before counted no values, and one number takes two bytes.
    [Fact]
    public void A_document_of_more_values_than_are_taken_today_is_summarised()
    {
        var row = "[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]";
        var many = "[" + string.Join(',', Enumerable.Repeat(row, 21)) + "]";
        var bytes = System.Text.Encoding.UTF8.GetBytes(
            System.Text.Encoding.UTF8.GetString(CsafSamples.Bytes(CsafSamples.Full)).Replace("{\n  \"document\"", $"{{\"x\":{many},\n  \"document\"", StringComparison.Ordinal));
        Assert.False(CsafDocument.Read(bytes).Validation.IsReadable);
        Assert.Equal("EGW-2026-0001", CsafDocument.Summarise(bytes)?.Tracking.Id);
    }

    [Fact]
    public void Only_the_documents_summaries_and_descriptions_are_kept_for_display()
    {
        var notes = CsafSamples.Accept(CsafSamples.Bytes(CsafSamples.Full)).Notes;
        Assert.Equal([("summary", "In short"), ("description", "The product")], notes.Select(note => (note.Category, note.Title)));
        Assert.Equal(
            new CsafNote("summary", "In short", "An attacker on the network can change the settings of a gateway without a password.\nUpdate to the named releases.", false),
            notes[0]);
    }

    [Fact]
    public void A_long_note_is_shortened_between_characters_and_loses_its_control_characters()
    {
        var start = new string('a', CsafLimits.DisplayNoteCharsMax - 3);
        var note = CsafSamples.Accept(CsafSamples.FullWith("/document/notes/0/text", "\"\\u001b\\r" + start + "\\ud83d\\ude00 more\"")).Notes[0];
        Assert.True(note.IsShortened);
        Assert.Equal(start, note.Text);
    }

    [Fact]
    public void A_second_revision_keeps_its_id_and_adds_to_its_history()
    {
        var tracking = CsafSamples.Accept(CsafSamples.Bytes("egw-2026-0001-revision-2.json")).Tracking;
        Assert.Equal("EGW-2026-0001", tracking.Id);
        Assert.Equal("2", tracking.Version);
        Assert.Equal(["1", "2"], tracking.RevisionNumbers);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 8, 0, 0, TimeSpan.Zero), tracking.InitialReleaseAt);
        Assert.Equal(new DateTimeOffset(2026, 2, 10, 13, 30, 0, TimeSpan.Zero), tracking.CurrentReleaseAt);
    }

    [Theory]
    [InlineData("egw-2026-0002.json", "csaf_base", "GREEN")]
    [InlineData("egw-2026-0003.json", "csaf_vex", "WHITE")]
    [InlineData("egw-2026-0004.json", "csaf_security_advisory", "AMBER")]
    [InlineData("egw-2026-0005.json", "csaf_security_advisory", null)]
    [InlineData("egw-2026-0006.json", "csaf_base", "RED")]
    public void A_document_tells_its_profile_and_its_label_if_it_has_one(string name, string category, string? label)
    {
        var advisory = CsafSamples.Accept(CsafSamples.Bytes(name));
        Assert.Equal((category, label), (advisory.Category, advisory.Tlp?.Label));
    }

    [Fact]
    public void A_Japanese_document_keeps_its_text()
    {
        var advisory = CsafSamples.Accept(CsafSamples.Bytes("mdk-2026-0001.json"));
        Assert.Equal("ja", advisory.Lang);
        Assert.Equal("見本電機 配電監視装置における認証の不備", advisory.Title);
        Assert.Equal(["見本電機"], advisory.Vendors);
        Assert.Equal("配電監視装置 HM-10", Assert.Single(advisory.Products).Name);
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), advisory.Tracking.CurrentReleaseAt);
    }

    [Fact]
    public void Text_written_as_escapes_is_the_same_text()
    {
        var advisory = CsafSamples.Accept(CsafSamples.FullWith("/document/title", "\"\\u898b\\u672c \\ud83d\\ude00 \\\"q\\\"\""));
        Assert.Equal("見本 😀 \"q\"", advisory.Title);
    }

    [Theory]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v4/baseScore", "9.9", 4, 9.9)]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v4/baseScore", "9.8", 4, 9.8)]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v4/baseScore", "99", 3, 9.8)]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v4", "\"soon\"", 3, 9.8)]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/baseScore", "3", 4, 9.3)]
    [InlineData("/vulnerabilities/1/scores/0/cvss_v3/baseScore", "10", 3, 10)]
    public void The_highest_score_wins_and_of_equal_scores_the_newest_version(string pointer, string value, int version, double score) =>
        Assert.Equal(new CsafScore(version, score), CsafSamples.Accept(CsafSamples.FullWith(pointer, value)).HighestScore);

    [Fact]
    public void A_document_of_old_scores_reports_the_higher_of_CVSS_2_and_3() =>
        Assert.Equal(new CsafScore(2, 7.5), CsafSamples.Accept(CsafSamples.Bytes("egw-2026-0005.json")).HighestScore);

    [Theory]
    [InlineData("/x_extension", "{\"a\":[1,{\"b\":null}],\"c\":true}")]
    [InlineData("/document/x_extension", "1")]
    [InlineData("/document/tracking/x_extension", "[]")]
    [InlineData("/product_tree/x_extension", "{}")]
    [InlineData("/vulnerabilities/0/cwe/x_extension", "\"\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/x_extension", "1e10")]
    public void Members_that_CSAF_does_not_define_are_tolerated(string pointer, string value) =>
        CsafSamples.Accept(CsafSamples.FullWith(pointer, value));
}
