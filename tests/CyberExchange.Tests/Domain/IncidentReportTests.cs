using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>Whether a report can be true and uses the vocabularies.</summary>
public sealed class IncidentReportTests
{
    public static TheoryData<string, RefusalCode> Faults => new()
    {
        { "/title", RefusalCode.Invalid },
        { "/summary", RefusalCode.Invalid },
        { "/reference", RefusalCode.Invalid },
        { "/contacts", RefusalCode.Invalid },
        { "/affectedCount", RefusalCode.Invalid },
        { "/classification", RefusalCode.UnknownTerm },
        { "/severity", RefusalCode.UnknownTerm },
        { "/sectors", RefusalCode.Invalid },
        { "/sectors/1", RefusalCode.UnknownTerm },
        { "/vulnerabilities", RefusalCode.Invalid },
        { "/vulnerabilities/0", RefusalCode.Invalid },
        { "/detectedAt", RefusalCode.ImpossibleTime },
        { "/beganAt", RefusalCode.ImpossibleTime },
        { "/endedAt", RefusalCode.ImpossibleTime },
    };

    [Fact]
    public void A_plain_report_stands() => Assert.Null(IncidentReportRules.Check(Report, Now));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_refused_where_it_stands(string pointer, RefusalCode code)
    {
        var faulty = pointer switch
        {
            "/title" => Report with { Title = new string('x', IncidentReportRules.TitleCharactersMax + 1) },
            "/summary" => Report with { Summary = " " },
            "/reference" => Report with { Reference = "" },
            "/contacts" => Report with { Contacts = [.. Enumerable.Range(0, IncidentReportRules.ContactsMax + 1).Select(n => new Contact(Sealed(n), null, null))] },
            "/affectedCount" => Report with { AffectedCount = -1 },
            "/classification" => Report with { Classification = "rsit.unheard-of" },
            "/severity" => Report with { Severity = "grave" },
            "/sectors" => Report with { Sectors = [] },
            "/sectors/1" => Report with { Sectors = ["eu.energy", "eu.gambling"] },
            "/vulnerabilities" => Report with { Vulnerabilities = [.. Enumerable.Range(1000, IncidentReportRules.VulnerabilitiesMax + 1).Select(n => $"CVE-2026-{n}")] },
            "/vulnerabilities/0" => Report with { Vulnerabilities = ["CVE-26-1"] },
            "/detectedAt" => Report with { DetectedAt = Now + IncidentReportRules.ClockSkewMax + TimeSpan.FromTicks(1) },
            "/beganAt" => Report with { BeganAt = Report.DetectedAt.AddTicks(1) },
            "/endedAt" => Report with { EndedAt = Report.BeganAt!.Value.AddTicks(-1) },
            _ => throw new ArgumentOutOfRangeException(nameof(pointer), pointer, "A fault without a report."),
        };

        Then.Refused(IncidentReportRules.Check(faulty, Now), code, pointer);
    }

    [Fact]
    public void An_end_in_the_future_is_refused() =>
        Then.Refused(IncidentReportRules.Check(Report with { EndedAt = Now.AddHours(1) }, Now), RefusalCode.ImpossibleTime, "/endedAt");

    [Fact]
    public void A_reporters_clock_may_run_ahead_a_little() =>
        Assert.Null(IncidentReportRules.Check(Report with { DetectedAt = Now + IncidentReportRules.ClockSkewMax }, Now));

    // Whoever finds the traces afterwards often knows the end and not the beginning.
    [Fact]
    public void An_incident_may_be_over_before_it_is_detected() =>
        Assert.Null(IncidentReportRules.Check(Report with { BeganAt = null, EndedAt = Report.DetectedAt.AddMinutes(-10) }, Now));

    [Fact]
    public void Personal_data_is_found_in_the_order_of_the_report()
    {
        var report = Report with
        {
            Contacts = [new(Sealed(1), Sealed(2), null), new(Sealed(3), null, Sealed(4))],
            PersonalNotes = Sealed(5),
        };

        Assert.Equal([Sealed(1), Sealed(2), Sealed(3), Sealed(4), Sealed(5)], report.PersonalData());
    }
}
