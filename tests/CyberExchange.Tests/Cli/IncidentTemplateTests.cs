using System.Text;
using CyberExchange.Cli;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class IncidentTemplateTests
{
    private static readonly PartnerProfile CertEu = Partner("cert-eu", Jurisdiction.EU, Role.Cert);
    private static readonly PartnerProfile GridJp = Partner("grid-jp", Jurisdiction.JP, Role.Operator);

    [Fact]
    public async Task The_template_is_a_report_that_the_rules_accept_and_reaches_grid_jp()
    {
        var run = await CyxRun.OfAsync(["incident", "template"], ct: TestContext.Current.CancellationToken);
        var request = CyxJson.ReadStrictly<ReportIncidentRequest>(Encoding.UTF8.GetBytes(run.Output));
        var now = DateTimeOffset.UtcNow;

        var report = ToDomain(request.Report);
        Assert.Null(IncidentReportRules.Check(report, now));

        var (terms, refusal) = IncidentSharing.Accept(
            ToDomain(request.Sharing), report, CertEu, new PartnerDirectory([CertEu, GridJp], [], []), now);
        Assert.Null(refusal);
        Assert.Equal([GridJp.Id], terms!.Audience.Partners);
        Assert.Equal(TlpLabel.Amber, terms.Label);
    }

    [Fact]
    public async Task The_template_names_the_partners_that_are_asked_for()
    {
        var run = await CyxRun.OfAsync(["incident", "template", "--to", "cert-jp", "--to", "maker-jp", "--json"], ct: TestContext.Current.CancellationToken);

        var request = CyxJson.ReadStrictly<ReportIncidentRequest>(Encoding.UTF8.GetBytes(run.Output));
        Assert.Equal(["cert-jp", "maker-jp"], request.Sharing.Audience!.Partners!);
        Assert.Single(run.OutputLines);
    }

    private static IncidentReport ToDomain(IncidentReportDocument report) => new()
    {
        Reference = report.Reference,
        Title = report.Title,
        Summary = report.Summary,
        Classification = report.Classification,
        Severity = report.Severity,
        Sectors = report.Sectors,
        BeganAt = report.BeganAt,
        DetectedAt = report.DetectedAt,
        EndedAt = report.EndedAt,
        AffectedCount = report.AffectedCount,
        Vulnerabilities = report.Vulnerabilities ?? [],

        // Personal text is sealed by the exchange, and no rule reads it.
        Contacts = [],
        PersonalNotes = null,
    };

    private static StatedTerms ToDomain(SharingDocument sharing) => new()
    {
        Label = Labels.ParseTlp(sharing.Label!)!.Value,
        Pap = Labels.ParsePap(sharing.Pap!)!.Value,
        Audience = Audience.None with { Partners = [.. sharing.Audience!.Partners!.Select(h => new[] { CertEu, GridJp }.Single(p => p.Handle == h).Id)] },
        Embargo = null,
        LegalBases = [.. sharing.LegalBases!.Select(b => new LegalBasis(Roles.ParseJurisdiction(b.Destination)!.Value, b.Code, b.Reference, Standing: false))],
        PermitsStatistics = sharing.PermitsStatistics,
    };

    private static PartnerProfile Partner(string handle, Jurisdiction jurisdiction, Role role) => new()
    {
        Id = new PartnerId(Guid.CreateVersion7()),
        Handle = handle,
        Name = handle,
        Jurisdiction = jurisdiction,
        Roles = [role],
        Sectors = [],
        Groups = [],
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
        Suspended = false,
    };
}
