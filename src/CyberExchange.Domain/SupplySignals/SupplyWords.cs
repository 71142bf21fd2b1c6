using System.Collections.Frozen;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>The vocabularies of supply signals.</summary>
public static class SupplyWords
{
    /// <summary>Any class of product; of an entry of the watch list, whatever a signal is about.</summary>
    public const string AllProducts = "all";

    /// <summary>The European Union, as a region.</summary>
    public const string Union = "EU";

    public const string CameTrue = "came-true";
    public const string Partly = "partly";
    public const string DidNot = "did-not";
    public const string CannotTell = "cannot-tell";

    /// <summary>Stages of the chain, from the mine to whoever needs the chip.</summary>
    public static IReadOnlyList<string> Stages { get; } =
    [
        "raw-materials", "gases-and-chemicals", "wafers", "equipment-and-parts", "design-and-ip", "fabrication", "assembly-test-and-packaging", "logistics", "end-use",
    ];

    /// <summary>Classes of semiconductors as the market statistics of WSTS divide them, power devices apart from other discretes, and all together.</summary>
    public static IReadOnlyList<string> ProductClasses { get; } =
        ["discretes", "power", "optoelectronics", "sensors", "analog", "micro", "logic", "memory", AllProducts];

    /// <summary>What is observed.</summary>
    public static IReadOnlyList<string> Observations { get; } =
        ["shortage", "price", "lead-time", "export-control", "disaster", "cyber-incident", "quality"];

    /// <summary>What became of what was foreseen. What nobody can tell enters no figure.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = [CameTrue, Partly, DidNot, CannotTell];

    // ISO 3166-1 alpha-2, officially assigned.
    private const string Countries =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN "
        + "CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
        + "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
        + "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
        + "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
        + "VN VU WF WS YE YT ZA ZM ZW";

    private static readonly FrozenSet<string> Known = Countries.Split(' ').Append(Union).ToFrozenSet(StringComparer.Ordinal);

    // ISO 3166-1 alpha-2 of the member states: Article 52 of the Treaty on European Union, without the United Kingdom.
    private static readonly FrozenSet<string> MemberStates =
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether what is felt in one region is felt in the other: they are the same, or one is the Union and the other a member state.</summary>
    public static bool RegionsMeet(string one, string other) =>
        one == other || (one == Union && MemberStates.Contains(other)) || (other == Union && MemberStates.Contains(one));

    /// <summary>Whether a text names a country, or the Union.</summary>
    public static bool IsRegion(string text) => Known.Contains(text);
}

/// <summary>How likely something is, as one of seven words that stand for ranges of probability.</summary>
/// <remarks>Intelligence Community Directive 203, Analytic Standards (2015), D.6.e(2)(a).</remarks>
/// <param name="Word">The word.</param>
/// <param name="PercentFrom">Where its range begins.</param>
/// <param name="PercentTo">Where its range ends.</param>
public sealed record SupplyConfidence(string Word, int PercentFrom, int PercentTo)
{
    private const double PercentWhole = 100;

    /// <summary>Least likely first.</summary>
    public static IReadOnlyList<SupplyConfidence> All { get; } =
    [
        new("almost-no-chance", 1, 5),
        new("very-unlikely", 5, 20),
        new("unlikely", 20, 45),
        new("roughly-even", 45, 55),
        new("likely", 55, 80),
        new("very-likely", 80, 95),
        new("almost-certain", 95, 99),
    ];

    /// <summary>The words, least likely first.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(c => c.Word)];

    /// <summary>The probability that the word is taken for: the middle of its range.</summary>
    public double Probability => (PercentFrom + PercentTo) / 2.0 / PercentWhole;

    /// <summary>The confidence of a word, or null.</summary>
    public static SupplyConfidence? Parse(string word) => All.FirstOrDefault(c => c.Word == word);

    /// <summary>Whether one word says at least what the other says.</summary>
    internal static bool AtLeast(string word, string least) => Rank(word) >= Rank(least);

    private static int Rank(string word) => Words.TakeWhile(w => w != word).Count();
}
