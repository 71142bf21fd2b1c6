using CyberExchange.Domain.Sharing;
using NodaTime;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>A member records that a report was submitted: by hand with a receipt, or to an authority that reads it here.</summary>
public sealed record SubmitReport(IncidentId Incident, PartnerId Owner, MemberId By, SubmissionId Submission, DateTimeOffset Now)
{
    private const int Sha256Digits = 64;
    private const int NameCharactersMax = 200;

    public required string Obligation { get; init; }

    /// <summary>RFC 3339; null stands for now, and only what is delivered here is submitted now.</summary>
    public required string? SubmittedAt { get; init; }

    public required string Way { get; init; }

    public required string? Addressee { get; init; }

    public required PartnerId? Authority { get; init; }

    public required ReportReceipt? Receipt { get; init; }

    /// <summary>The report as it was prepared now, sealed; null for what was filed elsewhere.</summary>
    public required ReportToDeliver? Report { get; init; }

    /// <summary>A later stage of the regime that is not submitted because this report said it all; null for none.</summary>
    public required string? InsteadOf { get; init; }

    public required SubmissionId? Corrects { get; init; }

    public required string? Reason { get; init; }

    public required StatedProfile? Profile { get; init; }

    public required Rulebook Rulebook { get; init; }

    public Decision<DutyEvent> Decide(DutyFile? state)
    {
        var file = state ?? DutyFile.Evolve(null, new DutyEvent.DutyFileOpened(Incident, Owner));
        var (at, refusal) = ReadTime();
        if ((FileRules.CheckOpen(state) ?? CheckWords() ?? CheckWay() ?? refusal ?? CheckPlace(file)) is { } first)
        {
            return first;
        }

        var computed = FileDuties.Then(Obligation, file, Profile, Rulebook, at!.Value.ToInstant()); // Read, or refused above.
        var submitted = new DutyEvent.DutyReportSubmitted(
            Submission, Obligation, NodaTime.Text.OffsetDateTimePattern.Rfc3339.Format(at.Value), Way, Addressee, Authority, Receipt, InsteadOf, computed, Corrects, Reason, By);
        return FileRules.Accept(state, Incident, Owner, Report is { } report
            ? [submitted, new DutyEvent.DutyReportDelivered(Submission, report.Sha256, report.Bytes, report.Subject, report.Sealed, report.Label, By)]
            : [submitted]);
    }

    private Refusal? CheckWords()
    {
        if (Rulebook.Find(Obligation) is null)
        {
            return new(RefusalCode.UnknownTerm, "/obligation", "The rulebook has no such duty.");
        }

        if (InsteadOf is not null && (Rulebook.Find(InsteadOf)?.RegimeId != Rulebook.Find(Obligation)!.RegimeId || InsteadOf == Obligation)) // It is there.
        {
            return new(RefusalCode.UnknownTerm, "/insteadOf", "This is not another duty of the same regime.");
        }

        return FileRules.CheckText(Addressee, "/addressee", needed: false) ?? FileRules.CheckText(Reason, "/reason", needed: Corrects is not null);
    }

    private Refusal? CheckWay() => Way switch
    {
        DutySubmission.FiledByHand when Receipt is null => new(RefusalCode.Invalid, "/receipt", "What was filed by hand is proved by a receipt: its name and its SHA-256."),
        DutySubmission.FiledByHand when Addressee is null && Authority is null => new(RefusalCode.Invalid, "/addressee", "Say who received it."),
        DutySubmission.FiledByHand when SubmittedAt is null => new(RefusalCode.Invalid, "/submittedAt", "Say when it was filed."),
        DutySubmission.DeliveredHere when Authority is null => new(RefusalCode.Invalid, "/authority", "What is delivered here is delivered to an authority that takes part."),
        DutySubmission.DeliveredHere when SubmittedAt is not null => new(RefusalCode.Invalid, "/submittedAt", "What is delivered here is submitted now: leave the time out."),
        DutySubmission.DeliveredHere when Profile is null => new(RefusalCode.Invalid, "/way", "No authority is shown a duty before your duty profile says what binds you: state it first."),
        DutySubmission.DeliveredHere when Report is null => new(RefusalCode.Invalid, "/way", "There is no report that could be delivered."),
        DutySubmission.DeliveredHere when Report.Bytes > ReportToDeliver.BytesMax => new(RefusalCode.Invalid, "/way", $"A report of more than {ReportToDeliver.BytesMax} bytes is not delivered here."),
        DutySubmission.FiledByHand or DutySubmission.DeliveredHere => CheckReceipt(),
        _ => new(RefusalCode.UnknownTerm, "/way", $"The way is {DutySubmission.FiledByHand} or {DutySubmission.DeliveredHere}."),
    };

    private Refusal? CheckReceipt()
    {
        if (Receipt is not { } receipt)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(receipt.Name) || receipt.Name.Length > NameCharactersMax || receipt.Name.Any(char.IsControl))
        {
            return new(RefusalCode.Invalid, "/receipt/name", $"A receipt's name has 1 to {NameCharactersMax} characters on one line.");
        }

        return receipt.Sha256.Length == Sha256Digits && receipt.Sha256.All(char.IsAsciiHexDigitLower)
            ? null
            : new(RefusalCode.Invalid, "/receipt/sha256", "A SHA-256 is 64 lower-case hexadecimal digits.");
    }

    private (OffsetDateTime? At, Refusal? Refusal) ReadTime()
    {
        if (SubmittedAt is null)
        {
            return (OffsetDateTime.FromDateTimeOffset(Now.ToUniversalTime()), null);
        }

        return ClockFactsReader.Parse(SubmittedAt) switch
        {
            FactTime.At at when FileRules.IsFuture(at, null, Now) => (null, new(RefusalCode.ImpossibleTime, "/submittedAt", "This has not happened yet.")),
            FactTime.At at => (at.Time, null),
            _ => (null, new(RefusalCode.Invalid, "/submittedAt", "A submission has a time with its offset: 2026-11-20T09:00:00+01:00.")),
        };
    }

    private Refusal? CheckPlace(DutyFile file)
    {
        if (Corrects is not { } corrected)
        {
            return null;
        }

        return file.StandingSubmissions.FirstOrDefault(s => s.Id == corrected && s.Obligation == Obligation) switch
        {
            null => new(RefusalCode.Invalid, "/corrects", "A correction names a submission for the same duty that nobody corrected yet."),
            { Delivered: not null } => new(RefusalCode.Invalid, "/corrects", "What was delivered here was delivered, and the authority may have read it: deliver another report."),
            { Authority: { } reader } when reader != Authority =>
                new(RefusalCode.Invalid, "/authority", "What an authority may read is corrected before the same authority."),
            _ => null,
        };
    }
}

/// <summary>A report that is to be kept for an authority; members as in <see cref="DutyEvent.DutyReportDelivered"/>.</summary>
public sealed record ReportToDeliver(string Sha256, int Bytes, SubjectId Subject, string Sealed, TlpLabel Label)
{
    /// <summary>As much as a receipt: rows are texts, and what is larger is no report that anybody reads.</summary>
    public const int BytesMax = AttachReceipt.BytesMax;
}
