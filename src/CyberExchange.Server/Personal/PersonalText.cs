using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Personal;

/// <summary>How personal text is encrypted under its subject's key and committed to; see <see cref="SealedText"/>.</summary>
public static class PersonalText
{
    /// <summary>Stands where an erased person's text stood.</summary>
    public const string Erased = "[erased]";

    private const int SaltBytes = 16;

    /// <summary>Encrypts a text under a subject's key.</summary>
    public static SealedText Seal(SubjectId subject, ReadOnlySpan<byte> subjectKey, string text)
    {
        var salted = new byte[SaltBytes + Encoding.UTF8.GetByteCount(text)];
        RandomNumberGenerator.Fill(salted.AsSpan(0, SaltBytes));
        Encoding.UTF8.GetBytes(text, salted.AsSpan(SaltBytes));
        var box = Aead.Seal(subjectKey, salted, context: []);
        return new(subject, Base64Url.EncodeToString(box), Base64Url.EncodeToString(SHA256.HashData(salted)));
    }

    /// <summary>Decrypts a text.</summary>
    /// <exception cref="CryptographicException">The text was altered, or this is not its key.</exception>
    public static string Open(SealedText sealedText, ReadOnlySpan<byte> subjectKey)
    {
        var salted = Aead.Open(subjectKey, Base64Url.DecodeFromChars(sealedText.Ciphertext), context: []);
        return salted is { Length: >= SaltBytes }
            ? Encoding.UTF8.GetString(salted.AsSpan(SaltBytes))
            : throw new CryptographicException($"Personal text of subject {sealedText.Subject.Value} does not open under its key.");
    }

    /// <summary>The commitment's 32 bytes, for the leaf of the log.</summary>
    public static ReadOnlyMemory<byte> CommitmentOf(SealedText sealedText) => Base64Url.DecodeFromChars(sealedText.Commitment);
}
