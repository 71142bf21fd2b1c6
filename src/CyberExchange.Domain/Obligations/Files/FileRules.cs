using NodaTime;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>What the commands on a duty file have in common.</summary>
internal static class FileRules
{
    /// <summary>A sentence or two; what is longer belongs in a document that is named by its digest.</summary>
    public const int TextCharactersMax = 2_000;

    /// <summary>Entries of the owner's: reading a file costs what all of them cost. What an authority and the exchange enter is bounded by these.</summary>
    public const int EntriesMax = 1_000;

    /// <summary>Where a day begins first: a day or a local time without a zone lies in the future only if it does there.</summary>
    private static readonly Offset EastMost = Offset.FromHours(14);

    /// <summary>The reason against changing the file at all; null for none.</summary>
    public static Refusal? CheckOpen(DutyFile? state) => state switch
    {
        { IsClosed: true } => new(RefusalCode.Withdrawn, "", "The duty file of this incident is closed."),
        { } file when file.Facts.Count + file.Decisions.Count + file.Addressees.Count + file.Submissions.Count >= EntriesMax => new(RefusalCode.Invalid, "", $"A duty file has at most {EntriesMax} entries."),
        _ => null,
    };

    /// <summary>The first reason against a text; null for none.</summary>
    public static Refusal? CheckText(string? text, string pointer, bool needed)
    {
        if (text is null)
        {
            return needed ? new(RefusalCode.Invalid, pointer, "Say it in a sentence.") : null;
        }

        return string.IsNullOrWhiteSpace(text) || text.Length > TextCharactersMax || text.Any(c => char.IsControl(c) && c is not '\n')
            ? new(RefusalCode.Invalid, pointer, $"A text has 1 to {TextCharactersMax} characters and no control characters.")
            : null;
    }

    /// <summary>Whether something happens only later, wherever it was stated.</summary>
    public static bool IsFuture(FactTime time, DateTimeZone? zone, DateTimeOffset now) => time switch
    {
        FactTime.At at => at.Time.ToInstant(),
        FactTime.Local local when zone is not null => zone.AtLeniently(local.Time).ToInstant(),
        FactTime.Local local => local.Time.WithOffset(EastMost).ToInstant(),
        FactTime.On on => on.Date.AtMidnight().WithOffset(EastMost).ToInstant(),
        _ => Instant.MinValue,
    } > Instant.FromDateTimeOffset(now);

    /// <summary>What happened, after the opening of the file where it is the first.</summary>
    public static Decision<DutyEvent> Accept(DutyFile? state, IncidentId incident, PartnerId owner, params IReadOnlyList<DutyEvent> events) =>
        new Decision<DutyEvent>.Accepted(state is null ? [new DutyEvent.DutyFileOpened(incident, owner), .. events] : events);
}
