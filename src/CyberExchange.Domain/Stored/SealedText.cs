namespace CyberExchange.Domain.Stored;

/// <summary>
/// Personal data as the log and the views hold it: encrypted under the key of its subject. Erasing that key erases the
/// text everywhere at once, and the commitment still proves that the record around it was not altered.
/// </summary>
/// <param name="Ciphertext">AES-256-GCM, base64url: nonce, tag, then salt and text encrypted together.</param>
/// <param name="Commitment">SHA-256 of salt and text, base64url: the leaf of the log commits to this.</param>
public sealed record SealedText(SubjectId Subject, string Ciphertext, string Commitment);

/// <summary>An event that holds personal data, so that its leaf in the log commits to each piece apart.</summary>
public interface IHoldsPersonalData
{
    /// <summary>Every piece, in the order in which the event states them.</summary>
    IEnumerable<SealedText> PersonalData();
}
