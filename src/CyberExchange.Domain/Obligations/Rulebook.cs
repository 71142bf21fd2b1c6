using System.Collections.Frozen;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>One version of the rules, as it is stamped on every result.</summary>
/// <param name="Id">The version, such as <c>2026-11-20.2</c>.</param>
/// <param name="Digest">SHA-256 of the document in canonical form (RFC 8785), in lower-case hexadecimal.</param>
public sealed record RulebookVersion(string Id, string Digest);

/// <summary>The duties as they stand on one day, as data.</summary>
public sealed class Rulebook
{
    private static readonly Lazy<Rulebook> LazyShipped = new(ReadShipped);

    private FrozenDictionary<string, Obligation>? _byId;
    private FrozenDictionary<string, Condition>? _conditions;
    private FrozenDictionary<string, SectorWord>? _sectorWords;
    private FrozenSet<string>? _entityKinds;
    private IReadOnlyList<string>? _entityFacts;

    /// <summary>The rulebook that came with the program.</summary>
    public static Rulebook Shipped => LazyShipped.Value;

    public required RulebookVersion Version { get; init; }

    /// <summary>The document in canonical form: what the digest is of.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The day for which the states of the rules are stated.</summary>
    public required LocalDate AsOf { get; init; }

    public required string Disclaimer { get; init; }

    /// <summary>Every rule, in the document's order.</summary>
    public required IReadOnlyList<Obligation> Obligations { get; init; }

    public required IReadOnlyList<RollRuleText> RollRules { get; init; }

    public required IReadOnlyList<Condition> Conditions { get; init; }

    public required IReadOnlyList<Threshold> Thresholds { get; init; }

    public required IReadOnlyList<SectorWord> SectorWords { get; init; }

    public required IReadOnlyList<KindHint> KindHints { get; init; }

    public required IReadOnlyList<Overlay> Overlays { get; init; }

    public required IReadOnlyList<PublishedCalendar> Calendars { get; init; }

    /// <summary>The rule, or null where the id is unknown.</summary>
    public Obligation? Find(string id) =>
        (_byId ??= Obligations.ToFrozenDictionary(o => o.Id, StringComparer.Ordinal)).GetValueOrDefault(id);

    /// <summary>The rule that a duty was computed with, or null where the id is unknown.</summary>
    /// <param name="overlay">The overlay that gave it its shape; null for none, and one that is unknown counts as none.</param>
    public Obligation? Find(string id, string? overlay) => Overlays.FirstOrDefault(o => o.Id == overlay && o.Rule.Id == id)?.Rule ?? Find(id);

    /// <summary>The condition, which the rulebook has wherever one of its rules names it.</summary>
    public Condition Condition(string id) => (_conditions ??= Conditions.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal))[id];

    /// <summary>What a sector of a law covers, or null for a word that needs none: <c>any</c> and <c>all</c>.</summary>
    public SectorWord? Sector(string word) =>
        (_sectorWords ??= SectorWords.ToFrozenDictionary(w => w.Word, StringComparer.Ordinal)).GetValueOrDefault(word);

    /// <summary>Whether a sector is one of the taxonomy, or a word of a law.</summary>
    public bool KnowsSector(string sector) => Taxonomies.Sectors.IsKnown(sector) || Sector(sector) is not null;

    /// <summary>Every kind of entity that its rules name.</summary>
    public IReadOnlySet<string> EntityKinds => _entityKinds ??= Obligations.SelectMany(o => o.EntityKinds).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The keys of the facts about an entity that its rules wait for.</summary>
    public IReadOnlyList<string> EntityFacts =>
        _entityFacts ??= [.. Obligations.Select(o => o.EntityStart?.Fact).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The rule as one Member State's law has it for a trigger of that local date: with its overlay where one is in force and verified.</summary>
    public Obligation In(string? country, Obligation rule, LocalDate? triggerDay) =>
        Overlays.FirstOrDefault(o => o.Country == country && o.Rule.Id == rule.Id && o.Rule.MayRunLive && (triggerDay is { } day ? o.Rule.Covers(day) : o.Rule.Status is ObligationStatus.InForce))?.Rule ?? rule;

    /// <summary>The holidays of a country, or null where no verified calendar of it is here: an unverified one rolls no clock.</summary>
    public HolidayCalendar? HolidaysOf(string? country) =>
        Calendars.FirstOrDefault(c => c.Country == country && c.Verified)?.Holidays;

    private static Rulebook ReadShipped()
    {
        using var resource = typeof(Rulebook).Assembly.GetManifestResourceStream("rulebook.json")
            ?? throw new InvalidOperationException("The program was built without its rulebook.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        var reading = RulebookReader.Read(bytes.ToArray());
        return reading.Rulebook ?? throw new InvalidOperationException($"The shipped rulebook is faulty: {string.Join(' ', reading.Faults)}");
    }
}

/// <summary>What a roll rule says, and where that is written.</summary>
public sealed record RollRuleText(RollRule Id, string Rule, string Source, bool Verified, string? VerifiedAt, string? Note);

/// <summary>A question of fact or judgement on which duties hang. A person answers it; thresholds help, and never answer it.</summary>
/// <param name="Thresholds">Thresholds that bear on the answer.</param>
public sealed record Condition(string Id, string Ask, string Source, IReadOnlyList<string> Thresholds);

/// <summary>A sector in the words of a law, and what it covers of the taxonomy; nothing where the kind of entity decides alone.</summary>
public sealed record SectorWord(string Word, IReadOnlyList<string> Covers);

/// <summary>Kinds of entity that sector and size suggest, and that a person must state.</summary>
public sealed record KindHint(
    IReadOnlyList<string> EntityKinds, IReadOnlyList<string> Sectors, EntitySize SizeFrom, string Source, bool Verified, string? Note);

/// <summary>Size classes of Commission Recommendation 2003/361/EC, smallest first.</summary>
public enum EntitySize
{
    Micro,
    Small,
    Medium,
    Large,
}

/// <summary>What one country's law changes about a rule.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Rule">The whole rule with the changes in it; its state, dates and source are the overlay's.</param>
public sealed record Overlay(string Id, string Country, Obligation Rule);

/// <summary>Public holidays of one country, with where they are published.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Zones">IANA zones in which it holds.</param>
public sealed record PublishedCalendar(
    string Id, string Country, IReadOnlyList<string> Zones, HolidayCalendar Holidays, string Source, bool Verified, string? VerifiedAt, string? Note);
