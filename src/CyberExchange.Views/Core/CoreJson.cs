using System.Text.Json.Serialization;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;

namespace CyberExchange.Views.Core;

/// <summary>The JSON inside the core's rows that no query looks into.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SubjectIdJson), typeof(GroupIdJson), typeof(RoleJson), typeof(JurisdictionJson), typeof(TlpLabelJson), typeof(ProvenanceJson), typeof(InstantJson), typeof(AdvisoryEndingJson)])]
[JsonSerializable(typeof(KindsForm))]
[JsonSerializable(typeof(SealedText))]
[JsonSerializable(typeof(AdvisoryContent))]
[JsonSerializable(typeof(SignalContent))]
[JsonSerializable(typeof(SignalGist))]
[JsonSerializable(typeof(IReadOnlyList<KnownExploited>))]
internal sealed partial class CoreJson : JsonSerializerContext;

/// <summary>A clause of kinds as the core keeps it.</summary>
internal sealed record KindsForm(
    IReadOnlyList<Domain.GroupId> Groups, IReadOnlyList<Role> Roles, IReadOnlyList<Jurisdiction> Jurisdictions, IReadOnlyList<string> Sectors)
{
    public static KindsForm Of(AudienceClause.Kinds kinds) => new(kinds.Groups, kinds.Roles, kinds.Jurisdictions, kinds.Sectors);

    public AudienceClause.Kinds ToClause() => new(Groups, Roles, Jurisdictions, Sectors);
}
