using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Gate;

namespace CyberExchange.Server.Commands;

/// <summary>Who acts, as the log remembers it beside every event.</summary>
/// <param name="Member">The member; null for the exchange itself.</param>
/// <param name="Partner">Its partner; null for the exchange itself.</param>
/// <param name="CorrelationId">Leads from the event to the request that caused it.</param>
public sealed record Actor(MemberId? Member, PartnerId? Partner, string CorrelationId)
{
    /// <summary>The exchange itself: embargoes that end, the first partner.</summary>
    public static Actor System(string correlationId) => new(Member: null, Partner: null, correlationId);

    /// <summary>The caller of a request.</summary>
    public static Actor Of(Caller caller, HttpContext request) => new(caller.Viewer.Member, caller.Viewer.Profile.Id, request.TraceIdentifier);

    /// <summary>The exchange for a member who is away.</summary>
    /// <param name="deputy">The member.</param>
    /// <param name="correlationId">Leads to the order and the run that caused it.</param>
    public static Actor For(Deputy deputy, string correlationId) => new(deputy.Member.Id, deputy.Viewer.Profile.Id, correlationId);

    /// <summary>Canonical JSON.</summary>
    public byte[] Metadata() => CanonicalJson.Write(this, ActorJson.Default.Actor);

    /// <summary>Who acted, as <see cref="Metadata"/> wrote it.</summary>
    public static Actor Read(ReadOnlySpan<byte> metadata) => JsonSerializer.Deserialize(metadata, ActorJson.Default.Actor)!; // It is written whole, never null.
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(MemberIdJson), typeof(PartnerIdJson)])]
[JsonSerializable(typeof(Actor))]
internal sealed partial class ActorJson : JsonSerializerContext;
