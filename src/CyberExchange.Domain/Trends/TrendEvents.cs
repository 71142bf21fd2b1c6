using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Trends;

/// <summary>What happened to the editions of the trends.</summary>
/// <remarks>They share one stream: an edition goes on where the one before it ended.</remarks>
public abstract record TrendEvent
{
    private TrendEvent() { }

    /// <summary>A delegate would have an edition published. Nobody has seen a number of it: what one would see of a draft would be an edition.</summary>
    /// <param name="Proposal">Its id.</param>
    /// <param name="Partner">Whose delegate.</param>
    /// <param name="By">The member.</param>
    /// <param name="Side">The side of the partner: the other one decides.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Edition">What it is to be.</param>
    public sealed record EditionProposed(Guid Proposal, PartnerId Partner, MemberId By, Jurisdiction Side, string Reason, EditionRequest Edition) : TrendEvent;

    /// <summary>A delegate of the other side agreed, and the edition was made, audited and frozen.</summary>
    public sealed record EditionPublished(Guid Proposal, PartnerId Partner, MemberId By, PublishedEdition Edition) : TrendEvent;

    /// <summary>A delegate of the other side declined, or agreed and nothing could be published: this ended the proposal.</summary>
    /// <param name="Reason">Why, for those who proposed it.</param>
    public sealed record EditionDeclined(Guid Proposal, PartnerId Partner, MemberId By, string Reason) : TrendEvent;

    /// <summary>Whoever proposed it took it back.</summary>
    public sealed record EditionTakenBack(Guid Proposal, MemberId By) : TrendEvent;
}

/// <summary>What an edition is to be, as both sides agree on it.</summary>
/// <param name="AsOf">What the log says then is counted.</param>
/// <param name="From">The first quarter.</param>
/// <param name="Through">The last quarter.</param>
/// <param name="IsCorrection">Whether it corrects the numbers of the edition before.</param>
/// <param name="Label"><see cref="TlpLabel.Green"/> for every partner, or <see cref="TlpLabel.Clear"/> for the public too.</param>
public sealed record EditionRequest(DateTimeOffset AsOf, Period From, Period Through, bool IsCorrection, TlpLabel Label);

/// <summary>An edition that was published: what it is, and where its bytes are.</summary>
public sealed record PublishedEdition
{
    /// <summary>Counts up from 1 without a gap.</summary>
    public required int Number { get; init; }

    /// <summary>SHA-256 of its bytes, in lower-case hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the edition before; null for the first.</summary>
    public required string? Previous { get; init; }

    /// <summary>The id of the edition that it corrects; null where it goes on to later periods.</summary>
    public required string? Corrects { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The last position of the log that was counted. It never leaves.</summary>
    public required long Position { get; init; }

    public required Period From { get; init; }

    public required Period Through { get; init; }

    public required TlpLabel Label { get; init; }

    /// <summary>SHA-512 of its bytes, by which they are found again, in lower-case hexadecimal digits.</summary>
    public required string Sha512 { get; init; }

    /// <summary>Whether the viewer may have it.</summary>
    /// <remarks>
    /// CLEAR is for everybody, and GREEN for every partner. Of neither can anybody learn by joining later what was said before
    /// to fewer, so that who the viewer is decides alone.
    /// </remarks>
    public bool IsReleasedTo(Viewer viewer) => Label is TlpLabel.Clear || (Label is TlpLabel.Green && viewer is Viewer.Partner { Profile.Suspended: false });
}

/// <summary>The stored names and shapes of what happens to the editions of the trends.</summary>
public static class TrendEventCatalog
{
    /// <summary>The one stream of all editions.</summary>
    public const string Stream = "trends";

    public static EventCatalog<TrendEvent> Catalog { get; } = new EventCatalog<TrendEvent>()
        .Add("trends.edition-proposed", 1, TrendEventJson.Default.EditionProposed)
        .Add("trends.edition-published", 1, TrendEventJson.Default.EditionPublished)
        .Add("trends.edition-declined", 1, TrendEventJson.Default.EditionDeclined)
        .Add("trends.edition-taken-back", 1, TrendEventJson.Default.EditionTakenBack);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PartnerIdJson), typeof(MemberIdJson), typeof(JurisdictionJson), typeof(TlpLabelJson), typeof(InstantJson), typeof(PeriodJson)])]
[JsonSerializable(typeof(TrendEvent.EditionProposed))]
[JsonSerializable(typeof(TrendEvent.EditionPublished))]
[JsonSerializable(typeof(TrendEvent.EditionDeclined))]
[JsonSerializable(typeof(TrendEvent.EditionTakenBack))]
internal sealed partial class TrendEventJson : JsonSerializerContext;
