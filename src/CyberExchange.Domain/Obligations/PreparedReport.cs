namespace CyberExchange.Domain.Obligations;

/// <summary>A report as it stands: every content that one duty asks for, ready to be filed by hand. Every member is text, as a document shows it.</summary>
/// <remarks>Preparing is not filing: nothing here says that an authority has received anything.</remarks>
public sealed record PreparedReport
{
    /// <summary>The one state of a prepared report.</summary>
    public const string PreparedNotFiled = "prepared_not_filed";

    /// <summary>Always <see cref="PreparedNotFiled"/>.</summary>
    public required string Status { get; init; }

    public required ReportDuty Duty { get; init; }

    public required ReportSubject Subject { get; init; }

    /// <summary>What the clock said when the report was prepared; null where it was not asked, or runs live for nobody.</summary>
    public ReportClock? Clock { get; init; }

    /// <summary>The rulebook: its version, and SHA-256 of its canonical form in hexadecimal digits.</summary>
    public required string RulebookVersion { get; init; }

    public required string RulebookDigest { get; init; }

    /// <summary>The version of the catalogue of contents.</summary>
    public required string CatalogVersion { get; init; }

    /// <summary>The Japanese common form that it follows; null for none.</summary>
    public ReportForm? Form { get; init; }

    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>Keys of the rows that are missing.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What whoever files it must know, in English.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>The report of one column.</summary>
    public static PreparedReport Of(ReportColumn column, ContentSheet sheet, ContentCatalog catalog, RulebookVersion rulebook, ReportSubject subject, ReportClock? clock) => new()
    {
        Status = PreparedNotFiled,
        Duty = ReportDuty.Of(column.Duty),
        Subject = subject,
        Clock = column.Duty.MayRunLive ? clock : null,
        RulebookVersion = rulebook.Id,
        RulebookDigest = rulebook.Digest,
        CatalogVersion = catalog.Version,
        Form = column.Form is { } form ? ReportForm.Of(form) : null,
        Sections = [.. column.Items.Select(item => ReportSection.Of(item, column, sheet))],
        Missing = [.. column.Missing.Select(row => row.Key)],
        Notices = [.. NoticesOf(column)],
    };

    private static IEnumerable<string> NoticesOf(ReportColumn column)
    {
        if (!column.Duty.Verified)
        {
            yield return "The rule was not found in public material: it is shown, and never runs a live clock.";
        }

        if (column.Duty.Status is ObligationStatus.Proposed)
        {
            yield return "The rule is proposed and not law.";
        }

        if (column.Duty.RequiredContent.Count == 0)
        {
            yield return "The rulebook lists no contents for this duty: take them from the law.";
        }

        if (column.Form is { Verified: false } form)
        {
            yield return form.Note;
        }

        if (column.Form is null && column.Items.Any(item => item.State is ItemState.Unlisted))
        {
            yield return "Some contents have no rows here: state them by hand.";
        }
    }
}

/// <summary>The duty that a report answers.</summary>
/// <param name="Jurisdiction"><c>EU</c> or <c>JP</c>.</param>
/// <param name="Citation">The law and the article.</param>
public sealed record ReportDuty(
    string Id, string Regime, string Jurisdiction, string Instrument, string Title, string Stage, string Citation, IReadOnlyList<string> Recipients, bool Verified)
{
    internal static ReportDuty Of(Obligation duty) => new(
        duty.Id, duty.RegimeId, duty.Jurisdiction.ToString(), duty.Instrument, duty.Title, duty.Stage, duty.Source, duty.Recipients, duty.Verified);
}

/// <summary>Of what a report speaks, and when it was prepared.</summary>
/// <param name="Incident">The id of the incident, or the reporter's reference.</param>
/// <param name="Reporter">The reporting organisation; null where it is not known.</param>
/// <param name="PreparedAt">RFC 3339.</param>
public sealed record ReportSubject(string Incident, string? Title, string? Reporter, string PreparedAt)
{
    /// <summary>The subject at an instant, which is cut to the second.</summary>
    public static ReportSubject At(DateTimeOffset now, string incident, string? title, string? reporter) =>
        new(incident, title, reporter, NodaTime.Text.InstantPattern.General.Format(NodaTime.Instant.FromDateTimeOffset(now)));
}

/// <summary>What the clock said.</summary>
/// <param name="Outcome">In the words of the clock, such as <c>computed</c>.</param>
/// <param name="Due">The target; RFC 3339. Null where there is none.</param>
/// <param name="Latest">The latest lawful time, where it is another and known.</param>
/// <param name="LawfulUntil">Where nobody knows whether the target rolls: until when it is lawful in any case; null where that is the target.</param>
/// <param name="UpTo">The upper end of a guideline's range; null for none.</param>
/// <remarks>How the duty stands is not said: that hangs on what other authorities received and said, and a report is read by one.</remarks>
public sealed record ReportClock(string Outcome, string? Due, string? Latest, string? LawfulUntil, string? UpTo)
{
    public static ReportClock Of(ClockResult result) =>
        new(DutyWords.Outcomes.Text(result.Outcome), result.Text(result.Due), result.Text(result.DueIfRolled), result.Text(result.LawfulUntil), result.Text(result.DueMax));

    /// <summary>What the clock of a file says.</summary>
    public static ReportClock Of(Files.DutyLine line) => new(line.Outcome, line.Due, line.DueIfRolled, line.LawfulUntil, line.DueMax);
}

/// <summary>The Japanese common form that a report follows.</summary>
/// <param name="EffectiveFrom">The first day of this version of the form.</param>
/// <param name="Verified">Whether its fields were read in the form itself.</param>
public sealed record ReportForm(string Id, string English, string Japanese, string EffectiveFrom, bool Verified, string Source, string Note)
{
    internal static ReportForm Of(CommonForm form) => new(
        form.Id, form.English, form.Japanese, NodaTime.Text.LocalDatePattern.Iso.Format(form.EffectiveFrom), form.Verified, form.Source, form.Note);
}

/// <summary>One required content and its fields.</summary>
/// <param name="English">As the rulebook words it, or the name of the common form.</param>
/// <param name="State"><c>filled</c>, <c>missing</c>, <c>optional</c> or <c>unlisted</c>.</param>
public sealed record ReportSection(string English, string? Japanese, string Need, string State, IReadOnlyList<ReportField> Fields)
{
    internal static ReportSection Of(ReportItem item, ReportColumn column, ContentSheet sheet) => new(
        item.Text, item.Japanese, ContentWords.Needs.Text(item.Need), ContentWords.Items.Text(item.State), [.. item.Rows.Select(row => ReportField.Of(row, column.Cell(row, sheet), sheet.Find(row)))]);
}

/// <summary>One row as it stands in the report.</summary>
/// <param name="State"><c>filled</c>, <c>missing</c> or <c>optional</c>.</param>
/// <param name="Source">What it was taken from; null where a member stated it, or nothing stands in it.</param>
/// <param name="Note">What the catalogue does not know of the row.</param>
public sealed record ReportField(
    string Key, string English, string Japanese, string Kind, bool Personal, string State, IReadOnlyList<string> Values, string? Source, string? Note)
{
    internal static ReportField Of(ContentRow row, CellState state, SheetEntry? entry) => new(
        row.Key,
        row.English,
        row.Japanese,
        ContentWords.Kinds.Text(row.Kind),
        row.Personal,
        ContentWords.Cells.Text(state),
        entry?.Values ?? [],
        entry?.Source is { } source ? ContentWords.Sources.Text(source) : null,
        row.Note);
}
