namespace CyberExchange.Domain.Sharing;

/// <summary>Who looks. Built only from the partner directory; the public is an explicit viewer and null is nobody.</summary>
public abstract record Viewer
{
    private Viewer() { }

    /// <summary>Anyone at all, without a certificate: sees what is TLP:CLEAR.</summary>
    public static Viewer Public { get; } = new Anyone();

    /// <summary>The public.</summary>
    public sealed record Anyone : Viewer;

    /// <summary>One member of one partner.</summary>
    public sealed record Partner(PartnerProfile Profile, MemberId Member) : Viewer;
}

/// <summary>A partner as the steward has set it: every fact on which the visibility of an item can depend.</summary>
public sealed record PartnerProfile
{
    public required PartnerId Id { get; init; }

    /// <summary>Short name that people type, such as <c>cert-eu</c>; unique by convention, never a key.</summary>
    public required string Handle { get; init; }

    public required string Name { get; init; }

    public required Jurisdiction Jurisdiction { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    public required IReadOnlyList<string> Sectors { get; init; }

    public required IReadOnlyList<GroupId> Groups { get; init; }

    /// <summary>For a CERT: the operators it serves.</summary>
    public required IReadOnlyList<PartnerId> Constituency { get; init; }

    /// <summary>CSAF publisher namespaces in which the partner may publish, as absolute URIs.</summary>
    public required IReadOnlyList<string> PublisherNamespaces { get; init; }

    /// <summary>Standing agreements under which the partner's items may leave its jurisdiction.</summary>
    public required IReadOnlyList<LegalBasis> StandingAgreements { get; init; }

    /// <summary>Whether the partner agreed to be listed in every partner's directory.</summary>
    public required bool Listed { get; init; }

    /// <summary>Whether it takes two of its members to make an item TLP:CLEAR.</summary>
    public required bool ClearNeedsTwoMembers { get; init; }

    public required bool Suspended { get; init; }

    public bool Has(Role role) => Roles.Contains(role);

    /// <summary>Whether kinds of audience and TLP:GREEN can reach the partner at all.</summary>
    public bool InCommunity => Roles.Any(Sharing.Roles.Community.Contains);
}

/// <summary>A member as the directory knows it.</summary>
public sealed record MemberProfile(MemberId Id, PartnerId Partner, MemberKind Kind, string Handle);

/// <summary>Persons answer for themselves; services act for their partner and cannot be named under TLP:RED.</summary>
public enum MemberKind
{
    Person,
    Service,
}

/// <summary>A sharing group as the directory knows it.</summary>
/// <param name="DefaultLabel">The label of terms that name the group and no label; null where partners' facts made the group.</param>
public sealed record GroupProfile(GroupId Id, TlpLabel? DefaultLabel);

/// <summary>The partners, members and groups at one position of the log; commands read it as a value.</summary>
public sealed class PartnerDirectory(IEnumerable<PartnerProfile> partners, IEnumerable<MemberProfile> members, IEnumerable<GroupProfile> groups)
{
    private readonly Dictionary<PartnerId, PartnerProfile> _partners = partners.ToDictionary(p => p.Id);
    private readonly Dictionary<MemberId, MemberProfile> _members = members.ToDictionary(m => m.Id);
    private readonly Dictionary<GroupId, GroupProfile> _groups = groups.ToDictionary(g => g.Id);

    public static PartnerDirectory Empty { get; } = new([], [], []);

    public IReadOnlyCollection<PartnerProfile> Partners => _partners.Values;

    public IReadOnlyCollection<MemberProfile> Members => _members.Values;

    public IReadOnlyCollection<GroupProfile> Groups => _groups.Values;

    public PartnerProfile? Find(PartnerId id) => _partners.GetValueOrDefault(id);

    public MemberProfile? Find(MemberId id) => _members.GetValueOrDefault(id);

    public GroupProfile? Find(GroupId id) => _groups.GetValueOrDefault(id);
}
