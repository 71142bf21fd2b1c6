using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Links;

/// <summary>What happened to one partner's statement that an incident concerns an advisory.</summary>
/// <remarks>
/// It has a stream of its own, and touches neither item: whoever sees one of them must not learn from its version, its entity tag or
/// its place in the feed that it is linked with something hidden.
/// </remarks>
public abstract record LinkEvent
{
    private LinkEvent() { }

    /// <summary>A partner stated it, or stated it otherwise than before.</summary>
    /// <param name="Kind">A word of <see cref="LinkKinds"/>.</param>
    /// <param name="Reason">Why it says so; for whoever sees both items.</param>
    /// <param name="By">The partner.</param>
    /// <param name="StatedBy">Its member.</param>
    public sealed record LinkStated(
        IncidentId Incident, AdvisoryId Advisory, string Kind, string Reason, PartnerId By, MemberId StatedBy) : LinkEvent;

    /// <summary>It took the statement back.</summary>
    public sealed record LinkWithdrawn(MemberId By) : LinkEvent;
}

/// <summary>How an incident concerns an advisory.</summary>
public static class LinkKinds
{
    /// <summary>The words that there are: a vulnerability of the advisory was exploited in the incident; what it advises ended or would have prevented it; something else.</summary>
    public static IReadOnlyList<string> All { get; } = ["exploited-in", "mitigated-by", "related"];
}

/// <summary>The stored names and shapes of what happens to links.</summary>
public static class LinkEventCatalog
{
    public const string StreamPrefix = "link-";

    public static EventCatalog<LinkEvent> Catalog { get; } = new EventCatalog<LinkEvent>()
        .Add("link.stated", 1, LinkJson.Default.LinkStated)
        .Add("link.withdrawn", 1, LinkJson.Default.LinkWithdrawn);

    /// <summary>The stream of one partner's link between two items: a digest of the three, so that nobody else's can be reached.</summary>
    public static string Stream(PartnerId by, IncidentId incident, AdvisoryId advisory) =>
        StreamPrefix + HashIds.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"link\n{by.Value:D}\n{incident.Value:D}\n{advisory.Value:D}"))).ToString("D");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(IncidentIdJson), typeof(AdvisoryIdJson), typeof(PartnerIdJson), typeof(MemberIdJson)])]
[JsonSerializable(typeof(LinkEvent.LinkStated))]
[JsonSerializable(typeof(LinkEvent.LinkWithdrawn))]
public sealed partial class LinkJson : JsonSerializerContext;
