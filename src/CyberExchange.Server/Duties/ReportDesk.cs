using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Duties;

/// <summary>All from which the reports of one incident are prepared.</summary>
/// <param name="File">The duty file, or one in which nothing stands.</param>
/// <param name="Profile">The owner's profile; null where it stated none, and then no duty is known to be open.</param>
/// <param name="Label">The incident's.</param>
/// <param name="Reporter">The owner's name.</param>
public sealed record ReportPapers(
    DutyFile File, StatedProfile? Profile, IncidentDocument Incident, TlpLabel Label, string Reporter, ContentSheet Sheet, FormChoice Choice);

/// <summary>Lays out what is known of an incident for its reports. Its originator alone gets it; to others there is nothing.</summary>
public sealed class ReportDesk(
    ItemQueries items, DutyQueries duties, IncidentRendition incidents, PersonalVault vault, LiveDirectory directory, ContentCatalog catalog, TimeProvider clock)
{
    /// <summary>The papers, or the one answer for what the caller does not originate.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="form">The Japanese common form that it chose; null for the one of the class.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(ReportPapers? Papers, Problem? Problem)> OpenAsync(IncidentId id, Caller caller, string? form, CancellationToken ct) =>
        await LayOutAsync(id, caller, form, known: null, ct) switch
        {
            null => (null, ProblemAnswers.NotFound),
            { } papers when !HasForm(papers) => (null, ProblemAnswers.BadParameter("form", "No such common form is in force.")),
            var papers => (papers, null),
        };

    /// <summary>The papers; null for what the caller does not originate, or cannot be found now.</summary>
    /// <param name="known">The file, where the caller of this has it; null to ask the view.</param>
    public async Task<ReportPapers?> LayOutAsync(IncidentId id, Caller caller, string? form, DutyFile? known, CancellationToken ct)
    {
        var owner = caller.Viewer.Profile;
        var lookup = await items.FindAsync(caller.Viewer, new ItemId(id.Value), ct);
        if (lookup is not ItemLookup.Found { Row: { Kind: ItemKind.Incident } row } || row.Originator != owner.Id)
        {
            return null;
        }

        var document = await incidents.RenderAsync(ShownItem.ToOriginator(row, owner), ct);
        var choice = FormChoice.At(document.Report.Classification, clock.GetUtcNow(), form);
        var file = known ?? (await duties.FindFileAsync(owner.Id, id, ct))?.File ?? DutyFile.Evolve(null, new DutyEvent.DutyFileOpened(id, owner.Id));
        var profile = (await duties.FindProfileAsync(owner.Id, ct))?.Stated;
        var sheet = new ContentSheet(catalog, Known(document, owner, file), await StatedAsync(owner.Id, id, ct));
        return new(file, profile, document, row.Label, owner.Name, sheet, choice);
    }

    /// <summary>Whether the common form that was chosen is one in force; where none was chosen, the class chooses.</summary>
    public bool HasForm(ReportPapers papers) => papers.Choice is { Form: null } || papers.Choice.In(catalog) is not null;

    /// <summary>One duty's report as it stands, by the law of the owner's country; null where the rulebook has no such duty.</summary>
    public PreparedReport? Prepare(ReportPapers papers, string obligation, Rulebook rulebook)
    {
        var line = FileDuties.Of(obligation, papers.File, papers.Profile, rulebook);
        if (rulebook.Find(obligation, line?.Overlay) is not { } rule)
        {
            return null;
        }

        var clockSays = line is { Live: true } ? ReportClock.Of(line) : null;
        var report = papers.Incident.Report;
        var subject = ReportSubject.At(clock.GetUtcNow(), report.Reference ?? $"{papers.Incident.Id:D}", report.Title, papers.Reporter);
        return PreparedReport.Of(ReportColumn.Of(catalog, rule, papers.Sheet, papers.Choice), papers.Sheet, catalog, rulebook.Version, subject, clockSays);
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> StatedAsync(PartnerId owner, IncidentId id, CancellationToken ct)
    {
        var rows = (await duties.FindContentsAsync(owner, id, ct))?.Rows ?? [];
        var personal = await vault.OpenAsync(rows.SelectMany(row => row.Sealed), ct);
        return rows.ToDictionary(
            row => row.Row,
            IReadOnlyList<string> (row) => row.Sealed.Count == 0 ? row.Values : [.. row.Sealed.Select(text => personal[text])],
            StringComparer.Ordinal);
    }

    private KnownContent Known(IncidentDocument incident, PartnerProfile owner, DutyFile file)
    {
        var report = incident.Report;
        return new()
        {
            ReporterName = owner.Name,
            ReporterIdentifier = directory.Current.Entry(owner.Id)?.Facts.OrganizationIdentifier,
            Reference = report.Reference ?? incident.Id.ToString("D"),
            Summary = report.Summary,
            Classification = report.Classification,
            Severity = report.Severity,
            BeganAt = report.BeganAt,
            DetectedAt = report.DetectedAt,
            EndedAt = report.EndedAt,
            AffectedCount = report.AffectedCount,
            Vulnerabilities = report.Vulnerabilities ?? [],
            Contacts = [.. (report.Contacts ?? []).Select(Line)],
            Facts = StatedFacts.Of(file),
        };
    }

    private static string Line(ContactDocument contact) => string.Join(", ", new[] { contact.Name, contact.Email, contact.Telephone }.OfType<string>());
}
