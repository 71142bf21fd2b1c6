using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Sealing;
using Microsoft.IdentityModel.Tokens;

namespace CyberExchange.Server.Tokens;

/// <summary>The keys that sign the exchange's own access tokens: one for each day, derived from the instance's key.</summary>
/// <remarks>
/// Nodes with one instance key have the same keys without a word between them, and have them again after a restart. What a
/// signature is worth is little without the certificate that the token is bound to: adr/0018.
/// </remarks>
public sealed class TokenKeys(InstanceKey instance, TimeProvider clock)
{
    /// <summary>How long a key signs. Days begin at midnight UTC.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    /// <summary>How long others may keep the published keys; the next one is published so long before it signs.</summary>
    public static readonly TimeSpan CachePeriod = TimeSpan.FromHours(1);

    private const int KeptMax = 8;

    private readonly byte[] _root = instance.Derive(KeyPurpose.TokenKeys);
    private readonly ConcurrentDictionary<long, TokenKey> _keys = new();

    /// <summary>The key that signs now.</summary>
    public TokenKey Current => Of(PeriodAt(clock.GetUtcNow()));

    /// <summary>All keys that may have signed a token that is still good, and the next one if it is near: what is published.</summary>
    public IReadOnlyList<TokenKey> Published
    {
        get
        {
            var now = clock.GetUtcNow();
            var first = PeriodAt(now - TokenForm.LifetimeMax - TokenForm.ClockSkewMax);
            var last = PeriodAt(now + CachePeriod + TokenForm.ClockSkewMax);
            return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Of(first + i))];
        }
    }

    /// <summary>A published key; null where none has this id.</summary>
    public SecurityKey? Find(string id) => Published.FirstOrDefault(key => string.Equals(key.Id, id, StringComparison.Ordinal))?.Pair;

    /// <summary>The key of a period.</summary>
    /// <param name="period">Whole periods since 1970.</param>
    public TokenKey Of(long period)
    {
        if (_keys.Count > KeptMax)
        {
            _keys.Clear();
        }

        return _keys.GetOrAdd(period, Derive);
    }

    /// <summary>The period that an instant is in.</summary>
    public static long PeriodAt(DateTimeOffset instant) => (long)Math.Floor((instant - DateTimeOffset.UnixEpoch) / Period);

    private TokenKey Derive(long period)
    {
        Span<byte> info = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(info, period);
        Span<byte> seed = stackalloc byte[TokenKey.SeedBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, _root, seed, info);
        return TokenKey.FromSeed(seed);
    }
}
