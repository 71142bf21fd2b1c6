using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>How many items that one viewer may see have one value.</summary>
/// <param name="Dimension">Of incidents one of <see cref="TrendTables"/>, of advisories one of <see cref="LiveTables"/>.</param>
/// <param name="Side">The originator's.</param>
/// <param name="Month">Of an incident's detection, or of an advisory's first release.</param>
/// <param name="Term">The value; null for none.</param>
/// <param name="Items">How many.</param>
public sealed record LiveCount(string Dimension, Jurisdiction Side, Period Month, string? Term, long Items);

/// <summary>The strictest labels of what is counted.</summary>
public sealed record CountedLabels(TlpLabel Tlp, PapLabel Pap)
{
    /// <summary>The strictest of several; null for none.</summary>
    internal static CountedLabels? Strictest(IEnumerable<CountedLabels> labels) =>
        labels.Aggregate((CountedLabels?)null, (strictest, one) => strictest is null ? one : new(Max(strictest.Tlp, one.Tlp), Max(strictest.Pap, one.Pap)));

    private static T Max<T>(T one, T other) where T : struct, Enum => Comparer<T>.Default.Compare(one, other) > 0 ? one : other;
}

/// <summary>One dimension of one side by periods, counted over what one viewer may see. Nothing is withheld: the viewer could count the same by hand.</summary>
public sealed class LiveTable : IComparedTable
{
    private readonly long[][] _numbers;

    internal LiveTable(string id, Jurisdiction side, Words title, IReadOnlyList<TrendRow> rows, IReadOnlyList<Period> periods, bool rowsOverlap)
    {
        (Id, Side, Title, Rows, Periods, RowsOverlap) = (id, side, title, rows, periods, rowsOverlap);
        _numbers = [.. rows.Select(_ => new long[periods.Count])];
    }

    public string Id { get; }

    public Jurisdiction Side { get; }

    public Words Title { get; }

    public IReadOnlyList<TrendRow> Rows { get; }

    public IReadOnlyList<Period> Periods { get; }

    public bool RowsOverlap { get; }

    /// <summary>The numbers of a row, by period.</summary>
    public IReadOnlyList<long> Numbers(int row) => _numbers[row];

    public (long Number, int Edition)? Figure(string row, Period period)
    {
        for (var r = 0; r < Rows.Count; r++)
        {
            for (var p = 0; Rows[r].Id == row && p < Periods.Count; p++)
            {
                if (Periods[p] == period)
                {
                    return (_numbers[r][p], 0);
                }
            }
        }

        return null;
    }

    /// <summary>The number of a row; null where the table has no such row, and for a name that others of the side stand before.</summary>
    public long? NumberOf(string row, Period period) => Figure(row, period)?.Number ?? (RowsOverlap && !HasMoreNames ? 0 : null);

    /// <summary>Whether the side may have more names than are told.</summary>
    public bool HasMoreNames => RowsOverlap && Rows.Count > LiveTables.NamesMax; // One is of all.

    // Periods may overlap: a month counts in each in which it lies.
    internal void Add(int row, Period month, long items)
    {
        for (var p = 0; p < Periods.Count; p++)
        {
            _numbers[row][p] += Periods[p].Overlaps(month) ? items : 0;
        }
    }
}

/// <summary>Makes the tables of live figures.</summary>
public static class LiveTables
{
    /// <summary>CVSS's words for the highest base score of an advisory.</summary>
    public const string Scores = "scores";

    /// <summary>Whether an advisory names a vulnerability of CISA's catalogue of known exploited ones.</summary>
    public const string Exploited = "exploited";

    /// <summary>Names as they are compared, in lower case.</summary>
    public const string Vendors = "vendors";

    /// <summary>CWE ids.</summary>
    public const string Weaknesses = "weaknesses";

    /// <summary>Vendors, or weaknesses, of one side in one answer: who has more looks at lists.</summary>
    public const int NamesMax = 20;

    /// <summary>The strictest labels of a month's incidents, as numbers of <see cref="TlpLabel"/> and <see cref="PapLabel"/> with a full stop between them.</summary>
    public const string IncidentLabels = "incident-labels";

    /// <summary>The same of its advisories.</summary>
    public const string AdvisoryLabels = "advisory-labels";

    /// <summary>The row of those that name a known exploited vulnerability.</summary>
    public const string Known = "known";

    private static readonly TrendRow[] Ratings =
    [
        AllAdvisories,
        new("critical", TrendTable.Total, new("Critical", "緊急", "Critique")),
        new("high", TrendTable.Total, new("High", "重要", "Élevée")),
        new("medium", TrendTable.Total, new("Medium", "警告", "Moyenne")),
        new("low", TrendTable.Total, new("Low", "注意", "Faible")),
        new("none", TrendTable.Total, new("None", "なし", "Aucune")),
        new(TrendTable.Total + TrendTable.Rest, TrendTable.Total, new("Without a score", "評価値なし", "Sans score")),
    ];

    private static TrendRow AllAdvisories => new(TrendTable.Total, null, new("All advisories", "全アドバイザリ", "Tous les avis"));

    /// <summary>Whether a table counts advisories, and not incidents.</summary>
    public static bool CountsAdvisories(string table) => TrendTables.DimensionOf(table) is Scores or Exploited or Vendors or Weaknesses;

    /// <summary>Whether one item may be counted in several rows of a table of which none is part of another.</summary>
    public static bool RowsOverlap(string table) => TrendTables.DimensionOf(table) is Vendors or Weaknesses;

    /// <summary>Of vendors and weaknesses those alone that stand most often on a side in the periods, as many as are told; all else as it is.</summary>
    /// <param name="counts">What is counted.</param>
    /// <param name="periods">The columns.</param>
    public static IReadOnlyList<LiveCount> Leading(IEnumerable<LiveCount> counts, IReadOnlyList<Period> periods) =>
    [
        .. counts.Where(c => periods.Any(p => p.Overlaps(c.Month))).GroupBy(c => (c.Dimension, c.Side)).SelectMany(side => !RowsOverlap(side.Key.Dimension)
            ? side
            : MostOften(side).Take(NamesMax).SelectMany(name => name)),
    ];

    /// <summary>The strictest labels of what the periods count; null where they count nothing.</summary>
    /// <param name="counts">What is counted.</param>
    /// <param name="dimension"><see cref="IncidentLabels"/> or <see cref="AdvisoryLabels"/>.</param>
    /// <param name="periods">The columns.</param>
    public static CountedLabels? LabelsOf(IEnumerable<LiveCount> counts, string dimension, IReadOnlyList<Period> periods) => CountedLabels.Strictest(counts
        .Where(c => c.Dimension == dimension && periods.Any(p => p.Overlaps(c.Month)))
        .Select(c => c.Term!.Split('.')) // It has both.
        .Select(numbers => new CountedLabels(
            (TlpLabel)int.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture), (PapLabel)int.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>CVSS's word for a base score; null for no score.</summary>
    /// <remarks>CVSS 3.1 and 4.0, qualitative severity rating scale. For version 2, which has none, NVD's: its highest word is high.</remarks>
    /// <param name="score">From 0 to 10.</param>
    /// <param name="version">The major version of CVSS.</param>
    public static string? RatingOf(double? score, int? version) => score switch
    {
        null => null,
        >= 9 when version is not 2 => "critical",
        >= 7 => "high",
        >= 4 => "medium",
        > 0 => "low",
        _ => version is 2 ? "low" : "none",
    };

    /// <summary>The tables of incidents: those of editions, each of one side.</summary>
    public static IReadOnlyList<LiveTable> Incidents(IReadOnlyList<LiveCount> counts, IReadOnlyList<Period> periods) => [.. TrendTables.All.Select(shape => Incidents(shape, counts, periods))];

    /// <summary>The tables of advisories, by the side of whoever shares them: scores, known exploitation, vendors and weaknesses.</summary>
    /// <remarks>An advisory counts once for each vendor and each weakness that it names, so that these do not add up.</remarks>
    /// <param name="counts">What is counted.</param>
    /// <param name="periods">The columns.</param>
    /// <param name="names">Vendors and weaknesses that have a row also where nothing names them.</param>
    public static IReadOnlyList<LiveTable> Advisories(IReadOnlyList<LiveCount> counts, IReadOnlyList<Period> periods, params IReadOnlyList<string> names) =>
        [.. Enum.GetValues<Jurisdiction>().SelectMany(side => Advisories(side, [.. counts.Where(c => c.Side == side)], periods, names))];

    private static IEnumerable<IGrouping<string, LiveCount>> MostOften(IEnumerable<LiveCount> names) =>
        names.GroupBy(c => c.Term!, StringComparer.Ordinal) // A name, never none.
            .OrderByDescending(g => g.Sum(c => c.Items)).ThenBy(g => g.Key, StringComparer.Ordinal);

    private static LiveTable Incidents(TrendTable shape, IReadOnlyList<LiveCount> counts, IReadOnlyList<Period> periods)
    {
        var dimension = TrendTables.DimensionOf(shape.Id);
        var table = new LiveTable(shape.Id, shape.Side, shape.Title, shape.Rows, periods, rowsOverlap: false);
        foreach (var count in counts.Where(c => c.Side == shape.Side && c.Dimension == dimension))
        {
            for (var row = shape.LeafOf(dimension is TrendTables.Sectors ? TrendTables.SectorOf(count.Term) : count.Term); row >= 0; row = shape.Above(row))
            {
                table.Add(row, count.Month, count.Items);
            }
        }

        return table;
    }

    private static IEnumerable<LiveTable> Advisories(Jurisdiction side, List<LiveCount> counts, IReadOnlyList<Period> periods, IReadOnlyList<string> names)
    {
        yield return Of(Scores, new("Advisories by CVSS severity", "CVSS深刻度別アドバイザリ", "Avis par gravité CVSS"), Ratings, c => c.Term ?? TrendTable.Total + TrendTable.Rest, rowsOverlap: false);
        yield return Of(
            Exploited, new("Advisories of known exploited vulnerabilities", "悪用が確認された脆弱性のアドバイザリ", "Avis sur des vulnérabilités exploitées connues"),
            [AllAdvisories, new(Known, TrendTable.Total, new("Name a known exploited vulnerability", "悪用が確認された脆弱性を含む", "Nomment une vulnérabilité exploitée connue"))], c => c.Term, rowsOverlap: false);
        yield return Of(Vendors, new("Advisories by vendor", "ベンダー別アドバイザリ", "Avis par fournisseur"), Named(Vendors), c => c.Term, rowsOverlap: true);
        yield return Of(Weaknesses, new("Advisories by weakness (CWE)", "脆弱性タイプ（CWE）別アドバイザリ", "Avis par faiblesse (CWE)"), Named(Weaknesses), c => c.Term, rowsOverlap: true);

        LiveTable Of(string dimension, Words title, IReadOnlyList<TrendRow> rows, Func<LiveCount, string?> row, bool rowsOverlap)
        {
            var table = new LiveTable(TrendTables.IdOf(dimension, side), side, TrendTables.Titled(title, side), rows, periods, rowsOverlap);
            var places = rows.Select((r, at) => (r.Id, at)).ToDictionary(r => r.Id, r => r.at, StringComparer.Ordinal);
            foreach (var count in counts.Where(c => c.Dimension == Scores))
            {
                table.Add(0, count.Month, count.Items); // Each advisory has one score, or none.
            }

            foreach (var count in counts.Where(c => c.Dimension == dimension))
            {
                if (row(count) is { } id && id != TrendTable.Total) // A vendor of that name would be taken for all of them.
                {
                    table.Add(places[id], count.Month, count.Items);
                }
            }

            return table;
        }

        // Those that stand most often come first.
        IReadOnlyList<TrendRow> Named(string dimension) =>
        [
            AllAdvisories,
            .. MostOften(counts.Where(c => c.Dimension == dimension)).Select(g => g.Key).Union(names, StringComparer.Ordinal).Where(name => name != TrendTable.Total)
                .Select(name => new TrendRow(name, TrendTable.Total, new(name, name, name))),
        ];
    }
}

/// <summary>The tables of one viewer, and how a comparison in them is spoken of.</summary>
/// <param name="AsOf">When they were counted.</param>
/// <param name="Periods">What they cover; a period may be unfinished then.</param>
/// <param name="Incidents">The tables of incidents.</param>
/// <param name="Advisories">The tables of advisories.</param>
public sealed record LiveFigures(DateTimeOffset AsOf, IReadOnlyList<Period> Periods, IReadOnlyList<LiveTable> Incidents, IReadOnlyList<LiveTable> Advisories)
{
    private static readonly Words Counted = new(
        "Counted is what this viewer may see: another viewer has other figures. Withdrawn items and exercises are left out, and what others share as TLP:AMBER+STRICT or TLP:RED. Incidents count in the month of their detection and under the first sector "
        + "that they name; advisories in the month of their first release. Regimes and timeliness are known of the viewer's own incidents alone. What was shared with the viewer only from some time on is missing before.",
        "この閲覧者が見ることのできる情報のみを数える。閲覧者が異なれば数値も異なる。撤回された情報、演習、及び他者がTLP:AMBER+STRICT又はTLP:REDで共有する情報は除く。インシデントは検知月及び最初に挙げた分野に、アドバイザリは初回公開月に数える。"
        + "報告制度と期限遵守は、閲覧者自身のインシデントについてのみ分かる。途中から共有されるようになった情報は、それ以前の期間には含まれない。",
        "N’est compté que ce que ce lecteur peut voir : un autre lecteur a d’autres chiffres. Les éléments retirés et les exercices sont exclus, ainsi que ce que d’autres partagent en TLP:AMBER+STRICT ou TLP:RED. Un incident compte dans le mois de sa détection et sous le premier secteur "
        + "qu’il nomme, un avis dans le mois de sa première publication. Les régimes et le respect des délais ne sont connus que pour les incidents du lecteur lui-même. Ce qui n’a été partagé qu’à partir d’une date manque auparavant.");

    /// <summary>Only what names one of these or a subsector; none for all.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>The strictest labels of the incidents; null where none is counted.</summary>
    public CountedLabels? IncidentLabels { get; init; }

    /// <summary>The same of the advisories.</summary>
    public CountedLabels? AdvisoryLabels { get; init; }

    /// <summary>The strictest labels of all that is counted: the figures are to be treated as what they count. Null where nothing is.</summary>
    public CountedLabels? Labels => CountedLabels.Strictest(new[] { IncidentLabels, AdvisoryLabels }.OfType<CountedLabels>());

    /// <summary>What the figures count, for whoever reads them.</summary>
    public Words WhatIsCounted => Narrowed is not { } only ? Counted : new(
        $"{Counted.En} Here {only.En} is counted; advisories name no sectors and are left out.",
        $"{Counted.Ja}ここでは{only.Ja}。アドバイザリは分野を挙げないため除く。",
        $"{Counted.Fr} Ici n’est compté que {only.Fr} ; les avis, qui ne nomment pas de secteur, sont exclus.");

    // By which sectors the figures are narrowed; null for all.
    private Words? Narrowed
    {
        get
        {
            Words[] names = [.. Sectors.Select(id => Taxonomies.Sectors.Find(id) is { } term ? TrendTables.NameOf(term) : new(id, id, id))];
            return names is [] ? null : new(
                "only what names " + string.Join(" or ", names.Select(n => n.En)),
                string.Join("又は", names.Select(n => n.Ja)) + "を挙げたものに限る",
                "ce qui nomme " + string.Join(" ou ", names.Select(n => n.Fr)));
        }
    }

    /// <summary>Whether a period was over when it was counted.</summary>
    public bool IsOver(Period period) => period.End <= AsOf;

    /// <summary>The tables in which two cells can be compared: those of incidents, or those of advisories where the id is one of theirs.</summary>
    public ComparedBook BookOf(string table)
    {
        var ofAdvisories = LiveTables.CountsAdvisories(table);
        var (tables, instant) = (ofAdvisories ? Advisories : Incidents, AsOf.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture));
        return new()
        {
            Name = "What is counted",
            Table = id => tables.FirstOrDefault(t => t.Id == id),
            Others = [.. (ofAdvisories ? Incidents : Advisories).Select(t => t.Id)],
            Narrowed = Narrowed,
            Items = ofAdvisories ? ComparedBook.Advisories : ComparedBook.Incidents,
            Counted = new(
                (ofAdvisories ? "Advisories are counted, not vulnerabilities" : "Reports are counted, not attacks")
                + ", and of those only what this viewer may see: another viewer has other figures, and what was shared with this one only from some time on is missing before.",
                (ofAdvisories ? "計数は脆弱性ではなくアドバイザリであり" : "計数は攻撃ではなく報告であり")
                + "、この閲覧者が見ることのできるものに限る。閲覧者が異なれば数値も異なり、途中から共有されるようになったものは、それ以前の期間には含まれない。",
                (ofAdvisories ? "Ce sont des avis que l’on compte, non des vulnérabilités" : "Ce sont des signalements que l’on compte, non des attaques")
                + ", et seulement ceux que ce lecteur peut voir : un autre lecteur a d’autres chiffres, et ce qui n’a été partagé qu’à partir d’une date manque auparavant."),
            Cited = new($"Live figures of one viewer, as of {instant}.", $"一閲覧者の時点集計（{instant}現在）。", $"Chiffres en direct d’un lecteur, état au {instant}."),
        };
    }
}
