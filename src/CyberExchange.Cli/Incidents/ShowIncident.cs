using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Incidents;

namespace CyberExchange.Cli.Incidents;

/// <summary>Shows one incident in full.</summary>
public sealed class ShowIncident : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the incident." };

    public ShowIncident(CyxContext context)
        : base(context, "show", "Show one incident in full.",
            ["cyx --as grid-jp incident show 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var incident = await session.Exchange.GetAsync<IncidentDocument>(ItemKind.Incident.One(session.Value(_id)), ct);
        session.Output.One(incident, Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string, string?)> Fields(IncidentDocument incident)
    {
        var report = incident.Report;
        return
        [
            ("id", incident.Id.ToString()),
            ("title", report.Title),
            ("label", ReceivedText.Of(incident.Received)),
            ("from", OriginatorText.Whole(incident.Originator)),
            ("filed by", incident.Filed is { } filed ? $"{filed.Handle}, under mandate {filed.Mandate}" : null),
            ("withdrawn", incident.WithdrawnBecause),
            ("revision", Query.Number(incident.Revision)),
            ("reported", Query.Instant(incident.ReportedAt)),
            ("amended", incident.Revision > 1 ? Query.Instant(incident.AmendedAt) : null),
            ("reference", report.Reference),
            ("classification", report.Classification),
            ("severity", report.Severity),
            ("sectors", string.Join(", ", report.Sectors)),
            ("began", report.BeganAt is { } began ? Query.Instant(began) : null),
            ("detected", Query.Instant(report.DetectedAt)),
            ("ended", report.EndedAt is { } ended ? Query.Instant(ended) : null),
            ("affected", report.AffectedCount is { } affected ? Query.Number(affected) : null),
            ("vulnerabilities", string.Join(", ", report.Vulnerabilities ?? [])),
            ("summary", report.Summary),
            .. (report.Contacts ?? []).Select(c => ("contact", (string?)string.Join(", ", new[] { c.Name, c.Email, c.Telephone }.OfType<string>()))),
            ("personal notes", report.PersonalNotes),
            .. OwnSharingText.Fields(incident.Sharing),
        ];
    }
}
