namespace CyberExchange.Domain.Obligations.Files;

/// <summary>A member records when something happened; the first entry opens the file.</summary>
public sealed record RecordFact(IncidentId Incident, PartnerId Owner, MemberId By, DateTimeOffset Now)
{
    /// <summary>The first alert. No clock of today's rulebook reads it.</summary>
    public const string Detection = "detection";

    public required string Fact { get; init; }

    public required string At { get; init; }

    public required string? Zone { get; init; }

    public required string? Evidence { get; init; }

    public required int? Corrects { get; init; }

    public required string? Reason { get; init; }

    /// <summary>Every fact that can be recorded. Submissions are recorded as such, and quarters end by themselves.</summary>
    public static IReadOnlyList<string> Facts { get; } = [Detection, .. DutyWords.StatedFactKeys];

    public Decision<DutyEvent> Decide(DutyFile? state) =>
        (FileRules.CheckOpen(state) ?? CheckWords() ?? CheckTime() ?? CheckPlace(state)) is { } refusal
            ? refusal
            : FileRules.Accept(state, Incident, Owner, new DutyEvent.DutyFactRecorded(Fact, At, Zone, Evidence, Corrects, Reason, By));

    private Refusal? CheckWords() => Facts.Contains(Fact, StringComparer.Ordinal)
        ? FileRules.CheckText(Evidence, "/evidence", needed: false) ?? FileRules.CheckText(Reason, "/reason", needed: Corrects is not null)
        : new(RefusalCode.UnknownTerm, "/fact", $"A fact is one of {string.Join(", ", Facts)}.");

    private Refusal? CheckTime()
    {
        var zone = Zones.Find(Zone);
        if (Zone is not null && zone is null)
        {
            return new(RefusalCode.UnknownTerm, "/zone", "This is not a zone of the IANA database, such as Europe/Paris.");
        }

        var time = ClockFactsReader.Parse(At);
        return time switch
        {
            FactTime.Unreadable => new(RefusalCode.Invalid, "/at", "Write 2026-11-20T09:00:00+01:00, 2026-11-20T09:00:00 or 2026-11-20."),
            FactTime.Local local when zone?.MapLocal(local.Time).Count == 0 =>
                new(RefusalCode.ImpossibleTime, "/at", "The clocks of the zone skipped this time."),
            _ when FileRules.IsFuture(time, zone, Now) => new(RefusalCode.ImpossibleTime, "/at", "This has not happened yet."),
            _ => null,
        };
    }

    private Refusal? CheckPlace(DutyFile? state)
    {
        var standing = state?.StandingFacts.FirstOrDefault(f => f.Fact == Fact);
        return (Corrects, standing) switch
        {
            (null, null) => null,
            (null, { } present) => new(RefusalCode.AlreadyExists, "/fact", $"Entry {present.Entry} states this: correct it, and say why."),
            ({ } entry, { } present) when present.Entry == entry => null,
            _ => new(RefusalCode.Invalid, "/corrects", "A correction names the entry that states this fact now."),
        };
    }
}
