using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Incidents;

/// <summary>Writes incidents as one viewer may read them; lists, single reads, feeds and pages all take this.</summary>
public sealed class IncidentRendition(PersonalVault vault, LiveDirectory directory, AuditReferences audit)
{
    /// <summary>The documents of incidents, in the order given.</summary>
    public Task<IReadOnlyList<IncidentDocument>> RenderAsync(IReadOnlyList<ShownItem> incidents, CancellationToken ct) =>
        DocumentsAsync([.. incidents.Select(incident => incident.Row)], ct);

    /// <summary>The document of one incident.</summary>
    public async Task<IncidentDocument> RenderAsync(ShownItem incident, CancellationToken ct) => (await RenderAsync([incident], ct))[0];

    /// <summary>The document of an incident whose personal texts are at hand: a preview's.</summary>
    public IncidentDocument Render(ShownItem incident, IReadOnlyDictionary<SealedText, string> personal) => Document(incident.Row, directory.Current, personal);

    /// <summary>The entity tag of what the viewer of a row reads.</summary>
    public async Task<string> TagAsync(ItemRow row, CancellationToken ct) =>
        EntityTags.Of((await DocumentsAsync([row], ct))[0], WireJson.Default.IncidentDocument);

    private async Task<IReadOnlyList<IncidentDocument>> DocumentsAsync(IReadOnlyList<ItemRow> rows, CancellationToken ct)
    {
        var personal = await vault.OpenAsync(rows.SelectMany(r => Report(r).PersonalData()), ct);
        var now = directory.Current;
        return [.. rows.Select(row => Document(row, now, personal))];
    }

    private static IncidentReport Report(ItemRow row) => row.Incident ?? throw new ArgumentException($"Item {row.Id.Value} is no incident.", nameof(row));

    private IncidentDocument Document(ItemRow row, DirectorySnapshot directory, IReadOnlyDictionary<SealedText, string> personal) => new()
    {
        Id = row.Id.Value,
        Revision = row.Revision,
        Originator = SharingRendition.Originator(row, directory),
        ReportedAt = row.FirstAt,
        AmendedAt = row.StatedAt,
        Report = Report(Report(row), personal),
        Received = SharingRendition.Received(row, directory),
        Sharing = SharingRendition.Own(row, audit),
        Filed = row.Filing is { } filing ? new(filing.By.Value, HandleOf(filing.By, directory), filing.Mandate.Value) : null,
        WithdrawnBecause = row.WithdrawnBecause,
    };

    // An operator always knows its CERT, listed or not.
    private static string HandleOf(PartnerId cert, DirectorySnapshot directory) => directory.Partners.Find(cert)?.Handle
        ?? throw new InvalidDataException($"An incident was filed by {cert.Value}, whom the directory does not hold.");

    private static IncidentReportDocument Report(IncidentReport report, IReadOnlyDictionary<SealedText, string> personal)
    {
        string? Open(SealedText? text) => text is null ? null : personal[text];

        return new()
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
            Vulnerabilities = report.Vulnerabilities.Count == 0 ? null : report.Vulnerabilities,
            Contacts = report.Contacts.Count == 0
                ? null
                : [.. report.Contacts.Select(c => new ContactDocument { Name = personal[c.Name], Email = Open(c.Email), Telephone = Open(c.Telephone) })],
            PersonalNotes = Open(report.PersonalNotes),
        };
    }
}
