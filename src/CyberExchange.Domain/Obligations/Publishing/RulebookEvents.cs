using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Obligations.Publishing;

/// <summary>What happened to the rulebook of the exchange.</summary>
public abstract record RulebookEvent
{
    private RulebookEvent() { }

    /// <summary>A member of the steward would let a version take force. Nothing is computed with it until another member approves it.</summary>
    /// <param name="Version">The version, as its document names it.</param>
    /// <param name="Digest">SHA-256 of the document, in hexadecimal digits.</param>
    /// <param name="Document">The document in canonical form (RFC 8785).</param>
    public sealed record RulebookProposed(string Version, string Digest, string Document, MemberId By) : RulebookEvent;

    /// <summary>Another member approved the proposed version: from now on every open file is computed with it.</summary>
    public sealed record RulebookAdopted(string Digest, MemberId By) : RulebookEvent;

    /// <summary>A member of the steward turned the proposed version down.</summary>
    public sealed record RulebookRejected(string Digest, MemberId By) : RulebookEvent;
}

/// <summary>The stored names and shapes of what happens to the rulebook.</summary>
public static class RulebookEventCatalog
{
    /// <summary>The one stream of all versions.</summary>
    public const string Stream = "rulebook";

    public static EventCatalog<RulebookEvent> Catalog { get; } = new EventCatalog<RulebookEvent>()
        .Add("rulebook.proposed", 1, RulebookJson.Default.RulebookProposed)
        .Add("rulebook.adopted", 1, RulebookJson.Default.RulebookAdopted)
        .Add("rulebook.rejected", 1, RulebookJson.Default.RulebookRejected);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(MemberIdJson)])]
[JsonSerializable(typeof(RulebookEvent.RulebookProposed))]
[JsonSerializable(typeof(RulebookEvent.RulebookAdopted))]
[JsonSerializable(typeof(RulebookEvent.RulebookRejected))]
public sealed partial class RulebookJson : JsonSerializerContext;
