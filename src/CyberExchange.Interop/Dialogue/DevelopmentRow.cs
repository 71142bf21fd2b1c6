using CyberExchange.Domain.Dialogue;

namespace CyberExchange.Interop.Dialogue;

/// <summary>One row of developments: the steps of one law, and what the record has as its counterpart on the other side.</summary>
/// <param name="EuropeanUnion">By date; none where Japan's has no counterpart recorded.</param>
/// <param name="Japan">By date; none where the Union's has no counterpart recorded.</param>
/// <param name="Others">Developments of both sides together, or of others, which stand across the row; where there are any, the sides are empty.</param>
public sealed record DevelopmentRow(IReadOnlyList<DialogueEntry> EuropeanUnion, IReadOnlyList<DialogueEntry> Japan, IReadOnlyList<DialogueEntry> Others)
{
    private const string Eu = "EU";
    private const string Jp = "JP";

    /// <summary>Lays developments out in rows, by the date of each row's first.</summary>
    /// <remarks>
    /// Steps of one law follow each other, and a counterpart of one step is the counterpart of the law. It may lie outside of what was chosen,
    /// and stands in the row all the same. Two laws of one side that have the same counterpart have a row each.
    /// </remarks>
    /// <param name="all">The record, by date.</param>
    /// <param name="chosen">The developments to lay out.</param>
    public static IReadOnlyList<DevelopmentRow> Of(IReadOnlyList<DialogueEntry> all, IEnumerable<DialogueEntry> chosen)
    {
        var byId = all.ToDictionary(e => e.Id, StringComparer.Ordinal);
        var counterparts = all
            .SelectMany(e => e.Links.Where(l => l.Relation == "counterpart").SelectMany(l => new[] { (Of: e, Other: byId[l.Entry]), (Of: byId[l.Entry], Other: e) }))
            .ToLookup(pair => First(pair.Of, byId), pair => pair.Other, StringComparer.Ordinal);
        var laws = chosen.GroupBy(e => (First: First(e, byId), Side: Side(e))).ToList();
        var steps = laws.SelectMany(l => l).ToLookup(e => First(e, byId), StringComparer.Ordinal);

        List<DevelopmentRow> rows = [];
        HashSet<string> shown = new(StringComparer.Ordinal);
        foreach (var law in laws.OrderBy(l => l.Key.Side == Jp)) // Japan's come last: what stands in a row of the Union's has none of its own.
        {
            if (law.Key.Side is not { } own)
            {
                rows.Add(new([], [], [.. law]));
                continue;
            }

            var opposite = counterparts[law.Key.First].Where(e => Side(e) != own).ToList();
            IReadOnlyList<DialogueEntry> there =
            [
                .. opposite.Concat(opposite.SelectMany(e => steps[First(e, byId)]).Where(e => Side(e) != own)).DistinctBy(e => e.Id, StringComparer.Ordinal)
                    .OrderBy(e => DialogueDates.First(e.Date)).ThenBy(e => e.Id, StringComparer.Ordinal),
            ];
            if (own == Eu)
            {
                rows.Add(new([.. law], there, []));
                shown.UnionWith(there.Select(e => e.Id));
            }
            else if (law.Where(e => !shown.Contains(e.Id)).ToList() is { Count: > 0 } rest)
            {
                rows.Add(new(there, rest, []));
            }
        }

        return [.. rows.OrderBy(r => r.EuropeanUnion.Concat(r.Japan).Concat(r.Others).Min(e => DialogueDates.First(e.Date)))];
    }

    private static string? Side(DialogueEntry entry) => (entry.Parties.Contains(Eu, StringComparer.Ordinal), entry.Parties.Contains(Jp, StringComparer.Ordinal)) switch
    {
        (true, false) => Eu,
        (false, true) => Jp,
        _ => null,
    };

    // The first step of the law to which a step belongs.
    private static string First(DialogueEntry entry, Dictionary<string, DialogueEntry> byId)
    {
        HashSet<string> seen = [entry.Id];
        var at = entry;
        while (at.Links.FirstOrDefault(l => l.Relation == "follows") is { } earlier && seen.Add(earlier.Entry))
        {
            at = byId[earlier.Entry];
        }

        return at.Id;
    }
}
