using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;

namespace CyberExchange.Server.Sealing;

/// <summary>Names of items and of their holders for audits, which tell nothing to whoever lacks the instance's key.</summary>
/// <remarks>
/// An item's reference is its id under one block of AES-256: a permutation, so that it opens again and no table is needed, and
/// the same every time, so that the originator can hand it over. A holder's name is a keyed digest with the item in it: the
/// same partner has another name in every item's list. Whoever comes to the gate has a name for one day.
/// </remarks>
public sealed class AuditReferences(InstanceKey instance)
{
    private const int IdBytes = 16;

    private readonly byte[] _items = instance.Derive(KeyPurpose.AuditItems);
    private readonly byte[] _holders = instance.Derive(KeyPurpose.AuditHolders);
    private readonly byte[] _callers = instance.Derive(KeyPurpose.AuditCallers);

    /// <summary>The reference of an item, base64url.</summary>
    public string Of(ItemId id)
    {
        using var aes = Cipher();
        return Base64Url.EncodeToString(aes.EncryptEcb(id.Value.ToByteArray(bigEndian: true), PaddingMode.None));
    }

    /// <summary>The item of a reference; null for a text that is none. Whether there is such an item is another question.</summary>
    public ItemId? Open(string reference)
    {
        if (CanonicalBase64Url.Decode(reference) is not { Length: IdBytes } block)
        {
            return null;
        }

        using var aes = Cipher();
        return new(new Guid(aes.DecryptEcb(block, PaddingMode.None), bigEndian: true));
    }

    /// <summary>The name of a partner, or of a person, among the holders of an item.</summary>
    public string HolderOf(ItemId item, Guid holder)
    {
        Span<byte> both = stackalloc byte[2 * IdBytes];
        item.Value.TryWriteBytes(both, bigEndian: true, out _);
        holder.TryWriteBytes(both[IdBytes..], bigEndian: true, out _);
        return Base64Url.EncodeToString(HMACSHA256.HashData(_holders, both).AsSpan(0, IdBytes));
    }

    /// <summary>The name of an item in lists that no originator hands over: it opens nothing.</summary>
    public string NameOf(ItemId item) => HolderOf(item, Guid.Empty);

    /// <summary>The name on one day, in UTC, of a partner, a member, a key or an address.</summary>
    public string CallerOn(DateTimeOffset at, string caller) => Base64Url.EncodeToString(
        HMACSHA256.HashData(_callers, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd} {caller}"))).AsSpan(0, IdBytes));

    private Aes Cipher()
    {
        var aes = Aes.Create();
        aes.Key = _items;
        return aes;
    }
}
