namespace CyberExchange.Domain.Obligations;

/// <summary>Reads the smaller parts of a rulebook.</summary>
internal static class RuleParts
{
    public static RollRuleText RollRule(RuleDocument document)
    {
        var rule = new RollRuleText(
            document.Word("id", DutyWords.RollRules),
            document.Text("rule"),
            document.Text("source"),
            document.NeededFlag("verified"),
            document.OptionalText("verified_at"),
            document.OptionalText("note"));
        document.RefuseTheRest();
        return rule;
    }

    public static Condition Condition(RuleDocument document)
    {
        var condition = new Condition(document.Text("id"), document.Text("ask"), document.Text("source"), document.Texts("thresholds"));
        document.RefuseTheRest();
        return condition;
    }

    public static SectorWord SectorWord(RuleDocument document)
    {
        var word = new SectorWord(document.Text("word"), document.Texts("covers"));
        foreach (var (sector, i) in word.Covers.Select((s, i) => (s, i)).Where(s => s.s.Length > 0 && !Taxonomies.Sectors.IsKnown(s.s)))
        {
            document.Fault($"covers/{i}", $"'{sector}' is no sector of the taxonomy.");
        }

        document.RefuseTheRest();
        return word;
    }

    public static KindHint KindHint(RuleDocument document)
    {
        var hint = new KindHint(
            document.Texts("entity_kinds"),
            document.Texts("sectors"),
            document.Word("size_from", DutyWords.Sizes),
            document.Text("source"),
            document.NeededFlag("verified"),
            document.OptionalText("note"));
        document.RefuseTheRest();
        return hint;
    }

    public static PublishedCalendar Calendar(RuleDocument document)
    {
        var (from, to) = (document.Date("from"), document.Date("to"));
        var holidays = document.Dates("holidays") ?? [];
        var calendar = new PublishedCalendar(
            document.Text("id"),
            Country(document),
            document.Texts("zones"),
            new(holidays, from, to),
            document.Text("source"),
            document.NeededFlag("verified"),
            document.OptionalText("verified_at"),
            document.OptionalText("note"));
        document.RefuseTheRest();
        if (to < from)
        {
            document.Fault("to", "This is before from.");
        }

        foreach (var (day, i) in holidays.Select((d, i) => (d, i)).Where(h => !calendar.Holidays.Covers(h.d)))
        {
            document.Fault($"holidays/{i}", $"{day:uuuu-MM-dd} lies outside what the calendar covers.");
        }

        foreach (var (zone, i) in calendar.Zones.Select((z, i) => (z, i)).Where(z => z.z.Length > 0 && Zones.Find(z.z) is null))
        {
            document.Fault($"zones/{i}", $"The IANA database has no zone '{zone}'.");
        }

        return calendar;
    }

    /// <summary>ISO 3166-1 alpha-2, in capitals.</summary>
    public static string Country(RuleDocument document)
    {
        var country = document.Text("country");
        if (country.Length > 0 && country is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            document.Fault("country", $"'{country}' is no country: write two capitals, such as FR.");
        }

        return country;
    }
}
