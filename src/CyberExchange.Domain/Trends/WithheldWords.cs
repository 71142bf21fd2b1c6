namespace CyberExchange.Domain.Trends;

/// <summary>What was withheld in an edition and why, in words.</summary>
/// <remarks>
/// Every withheld number has the same mark and the same reason, whether it must not be stated or is withheld to protect another: who could
/// tell them apart would know that the first are small.
/// </remarks>
public static class WithheldWords
{
    /// <summary>Stands in the place of a withheld number.</summary>
    public const string Mark = "withheld";

    /// <summary>Why a number is withheld.</summary>
    public static Words Why(DisclosureRule rule) => new(
        $"A number is withheld where it, or another that could be worked out with it, stands on fewer than {rule.MinimumIncidents} incidents (none is such a "
        + $"number too) or {rule.MinimumReporters} reporters, where one reporter has more than {rule.LargestSharePercent} % of the incidents, or where those without the two "
        + $"largest reporters are less than {rule.RemainderPercent} % of the largest one's. From all editions together no such number can be known more closely than to "
        + $"an interval of {rule.MinimumIncidents}, whose lower end is at most half of the upper.",
        $"数値そのもの、又はそれから算出し得る他の数値が、インシデント{rule.MinimumIncidents}件未満（0件を含む）若しくは報告者{rule.MinimumReporters}者未満に基づく場合、"
        + $"一報告者が{rule.LargestSharePercent}％を超える場合、又は上位二者を除いた残りが最大の報告者の{rule.RemainderPercent}％に満たない場合は、公表しない。"
        + $"全ての版を合わせても、幅{rule.MinimumIncidents}の区間（下端は上端の半分以下）より狭くは特定できない。",
        $"Un nombre est occulté lorsque lui-même, ou un autre qu’il permettrait de calculer, repose sur moins de {rule.MinimumIncidents} incidents (zéro compris) ou de "
        + $"{rule.MinimumReporters} déclarants, lorsqu’un déclarant dépasse {rule.LargestSharePercent} %, ou lorsque le reste sans les deux plus grands n’atteint pas "
        + $"{rule.RemainderPercent} % du plus grand. Toutes éditions réunies, un tel nombre ne peut être connu plus précisément qu’à un intervalle de "
        + $"{rule.MinimumIncidents}, dont la borne inférieure est au plus la moitié de la borne supérieure.");

    /// <summary>How much of each table is withheld.</summary>
    public static IReadOnlyList<Words> Of(TrendEdition edition) =>
    [
        .. edition.AllTables.Select(t =>
        {
            var all = t.Rows.Count * t.Periods.Count;
            return new Words(
                $"{t.Title.En}: {t.Withheld} of {all} numbers are withheld.", $"{t.Title.Ja}：{all}個中{t.Withheld}個の数値を公表しない。",
                $"{t.Title.Fr} : {t.Withheld} nombres sur {all} sont occultés.");
        }),
    ];
}
