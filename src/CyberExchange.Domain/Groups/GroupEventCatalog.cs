using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Groups;

/// <summary>The stored names and shapes of what happens to sharing groups.</summary>
public static class GroupEventCatalog
{
    /// <summary>Streams of groups begin with this, followed by the group's short name.</summary>
    public const string StreamPrefix = "group-";

    public static EventCatalog<GroupEvent> Catalog { get; } = new EventCatalog<GroupEvent>()
        .Add("group.formed", 1, GroupJson.Default.GroupFormed)
        .Add("group.changed", 1, GroupJson.Default.GroupChanged)
        .Add("group.members-changed", 1, GroupJson.Default.GroupMembersChanged)
        .Add("group.dissolved", 1, GroupJson.Default.GroupDissolved);

    public static string Stream(GroupId id) => $"{StreamPrefix}{id.Value}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PartnerIdJson), typeof(GroupIdJson), typeof(TlpLabelJson)])]
[JsonSerializable(typeof(GroupEvent.GroupFormed))]
[JsonSerializable(typeof(GroupEvent.GroupChanged))]
[JsonSerializable(typeof(GroupEvent.GroupMembersChanged))]
[JsonSerializable(typeof(GroupEvent.GroupDissolved))]
public sealed partial class GroupJson : JsonSerializerContext;
