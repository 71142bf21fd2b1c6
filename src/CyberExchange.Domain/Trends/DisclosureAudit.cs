namespace CyberExchange.Domain.Trends;

/// <summary>Looks at every cell of a population once more, after all was decided: nothing is published that does not pass.</summary>
internal static class DisclosureAudit
{
    /// <summary>The cells that give something away, as a sentence each.</summary>
    public static IEnumerable<string> Findings(Population population, ShownCells shown, DisclosureRule rule)
    {
        for (var table = 0; table < population.Tables.Count; table++)
        {
            foreach (var period in shown.Periods)
            {
                for (var row = 0; row < population.Tables[table].Rows.Count; row++)
                {
                    if (Finding(population, shown, rule, table, row, period) is { } finding)
                    {
                        yield return $"{population.Tables[table].Id}, {population.Tables[table].Rows[row].Id}, {period}: {finding}";
                    }
                }
            }
        }
    }

    private static string? Finding(Population population, ShownCells shown, DisclosureRule rule, int table, int row, Period period)
    {
        var permitted = rule.Permits(population.Cell(table, row, period));
        if (!shown.IsShown(table, row, period))
        {
            return permitted || rule.Protects(shown.Of(table, row, period)) ? null : "is withheld and is known too closely";
        }

        if (!permitted || (row > 0 && !shown.IsShown(table, population.Tables[table].Above(row), period)))
        {
            return "must not be stated";
        }

        var withheld = shown.Withheld(table, row, period);
        return withheld.Count == 0 || (withheld.Count > 1 && rule.Permits(shown.Rest(table, row, period)))
            ? null
            : "gives away the sum of the withheld rows below it";
    }
}
