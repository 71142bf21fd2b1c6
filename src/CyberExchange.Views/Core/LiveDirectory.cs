using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>The partner directory as this node knows it; read on every request, replaced whole when it changed.</summary>
public sealed class LiveDirectory(NpgsqlDataSource service)
{
    private volatile DirectorySnapshot _current = DirectorySnapshot.Empty;

    public DirectorySnapshot Current => _current;

    /// <summary>Reads the directory anew. Done before a change of it is announced, so that an acknowledged suspension holds.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var partners = await connection
            .Statement("select p.partner_id, p.facts, p.suspended from core.partner p")
            .ReadAsync(
                r => new PartnerEntry(
                    new(r.GetGuid(0)),
                    CanonicalJson.Read(r.GetFieldValue<byte[]>(1), PartnerJson.Default.PartnerFacts),
                    r.GetBoolean(2)),
                ct);
        var members = await connection
            .Statement("select m.member_id, m.partner_id, m.kind, m.handle, m.sealed_name from core.member m where not m.removed")
            .ReadAsync(
                r => new MemberEntry(
                    new MemberProfile(
                        new(r.GetGuid(0)),
                        new(r.GetGuid(1)),
                        MemberKinds.Parse(r.GetString(2)) ?? throw new InvalidDataException("A member's row has a kind that is not known."),
                        r.GetString(3)),
                    r.Nullable<byte[]>(4) is { } name ? CanonicalJson.Read(name, CoreJson.Default.SealedText) : null),
                ct);
        var keys = await connection
            .Statement("select k.spki_sha256, k.member_id from core.member_key k where k.bound")
            .ReadAsync(r => (new SpkiDigest(r.GetString(0)), new MemberId(r.GetGuid(1))), ct);
        await transaction.CommitAsync(ct);
        _current = new DirectorySnapshot(partners, members, keys);
    }
}

/// <summary>A partner with everything its steward stated.</summary>
public sealed record PartnerEntry(PartnerId Id, PartnerFacts Facts, bool Suspended);

/// <summary>A member with its sealed name.</summary>
public sealed record MemberEntry(MemberProfile Profile, SealedText? Name);

/// <summary>The member that a key speaks for, and its partner.</summary>
public sealed record KeyHolder(PartnerProfile Partner, MemberProfile Member);

/// <summary>The directory at one moment.</summary>
public sealed class DirectorySnapshot
{
    private readonly Dictionary<PartnerId, PartnerEntry> _partners;
    private readonly Dictionary<MemberId, MemberEntry> _members;
    private readonly Dictionary<SpkiDigest, MemberId> _holders;
    private readonly ILookup<MemberId, SpkiDigest> _keys;
    private readonly Dictionary<string, PartnerId> _handles = new(StringComparer.Ordinal);

    public DirectorySnapshot(
        IReadOnlyCollection<PartnerEntry> partners, IReadOnlyCollection<MemberEntry> members, IReadOnlyCollection<(SpkiDigest Key, MemberId Member)> keys)
    {
        _partners = partners.ToDictionary(p => p.Id);
        _members = members.ToDictionary(m => m.Profile.Id);
        _holders = keys.ToDictionary(k => k.Key, k => k.Member);
        _keys = keys.ToLookup(k => k.Member, k => k.Key);
        foreach (var partner in partners.OrderBy(p => p.Id.Value))
        {
            _handles.TryAdd(partner.Facts.Handle, partner.Id);
        }

        Partners = new PartnerDirectory(partners.Select(p => p.Facts.Profile(p.Id, p.Suspended)), members.Select(m => m.Profile));
    }

    public static DirectorySnapshot Empty { get; } = new([], [], []);

    /// <summary>The directory as rules read it.</summary>
    public PartnerDirectory Partners { get; }

    /// <summary>Every partner with its facts.</summary>
    public IReadOnlyCollection<PartnerEntry> Entries => _partners.Values;

    /// <summary>Whom a key speaks for; null where it is bound to nobody who still acts.</summary>
    public KeyHolder? Find(SpkiDigest key) =>
        _holders.TryGetValue(key, out var member) && Partners.Find(member) is { } profile && Partners.Find(profile.Partner) is { } partner
            ? new KeyHolder(partner, profile)
            : null;

    public PartnerEntry? Entry(PartnerId id) => _partners.GetValueOrDefault(id);

    /// <summary>The partner with a handle; of several, the one that has had its id longest.</summary>
    public PartnerProfile? FindHandle(string handle) => _handles.TryGetValue(handle, out var id) ? Partners.Find(id) : null;

    public IEnumerable<MemberEntry> MembersOf(PartnerId partner) => _members.Values.Where(m => m.Profile.Partner == partner);

    public IReadOnlyList<SpkiDigest> Keys(MemberId member) => [.. _keys[member].OrderBy(k => k.Hex, StringComparer.Ordinal)];
}
