using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Partners;

/// <summary>The stored names and shapes of what happens to partners, their members and keys.</summary>
public static class PartnerEventCatalog
{
    /// <summary>Streams of partners begin with this, followed by the partner's id.</summary>
    public const string StreamPrefix = "partner-";

    /// <summary>Streams of keys begin with this, followed by the key's digest.</summary>
    public const string KeyStreamPrefix = "key-";

    /// <summary>The stored name of confirmations, by which they are found in the log.</summary>
    public const string AccessConfirmedName = "partner.access-confirmed";

    public static EventCatalog<PartnerEvent> Catalog { get; } = new EventCatalog<PartnerEvent>()
        .Add("partner.enrolled", 2, PartnerJson.Default.PartnerEnrolled)
        .Raise("partner.enrolled", 1, PartnerJson.Default.PartnerEnrolledV1, e => new PartnerEvent.PartnerEnrolled(e.Partner, e.Facts.Raised()))
        .Add("partner.changed", 2, PartnerJson.Default.PartnerChanged)
        .Raise("partner.changed", 1, PartnerJson.Default.PartnerChangedV1, e => new PartnerEvent.PartnerChanged(e.Facts.Raised()))
        .Add("partner.client-departed", 1, PartnerJson.Default.ClientDeparted)
        .Add("partner.suspended", 1, PartnerJson.Default.PartnerSuspended)
        .Add("partner.reinstated", 1, PartnerJson.Default.PartnerReinstated)
        .Add("partner.member-added", 1, PartnerJson.Default.MemberAdded)
        .Add("partner.member-removed", 1, PartnerJson.Default.MemberRemoved)
        .Add("partner.member-invited", 1, PartnerJson.Default.MemberInvited)
        .Add("partner.key-admitted", 1, PartnerJson.Default.KeyAdmitted)
        .Add(AccessConfirmedName, 1, PartnerJson.Default.AccessConfirmed);

    public static EventCatalog<MemberKeyEvent> Keys { get; } = new EventCatalog<MemberKeyEvent>()
        .Add("key.bound", 1, PartnerJson.Default.MemberKeyBound)
        .Add("key.unbound", 1, PartnerJson.Default.MemberKeyUnbound);

    public static string Stream(PartnerId id) => $"{StreamPrefix}{id.Value:D}";

    public static string Stream(SpkiDigest key) => $"{KeyStreamPrefix}{key.Hex}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(PartnerIdJson), typeof(MemberIdJson), typeof(SubjectIdJson), typeof(GroupIdJson), typeof(RoleJson),
        typeof(JurisdictionJson), typeof(MemberKindJson), typeof(SpkiDigestJson), typeof(InvitationIdJson), typeof(InstantJson),
    ])]
[JsonSerializable(typeof(PartnerEvent.PartnerEnrolled))]
[JsonSerializable(typeof(PartnerEvent.PartnerChanged))]
[JsonSerializable(typeof(PartnerEnrolledV1))]
[JsonSerializable(typeof(PartnerChangedV1))]
[JsonSerializable(typeof(PartnerEvent.ClientDeparted))]
[JsonSerializable(typeof(PartnerEvent.PartnerSuspended))]
[JsonSerializable(typeof(PartnerEvent.PartnerReinstated))]
[JsonSerializable(typeof(PartnerEvent.MemberAdded))]
[JsonSerializable(typeof(PartnerEvent.MemberRemoved))]
[JsonSerializable(typeof(PartnerEvent.MemberInvited))]
[JsonSerializable(typeof(PartnerEvent.KeyAdmitted))]
[JsonSerializable(typeof(PartnerEvent.AccessConfirmed))]
[JsonSerializable(typeof(MemberKeyEvent.MemberKeyBound))]
[JsonSerializable(typeof(MemberKeyEvent.MemberKeyUnbound))]
[JsonSerializable(typeof(PartnerFacts))]
public sealed partial class PartnerJson : JsonSerializerContext;

/// <summary>Kinds of member as documents write them: <c>person</c> or <c>service</c>.</summary>
public sealed class MemberKindJson() : TextJson<MemberKind>(MemberKinds.Parse, k => k.Text());

/// <summary>A key's digest as documents write it.</summary>
public sealed class SpkiDigestJson() : TextJson<SpkiDigest>(text => SpkiDigest.IsValid(text) ? new SpkiDigest(text) : null, d => d.Hex);

/// <summary>The words for kinds of member.</summary>
public static class MemberKinds
{
    public static string Text(this MemberKind kind) => kind switch
    {
        MemberKind.Person => "person",
        MemberKind.Service => "service",
    };

    /// <summary>Reads a kind, or null.</summary>
    public static MemberKind? Parse(string text) => Enum.GetValues<MemberKind>().Cast<MemberKind?>().FirstOrDefault(k => k!.Value.Text() == text);
}
