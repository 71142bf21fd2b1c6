using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Testing.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Trends;

/// <summary>Incidents in the log of an exchange, of more reporters than a test has partners.</summary>
internal sealed class CountedIncidents(RunningExchange exchange)
{
    private readonly HashSet<Guid> _reported = [];

    /// <summary>What was reported and counts, as records: the truth that nobody may work out.</summary>
    public List<(string Sector, Period Month, int Reporter)> Counted { get; } = [];

    /// <summary>Reports incidents of a sector in one quarter, spread over its months and over reporters.</summary>
    /// <param name="sector">The sector; its prefix is the side.</param>
    /// <param name="quarter">When they were detected.</param>
    /// <param name="incidents">How many.</param>
    /// <param name="reporters">How many of the side report in turn.</param>
    /// <param name="permits">Whether the originators let them be counted.</param>
    /// <param name="classification">What they are.</param>
    public async Task ReportAsync(string sector, Period quarter, int incidents, int reporters, bool permits = true, string classification = "rsit.fraud.phishing")
    {
        var log = exchange.Services.GetRequiredService<EventLog>();
        var side = sector.StartsWith("jp", StringComparison.Ordinal) ? Jurisdiction.JP : Jurisdiction.EU;
        for (var i = 0; i < incidents; i++)
        {
            var month = quarter.Parts[i / reporters % quarter.Parts.Count];
            var reporter = new Guid((1_000 * ((int)side + 1)) + (i % reporters), 7, 0, new byte[8]);
            var reported = new IncidentEvent.IncidentReported
            {
                Incident = new(new Guid(_reported.Count, 8, 0, new byte[8])),
                Originator = new(reporter),
                ReportedBy = new(reporter),
                Home = side,
                Report = Report(sector, month.End.AddDays(-3), classification),
                Terms = SharingTerms.OriginatorOnly(TlpLabel.Amber) with { PermitsStatistics = permits },
            };
            _reported.Add(reported.Incident.Value);
            await log.StoreAsync(
                IncidentEventCatalog.Stream(reported.Incident), 0, DateTimeOffset.UtcNow, [IncidentEventCatalog.Catalog.Write(reported)], TestContext.Current.CancellationToken);
            if (permits && classification != "rsit.test.test")
            {
                Counted.Add((sector, month, i % reporters));
            }
        }
    }

    private static IncidentReport Report(string sector, DateTimeOffset detectedAt, string classification) => new()
    {
        Reference = null,
        Title = "A counted incident",
        Summary = "It was reported.",
        Classification = classification,
        Severity = null,
        Sectors = [sector],
        BeganAt = null,
        DetectedAt = detectedAt,
        EndedAt = null,
        AffectedCount = null,
        Vulnerabilities = [],
        Contacts = [],
        PersonalNotes = null,
    };
}
