using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.Server.Sealing;

/// <summary>What a key derived from the instance's key is for. Keys of two purposes are strangers.</summary>
public enum KeyPurpose
{
    /// <summary>HMAC of requests under an idempotency key.</summary>
    RequestDigest,

    /// <summary>Encryption of cursors and consistency tokens.</summary>
    Tokens,

    /// <summary>Encryption of the keys of natural persons.</summary>
    SubjectKeys,

    /// <summary>HMAC that finds a natural person again.</summary>
    SubjectLookup,

    /// <summary>HMAC of a constant, which ties the database to the key.</summary>
    DatabaseMark,

    /// <summary>Permutation of items' ids for audits.</summary>
    AuditItems,

    /// <summary>HMAC that names the holders of one item for audits.</summary>
    AuditHolders,

    /// <summary>HMAC that names for one day whoever came to the gate, for audits.</summary>
    AuditCallers,

    /// <summary>HMAC of an invitation, which is its secret.</summary>
    Invitations,

    /// <summary>Private keys that sign access tokens, one for each period.</summary>
    TokenKeys,
}

/// <summary>The one secret of an exchange, from which every other is derived (RFC 5869, HKDF with SHA-256).</summary>
/// <remarks>It lives in a file outside the database, so that a copy of the database opens nothing.</remarks>
public sealed class InstanceKey
{
    /// <summary>Length of the key in bytes.</summary>
    public const int KeyBytes = 32;

    /// <summary>Name of the key's file in the folder of secrets.</summary>
    public const string FileName = "instance.key";

    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public InstanceKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException($"The instance key has {KeyBytes} bytes; {key.Length} were given.", nameof(key));
        }

        _key = key.ToArray();
    }

    /// <summary>The 32 bytes for one purpose; the same ones every time.</summary>
    public byte[] Derive(KeyPurpose purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyBytes, info: Encoding.ASCII.GetBytes($"cyberexchange {Label(purpose)} v1"));

    private static string Label(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.RequestDigest => "request-digest",
        KeyPurpose.Tokens => "tokens",
        KeyPurpose.SubjectKeys => "subject-keys",
        KeyPurpose.SubjectLookup => "subject-lookup",
        KeyPurpose.DatabaseMark => "database-mark",
        KeyPurpose.AuditItems => "audit-items",
        KeyPurpose.AuditHolders => "audit-holders",
        KeyPurpose.AuditCallers => "audit-callers",
        KeyPurpose.Invitations => "invitations",
        KeyPurpose.TokenKeys => "token-keys",
    };
}
