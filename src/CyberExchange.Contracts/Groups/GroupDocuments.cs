namespace CyberExchange.Contracts.Groups;

/// <summary>A new sharing group: <c>POST /v1/groups</c>.</summary>
public sealed record FormGroupRequest
{
    /// <summary>Short name, by which audiences name the group: 2 to 64 lower-case letters, digits and inner hyphens. It is given once.</summary>
    public required string Group { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Label of terms that name the group and state none: <c>TLP:GREEN</c>, <c>TLP:AMBER</c> or <c>TLP:AMBER+STRICT</c>.</summary>
    public required string DefaultLabel { get; init; }

    /// <summary>Ids or handles of the first members.</summary>
    public IReadOnlyList<string>? Members { get; init; }
}

/// <summary>What a group is for, stated anew: <c>PUT /v1/groups/{group}</c>.</summary>
public sealed record ChangeGroupRequest
{
    public required string Name { get; init; }

    public required string Purpose { get; init; }

    public required string DefaultLabel { get; init; }
}

/// <summary>Who joins and who leaves, at one moment: <c>POST /v1/groups/{group}/members</c>.</summary>
public sealed record ChangeGroupMembersRequest
{
    /// <summary>Ids or handles.</summary>
    public IReadOnlyList<string>? Join { get; init; }

    /// <summary>Ids or handles.</summary>
    public IReadOnlyList<string>? Leave { get; init; }
}

/// <summary>A group, as stewards and its members read it.</summary>
public sealed record GroupDocument
{
    public required string Group { get; init; }

    /// <summary>Left out, with purpose and default label, for a group that partners' facts made before groups were formed.</summary>
    public string? Name { get; init; }

    public string? Purpose { get; init; }

    public string? DefaultLabel { get; init; }

    public required int MemberCount { get; init; }

    /// <summary>Left out in lists.</summary>
    public IReadOnlyList<GroupMemberDocument>? Members { get; init; }
}

/// <summary>A partner that is in a group.</summary>
public sealed record GroupMemberDocument(Guid Id, string Handle, string Name, string Jurisdiction);

/// <summary>The answer to a change of a group.</summary>
/// <param name="Group">Its short name.</param>
/// <param name="ConsistencyToken">Given with a later read, that read waits until it shows this write.</param>
public sealed record GroupReceipt(string Group, string ConsistencyToken);
