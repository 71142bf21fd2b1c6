using System.Buffers.Text;
using System.Security.Cryptography;
using CyberExchange.Domain;

namespace CyberExchange.Server.Sealing;

/// <summary>The secrets of invitations, which are kept nowhere: each follows from its invitation and the instance's key.</summary>
/// <remarks>
/// Partner, invitation, and an HMAC of both. The log holds the first two, and nobody makes the third from them without the
/// key. A forged secret is told from a real one before anything is looked up.
/// </remarks>
public sealed class InvitationSecrets(InstanceKey instance)
{
    /// <summary>So that scanners of leaked secrets find it.</summary>
    public const string Prefix = "cyx_enrol_";

    private const int IdBytes = 16;
    private const int NamesBytes = 2 * IdBytes;
    private const int SecretBytes = NamesBytes + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = instance.Derive(KeyPurpose.Invitations);

    /// <summary>The secret of an invitation, the same every time.</summary>
    public string Of(PartnerId partner, InvitationId invitation)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        partner.Value.TryWriteBytes(secret, bigEndian: true, out _);
        invitation.Value.TryWriteBytes(secret[IdBytes..], bigEndian: true, out _);
        HMACSHA256.HashData(_key, secret[..NamesBytes], secret[NamesBytes..]);
        return Prefix + Base64Url.EncodeToString(secret);
    }

    /// <summary>The invitation of a secret; null for a text that never was one. Whether it still lets in is another question.</summary>
    public (PartnerId Partner, InvitationId Invitation)? Open(string secret)
    {
        if (secret.Length != Prefix.Length + Base64Url.GetEncodedLength(SecretBytes)
            || !secret.StartsWith(Prefix, StringComparison.Ordinal)
            || !Base64Url.IsValid(secret.AsSpan(Prefix.Length)))
        {
            return null;
        }

        // The decoder takes stray bits in the last character, and spaces; a secret has one spelling only.
        var bytes = Base64Url.DecodeFromChars(secret.AsSpan(Prefix.Length));
        if (bytes.Length != SecretBytes || !secret.AsSpan(Prefix.Length).SequenceEqual(Base64Url.EncodeToString(bytes)))
        {
            return null;
        }

        var partner = new PartnerId(new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true));
        var invitation = new InvitationId(new Guid(bytes.AsSpan(IdBytes, IdBytes), bigEndian: true));
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(NamesBytes), HMACSHA256.HashData(_key, bytes.AsSpan(0, NamesBytes)))
            ? (partner, invitation)
            : null;
    }
}
