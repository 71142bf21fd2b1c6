namespace CyberExchange.Domain.Obligations.Files;

/// <summary>A member has the receipt of a submission kept, whose digest stands with the submission since it was recorded.</summary>
/// <param name="Sha256">Of the bytes that were sent, in lower-case hexadecimal.</param>
/// <param name="Bytes">How many they are.</param>
/// <param name="Subject">Under whose key they are sealed.</param>
/// <param name="Sealed">SHA-512 of the sealed bytes, by which they are found again, in lower-case hexadecimal.</param>
public sealed record AttachReceipt(MemberId By, SubmissionId Submission, string Sha256, int Bytes, SubjectId Subject, string Sealed)
{
    /// <summary>A few scanned pages, or pictures of a screen. Of what is larger the digest stands alone.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    /// <summary>Receipts that are kept of one file, in all 400 MiB at most.</summary>
    public const int ReceiptsMax = 100;

    /// <remarks>A file that its owner has closed still takes a receipt: authorities answer late.</remarks>
    public Decision<DutyEvent> Decide(DutyFile? state) => state?.Submissions.FirstOrDefault(s => s.Id == Submission) switch
    {
        null => new Refusal(RefusalCode.NotFound, "", "There is no such submission."),
        { Receipt: null } => new Refusal(RefusalCode.Invalid, "", "The submission names no receipt."),
        { Receipt.Sha256: var named } when named != Sha256 => new Refusal(RefusalCode.Invalid, "", $"These are not the bytes that the submission names: their SHA-256 is {Sha256}."),
        { Kept: not null } => Decision<DutyEvent>.Nothing,
        _ when state.Submissions.Count(s => s.Kept is not null) >= ReceiptsMax => new Refusal(RefusalCode.Invalid, "", $"At most {ReceiptsMax} receipts of a file are kept."),
        _ => new DutyEvent.DutyReceiptAttached(Submission, Bytes, Subject, Sealed, By),
    };
}
