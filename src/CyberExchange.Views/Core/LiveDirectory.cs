using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
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

    /// <summary>A partner as it is now; null where there is none.</summary>
    public PartnerProfile? ProfileOf(PartnerId id) => _current.Entry(id)?.Profile;

    /// <summary>Reads the directory anew. Done before a change of it is announced, so that an acknowledged suspension holds.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginSnapshotAsync(RowCaller.Directory, ct);
        await connection.Statement("set local search_path = core").RunAsync(ct);
        var partners = await PartnerEntries.ReadAsync(connection, only: null, ct);
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
        var groups = await connection
            .Statement("select g.group_id, g.name, g.purpose, g.default_label from core.group g where not g.dissolved")
            .ReadAsync(r => (new GroupId(r.GetString(0)), new GroupFacts(r.GetString(1), r.GetString(2), (TlpLabel)r.GetInt16(3))), ct);
        await transaction.CommitAsync(ct);
        _current = new DirectorySnapshot(partners, members, keys, groups);
    }
}

/// <summary>A member with its sealed name.</summary>
public sealed record MemberEntry(MemberProfile Profile, SealedText? Name);

/// <summary>A sharing group.</summary>
/// <param name="Facts">Null where the group is known from partners' facts of version 1 alone, and was not formed since.</param>
/// <param name="Members">Who is in it, in the order of their ids.</param>
public sealed record GroupEntry(GroupId Id, GroupFacts? Facts, IReadOnlyList<PartnerId> Members);

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
    private readonly Dictionary<GroupId, GroupEntry> _groups;

    public DirectorySnapshot(
        IReadOnlyCollection<PartnerEntry> partners,
        IReadOnlyCollection<MemberEntry> members,
        IReadOnlyCollection<(SpkiDigest Key, MemberId Member)> keys,
        IReadOnlyCollection<(GroupId Id, GroupFacts Facts)> groups)
    {
        _partners = partners.ToDictionary(p => p.Id);
        _members = members.ToDictionary(m => m.Profile.Id);
        _holders = keys.ToDictionary(k => k.Key, k => k.Member);
        _keys = keys.ToLookup(k => k.Member, k => k.Key);
        foreach (var partner in partners.OrderBy(p => p.Id.Value))
        {
            _handles.TryAdd(partner.Facts.Handle, partner.Id);
        }

        var membersOf = partners.OrderBy(p => p.Id.Value).SelectMany(p => p.Groups.Select(g => (Group: g, p.Id))).ToLookup(m => m.Group, m => m.Id);
        var facts = groups.ToDictionary(g => g.Id, g => g.Facts);
        _groups = facts.Keys.Union(membersOf.Select(g => g.Key)).ToDictionary(g => g, g => new GroupEntry(g, facts.GetValueOrDefault(g), [.. membersOf[g]]));
        Partners = new PartnerDirectory(
            partners.Select(p => p.Profile), members.Select(m => m.Profile), _groups.Values.Select(g => new GroupProfile(g.Id, g.Facts?.DefaultLabel)));
    }

    public static DirectorySnapshot Empty { get; } = new([], [], [], []);

    /// <summary>The directory as rules read it.</summary>
    public PartnerDirectory Partners { get; }

    /// <summary>Every partner with its facts.</summary>
    public IReadOnlyCollection<PartnerEntry> Entries => _partners.Values;

    /// <summary>Every group that stands.</summary>
    public IReadOnlyCollection<GroupEntry> Groups => _groups.Values;

    public GroupEntry? Group(GroupId id) => _groups.GetValueOrDefault(id);

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
