using System.Security.Cryptography;

namespace CyberExchange.Server.Sealing;

/// <summary>AES-256-GCM with a random nonce, in one layout: nonce, tag, ciphertext.</summary>
public static class Aead
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>How many bytes longer the sealed form is than the plain one.</summary>
    public const int OverheadBytes = NonceBytes + TagBytes;

    /// <summary>Encrypts, and binds the result to <paramref name="context"/>.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var box = new byte[OverheadBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(OverheadBytes), box.AsSpan(NonceBytes, TagBytes), context);
        return box;
    }

    /// <summary>Decrypts; null when the bytes were altered, or sealed under another key or for another context.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> context)
    {
        if (box.Length < OverheadBytes)
        {
            return null;
        }

        var plain = new byte[box.Length - OverheadBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(box[..NonceBytes], box[OverheadBytes..], box.Slice(NonceBytes, TagBytes), plain, context);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
