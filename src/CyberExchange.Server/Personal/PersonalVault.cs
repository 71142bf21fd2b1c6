using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Sealing;
using CyberExchange.Storage.Subjects;
using Microsoft.Extensions.Caching.Memory;

namespace CyberExchange.Server.Personal;

/// <summary>Keeps the keys of natural persons, and opens what is sealed under them.</summary>
public sealed class PersonalVault(SubjectKeyTable table, InstanceKey instance) : IDisposable
{
    /// <summary>Keys held in memory: a page of 200 items with 20 persons each, five times over.</summary>
    private const int CachedKeysMax = 20_000;

    /// <summary>How long an erased person may still be readable on a node that had the key in memory.</summary>
    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(30);

    private readonly byte[] _wrappingKey = instance.Derive(KeyPurpose.SubjectKeys);
    private readonly byte[] _lookupKey = instance.Derive(KeyPurpose.SubjectLookup);
    private readonly MemoryCache _keys = new(new MemoryCacheOptions { SizeLimit = CachedKeysMax });

    /// <summary>
    /// Seals with <paramref name="seal"/>, asks the rule, and keeps the new keys only if the rule accepts: a refused command
    /// leaves nothing behind.
    /// </summary>
    public async Task<Decision<TEvent>> DecideAsync<TSealed, TEvent>(
        PartnerId partner, Func<PersonalSealing, Task<TSealed>> seal, Func<TSealed, Decision<TEvent>> decide, CancellationToken ct)
    {
        while (true)
        {
            var sealing = new PersonalSealing(this, partner, ct);
            var decision = decide(await seal(sealing));
            if (decision is not Decision<TEvent>.Accepted { Events.Count: > 0 } || await sealing.KeepAsync())
            {
                return decision;
            }

            // Another request told of the same person first; its key is found the next time round.
        }
    }

    /// <summary>Seals and asks the rule as a command would, keeps no key, and gives back what was sealed in clear.</summary>
    public async Task<(Decision<TEvent> Decision, IReadOnlyDictionary<SealedText, string> Personal)> PreviewAsync<TSealed, TEvent>(
        PartnerId partner, Func<PersonalSealing, Task<TSealed>> seal, Func<TSealed, Decision<TEvent>> decide, CancellationToken ct)
    {
        var sealing = new PersonalSealing(this, partner, ct);
        return (decide(await seal(sealing)), sealing.Clear);
    }

    /// <summary>The texts in clear, in the order given; <see cref="PersonalText.Erased"/> for those of an erased person.</summary>
    /// <exception cref="CryptographicException">A text was altered, or the instance key is another one.</exception>
    public async Task<IReadOnlyDictionary<SealedText, string>> OpenAsync(IEnumerable<SealedText> texts, CancellationToken ct)
    {
        var distinct = texts.Distinct().ToList();
        var keys = await KeysAsync([.. distinct.Select(t => t.Subject.Value).Distinct()], ct);
        return distinct.ToDictionary(
            t => t,
            t => keys.TryGetValue(t.Subject.Value, out var key) ? PersonalText.Open(t, key) : PersonalText.Erased);
    }

    /// <summary>Bytes in clear that <see cref="PersonalSealing.SealAsync(PersonWords, ReadOnlyMemory{byte})"/> sealed; null where the person was erased.</summary>
    /// <exception cref="CryptographicException">They were altered, or the instance key is another one.</exception>
    public async Task<byte[]?> OpenAsync(SubjectId subject, ReadOnlyMemory<byte> box, CancellationToken ct) =>
        (await KeysAsync([subject.Value], ct)).TryGetValue(subject.Value, out var key)
            ? Aead.Open(key, box.Span, context: []) ?? throw new CryptographicException($"What is sealed for subject {subject.Value} does not open under its key.")
            : null;

    public void Dispose() => _keys.Dispose();

    /// <summary>What finds a person again: the same words of the same partner, and nothing that tells them.</summary>
    internal byte[] Lookup(PartnerId partner, string words) =>
        HMACSHA256.HashData(_lookupKey, Encoding.UTF8.GetBytes($"{partner.Value:D}\n{words}"));

    internal async Task<(SubjectId Subject, byte[] Key)?> FindAsync(PartnerId partner, byte[] lookup, CancellationToken ct) =>
        await table.FindAsync(partner.Value, [lookup], ct) is [var row] ? (new SubjectId(row.SubjectId), Unwrap(row)) : null;

    internal async Task<bool> TryKeepAsync(
        PartnerId partner, IEnumerable<(byte[] Lookup, SubjectId Subject, byte[] Key)> made, CancellationToken ct) =>
        await table.TryAddAsync(
            [.. made.Select(m => new SubjectKeyRow(m.Subject.Value, partner.Value, m.Lookup, Aead.Seal(_wrappingKey, m.Key, Context(m.Subject.Value))))],
            ct);

    private async Task<Dictionary<Guid, byte[]>> KeysAsync(IReadOnlyList<Guid> subjects, CancellationToken ct)
    {
        var found = new Dictionary<Guid, byte[]>();
        var missing = new List<Guid>();
        foreach (var subject in subjects)
        {
            if (_keys.TryGetValue(subject, out byte[]? key))
            {
                found.Add(subject, key!); // Only keys are put in.
            }
            else
            {
                missing.Add(subject);
            }
        }

        if (missing.Count == 0)
        {
            return found;
        }

        foreach (var row in await table.ReadAsync(missing, ct))
        {
            var key = Unwrap(row);
            found.Add(row.SubjectId, key);
            _keys.Set(row.SubjectId, key, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CachedFor });
        }

        return found;
    }

    private byte[] Unwrap(SubjectKeyRow row) =>
        Aead.Open(_wrappingKey, row.WrappedKey, Context(row.SubjectId))
        ?? throw new CryptographicException($"The key of subject {row.SubjectId} does not open: {InstanceKey.FileName} is not the one it was wrapped under.");

    // A wrapped key moved to another subject's row does not open there.
    private static byte[] Context(Guid subject) => subject.ToByteArray(bigEndian: true);
}
