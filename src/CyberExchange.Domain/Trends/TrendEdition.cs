using System.Security.Cryptography;
using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Trends;

/// <summary>One edition of the trends as it was published, for ever: every table, the method, and what was withheld.</summary>
public sealed record TrendEdition
{
    /// <summary>The name of the method, of which adr/0039 tells.</summary>
    public const string MethodName = "whole rows, sums that could be stated, Frechet bounds (1)";

    /// <summary>Counts up from 1 without a gap.</summary>
    public required int Number { get; init; }

    /// <summary>What the log said then was counted.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The id of the edition before; null for the first.</summary>
    public required string? Previous { get; init; }

    /// <summary>The id of the edition that it corrects; null where it goes on to later periods.</summary>
    public required string? Corrects { get; init; }

    public required string Method { get; init; }

    /// <summary>The thresholds for what this edition is the first to state.</summary>
    public required DisclosureRule Rule { get; init; }

    /// <summary>The first quarter.</summary>
    public required Period From { get; init; }

    /// <summary>The last quarter.</summary>
    public required Period Through { get; init; }

    public required IReadOnlyList<EditionTable> Tables { get; init; }

    /// <summary>The tables of advisories. They count what anybody may read, so that nothing of them is withheld, and each edition counts anew.</summary>
    public required IReadOnlyList<EditionTable> Advisories { get; init; }

    /// <summary>SHA-256 of the canonical form, in lower-case hexadecimal digits: whoever has the edition can tell that it is the one that is cited. Made anew each time.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Canonical()));

    /// <summary>The edition in the one form that its id is made from: RFC 8785.</summary>
    public byte[] Canonical() => CanonicalJson.Write(this, TrendEditionJson.Default.TrendEdition);

    /// <summary>Reads the canonical form back.</summary>
    /// <exception cref="UnreadableEventException">It is none.</exception>
    public static TrendEdition Read(byte[] canonical) => CanonicalJson.Read(canonical, TrendEditionJson.Default.TrendEdition);

    /// <summary>The tables of incidents, then those of advisories.</summary>
    [JsonIgnore]
    public IEnumerable<EditionTable> AllTables => Tables.Concat(Advisories);

    /// <summary>A table; null where there is none of that id.</summary>
    public EditionTable? Table(string id) => AllTables.FirstOrDefault(t => t.Id == id);

    /// <summary>The quarters from the first to the last.</summary>
    internal static IEnumerable<Period> Quarters(Period from, Period through) =>
        Enumerable.Range(from.Ordinal, through.Ordinal - from.Ordinal + 1).Select(o => new Period(PeriodKind.Quarter, o));
}

/// <summary>One table of an edition.</summary>
public sealed record EditionTable : IComparedTable
{
    public required string Id { get; init; }

    public required Jurisdiction Side { get; init; }

    public required Words Title { get; init; }

    /// <summary>The rows, each before those below it.</summary>
    public required IReadOnlyList<TrendRow> Rows { get; init; }

    /// <summary>The periods in order; a year before its quarters, and a quarter before its months.</summary>
    public required IReadOnlyList<Period> Periods { get; init; }

    /// <summary>The numbers by row and period; null for one that is withheld.</summary>
    public required IReadOnlyList<IReadOnlyList<long?>> Numbers { get; init; }

    /// <summary>Of which edition each number is: it was true as of that one's instant. 0 for a number that is withheld.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Editions { get; init; }

    /// <summary>The number of a cell and the edition that it is of; null where it is withheld, or the table has no such cell.</summary>
    public (long Number, int Edition)? Figure(string row, Period period)
    {
        var (r, p) = (Place(Rows, x => x.Id == row), Place(Periods, x => x == period));
        return r >= 0 && p >= 0 && Numbers[r][p] is { } number ? (number, Editions[r][p]) : null;
    }

    bool IComparedTable.RowsOverlap => LiveTables.RowsOverlap(Id);

    /// <summary>How many of the numbers are withheld.</summary>
    [JsonIgnore]
    public int Withheld => Numbers.Sum(row => row.Count(n => n is null));

    private static int Place<T>(IReadOnlyList<T> list, Func<T, bool> isIt)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (isIt(list[i]))
            {
                return i;
            }
        }

        return -1;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(JurisdictionJson), typeof(InstantJson), typeof(PeriodJson)])]
[JsonSerializable(typeof(TrendEdition))]
internal sealed partial class TrendEditionJson : JsonSerializerContext;
