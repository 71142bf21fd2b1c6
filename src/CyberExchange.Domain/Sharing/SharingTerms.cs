using System.Text.Json.Serialization;

namespace CyberExchange.Domain.Sharing;

/// <summary>Everything an originator says about who may see an item, stated whole each time.</summary>
public sealed record SharingTerms
{
    public required TlpLabel Label { get; init; }

    public required PapLabel Pap { get; init; }

    public required Audience Audience { get; init; }

    /// <summary>Until it is lifted only the originator and the parties see the item; null for none.</summary>
    public required Embargo? Embargo { get; init; }

    /// <summary>Why the item may leave its jurisdiction, at most one for each destination.</summary>
    public required IReadOnlyList<LegalBasis> LegalBases { get; init; }

    /// <summary>Whether the item may be counted in published tables; never for a record of class test.</summary>
    public required bool PermitsStatistics { get; init; }

    /// <summary>Terms under which only the originator sees the item.</summary>
    public static SharingTerms OriginatorOnly(TlpLabel label) => new()
    {
        Label = label,
        Pap = PapLabel.Amber,
        Audience = Audience.None,
        Embargo = null,
        LegalBases = [],
        PermitsStatistics = false,
    };
}

/// <summary>
/// Whom an item is for: the named ones, and in addition every partner that matches all of the kinds that are not empty
/// (any value within a kind). All empty means the originator only, or under TLP:GREEN the whole community.
/// </summary>
public sealed record Audience
{
    public required IReadOnlyList<PartnerId> Partners { get; init; }

    /// <summary>Persons by name; TLP:RED takes these and nothing else.</summary>
    public required IReadOnlyList<MemberId> Members { get; init; }

    public required IReadOnlyList<GroupId> Groups { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    public required IReadOnlyList<Jurisdiction> Jurisdictions { get; init; }

    /// <summary>Sector ids of the taxonomy; a sector stands for its subsectors too.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    public static Audience None { get; } = new() { Partners = [], Members = [], Groups = [], Roles = [], Jurisdictions = [], Sectors = [] };

    [JsonIgnore]
    public bool HasKinds => Groups.Count + Roles.Count + Jurisdictions.Count + Sectors.Count > 0;

    [JsonIgnore]
    public bool IsEmpty => !HasKinds && Partners.Count + Members.Count == 0;

    /// <summary>The same audience with every list sorted and free of doubles, so that equal audiences are written alike.</summary>
    public Audience Normalised() => new()
    {
        Partners = [.. Partners.Distinct().OrderBy(p => p.Value)],
        Members = [.. Members.Distinct().OrderBy(m => m.Value)],
        Groups = [.. Groups.Distinct().OrderBy(g => g.Value, StringComparer.Ordinal)],
        Roles = [.. Roles.Distinct().Order()],
        Jurisdictions = [.. Jurisdictions.Distinct().Order()],
        Sectors = [.. Sectors.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };
}

/// <summary>A time before which only the originator and the parties see an item.</summary>
/// <param name="LocalTime">Wall-clock time in the zone, ISO 8601 without offset, such as <c>2026-12-01T09:00:00</c>.</param>
/// <param name="Zone">IANA zone id, such as <c>Asia/Tokyo</c>.</param>
/// <param name="LiftsAt">The instant those two mean, fixed when the terms were accepted, whatever zone data says later.</param>
/// <param name="Parties">Who sees the item before; each is in the audience.</param>
public sealed record Embargo(string LocalTime, string Zone, DateTimeOffset LiftsAt, IReadOnlyList<PartnerId> Parties);

/// <summary>Why an item may be sent to another jurisdiction.</summary>
/// <param name="Destination">The jurisdiction it opens.</param>
/// <param name="Code">A short code of the instrument, such as <c>nis2-art-23-6</c> or <c>consent</c>.</param>
/// <param name="Reference">Where it is written: citation, agreement number or file reference.</param>
/// <param name="Standing">Whether it was taken from the originator's standing agreement instead of being stated for the item.</param>
public sealed record LegalBasis(Jurisdiction Destination, string Code, string Reference, bool Standing);
