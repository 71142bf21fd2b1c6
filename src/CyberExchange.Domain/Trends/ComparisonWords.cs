using System.Globalization;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>A comparison in sentences that a delegate can quote.</summary>
internal sealed class ComparisonWords(ComparedBook book, (IComparedTable Table, TrendRow Row, Period Period) first, (IComparedTable Table, TrendRow Row, Period Period) second)
{
    private const double SmallestP = 0.001;

    public Words Withheld() => new(
        $"{Both.En}: at least one of the two numbers is withheld, so nothing is compared.",
        $"{Both.Ja}：少なくとも一方の数値が非公表のため、比較しない。",
        $"{Both.Fr} : au moins un des deux nombres est occulté ; rien n’est comparé.");

    public Words NotComparable() => new(
        $"{Both.En}: the two are not compared, because they have {Items.En} in common or stand on scales of their own.",
        $"{Both.Ja}：同じ{Items.Ja}を含むか、尺度が異なるため、比較しない。",
        $"{Both.Fr} : non comparés, car ils ont des {Items.Fr} en commun ou relèvent d’échelles propres.");

    public Words TooFew(long one, long other) => new(
        $"{Both.En}: {one} and {other} {Items.En}. These are too few to tell a difference from chance.",
        $"{Both.Ja}：{one}件と{other}件。少なすぎて、差を偶然と区別できない。",
        $"{Both.Fr} : {one} et {other} {Items.Fr}. C’est trop peu pour distinguer une différence du hasard.");

    public Words Compared(long one, long other, (double Ratio, double Low, double High) ratio, double p, ComparisonOutcome outcome)
    {
        var (more, times) = (outcome is ComparisonOutcome.MoreThanChance, Times(ratio));
        return new(
            $"{Both.En}: {one} and {other} {Items.En}, a difference of {Signed(one - other)}; {times.En}. "
            + (more ? "Chance alone hardly explains this" : "Chance alone could explain this") + $" (p {P(p)}). {book.Cited.En}",
            $"{Both.Ja}：{one}件と{other}件、差は{Signed(one - other)}件、{times.Ja}。"
            + (more ? "偶然だけでは説明しにくい" : "偶然だけでも説明できる") + $"（p {P(p)}）。{book.Cited.Ja}",
            $"{Both.Fr} : {one} et {other} {Items.Fr}, soit un écart de {Signed(one - other)} ; {times.Fr}. "
            + (more ? "Le hasard seul ne l’explique guère" : "Le hasard seul pourrait l’expliquer") + $" (p {French(P(p))}). {book.Cited.Fr}");
    }

    public IReadOnlyList<Words> Cautions(int one, int other)
    {
        List<Words> cautions =
        [
            book.Counted,
            new(
                "What is counted is taken to arrive independently; of twenty such comparisons one passes for more than chance by chance.",
                "数えるものは互いに独立に届くものとみなす。同様の比較を20回行えば、1回は偶然に有意となり得る。",
                "Ce qui est compté est supposé arriver indépendamment ; sur vingt comparaisons, une dépasse le hasard par hasard."),
        ];
        if (one != other)
        {
            cautions.Add(new(
                $"The numbers are of editions {one} and {other}.", $"数値は第{one}版と第{other}版のもの。", $"Les nombres sont des éditions {one} et {other}."));
        }

        if (first.Table.Side != second.Table.Side && TrendTables.DimensionOf(first.Table.Id) is TrendTables.Sectors)
        {
            cautions.Add(Bridge());
        }

        return cautions;
    }

    private Words Both => new(
        $"{Name(first, n => n.En)}, {Side(first).En}, {first.Period}, and {Name(second, n => n.En)}, {Side(second).En}, {second.Period}{Only(" (", n => n.En, ")")}",
        $"{Name(first, n => n.Ja)}（{Side(first).Ja}、{first.Period}）と{Name(second, n => n.Ja)}（{Side(second).Ja}、{second.Period}）{Only("、", n => n.Ja, "")}",
        $"{Name(first, n => n.Fr)}, {Side(first).Fr}, {first.Period}, et {Name(second, n => n.Fr)}, {Side(second).Fr}, {second.Period}{Only(" (seulement ", n => n.Fr, ")")}");

    private Words Items => book.Items;

    // Of a second number that is none, there is no ratio, but a least one.
    private static Words Times((double Ratio, double Low, double High) ratio) => double.IsInfinity(ratio.Ratio)
        ? new(
            $"at least {Number(ratio.Low)} times as many a month (95 % interval)",
            $"月当たり少なくとも{Number(ratio.Low)}倍（95％信頼区間）",
            $"au moins {French(Number(ratio.Low))} fois autant par mois (intervalle à 95 %)")
        : new(
            $"{Number(ratio.Ratio)} times as many a month (95 % interval {Number(ratio.Low)} to {Number(ratio.High)})",
            $"月当たり{Number(ratio.Ratio)}倍（95％信頼区間 {Number(ratio.Low)}～{Number(ratio.High)}）",
            $"{French(Number(ratio.Ratio))} fois autant par mois (intervalle à 95 % : de {French(Number(ratio.Low))} à {French(Number(ratio.High))})");

    private Words Bridge()
    {
        if (first.Row.Id == TrendTable.Total && second.Row.Id == TrendTable.Total)
        {
            return new("The sides list different sectors.", "双方の分野の一覧は異なる。", "Les deux côtés n’énumèrent pas les mêmes secteurs.");
        }

        if (SectorBridge.Between(first.Row.Id, second.Row.Id) is not { } line)
        {
            return new("The two sectors are not counterparts.", "両分野は対応関係にない。", "Ces deux secteurs ne se correspondent pas.");
        }

        var (relation, note) = (SectorBridge.InWords(line.Relation), line.Note is null ? "" : $" ({line.Note.TrimEnd('.')})");
        return new(
            $"Of the two sectors: {relation.En}{note}. {SectorBridge.Caution.En}", $"両分野の関係：{relation.Ja}{note}。{SectorBridge.Caution.Ja}",
            $"De ces deux secteurs : {relation.Fr}{note}. {SectorBridge.Caution.Fr}");
    }

    private string Only(string before, Func<Words, string> language, string after) => book.Narrowed is { } only ? before + language(only) + after : "";

    // The name of a row of the rest says nothing without the row above it.
    private static string Name((IComparedTable Table, TrendRow Row, Period Period) cell, Func<Words, string> language) =>
        cell.Row.Id.EndsWith(TrendTable.Rest, StringComparison.Ordinal) && cell.Table.Rows.FirstOrDefault(r => r.Id == cell.Row.Parent) is { } above
            ? $"{language(above.Name)} / {language(cell.Row.Name)}"
            : language(cell.Row.Name);

    private static Words Side((IComparedTable Table, TrendRow Row, Period Period) cell) => cell.Table.Side switch
    {
        Jurisdiction.EU => new("EU", "EU", "UE"),
        Jurisdiction.JP => new("Japan", "日本", "Japon"),
    };

    private static string Signed(long difference) => difference.ToString("+0;-0;0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string P(double p) => p < SmallestP ? "< 0.001" : "= " + p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string French(string number) => number.Replace('.', ',');
}
