using System.Globalization;
using System.Text;
using CyberExchange.Interop.Csaf.Validation;
using Place = CyberExchange.Interop.Csaf.Changes.ChangeList.Place;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>What changed of the scores of CSAF 2.0 and the metrics of CSAF 2.1: per product, told once for all products with the same change.</summary>
internal sealed class MetricChanges(ChangeList changes, ProductMatch products)
{
    // Who measured what, by number: the texts are looked at once for a metric, and not again for each of its products.
    private readonly Dictionary<(string Source, string Kind), int> _numbers = [];
    private readonly List<(string Source, string Kind)> _measures = [];

    public void Compare(Place place, CsafVulnerability old, CsafVulnerability now)
    {
        var (was, @is) = (Measured(old, isOld: true), Measured(now, isOld: false));
        var equal = new Dictionary<(int Before, int After), bool>();
        var steps = was.Keys.Union(@is.Keys)
            .Select(key => (Key: key, Before: was.GetValueOrDefault(key), After: @is.GetValueOrDefault(key)))
            .Where(step => !IsEqual(step.Before, step.After))
            .GroupBy(step => (step.Key.Measure, step.Before, step.After), step => step.Key.Product);
        foreach (var step in steps)
        {
            var (measure, before, after) = step.Key;
            var (source, kind) = _measures[measure];
            changes.Add(before, after, () => Told(place, source, kind, before, after, products.NamesOf(step)));
        }

        bool IsEqual(CsafNode before, CsafNode after)
        {
            if (!before.Exists || !after.Exists)
            {
                return false;
            }

            ref var known = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(equal, (before.Row, after.Row), out var isKnown);
            return isKnown ? known : known = Unordered.Equal(before, after);
        }
    }

    private Dictionary<(int Measure, int Product), CsafNode> Measured(CsafVulnerability vulnerability, bool isOld)
    {
        var found = new Dictionary<(int Measure, int Product), CsafNode>();
        foreach (var metric in vulnerability.Metrics)
        {
            var covered = CsafSubject.Each(metric.Products).Where(id => id.IsText).Select(id => isOld ? products.OfOld(id) : products.OfNew(id)).ToList();
            foreach (var member in metric.Content.Members())
            {
                var kind = Encoding.UTF8.GetString(member.Name);
                var measure = NumberOf(metric.Source, kind);
                foreach (var product in kind is "products" ? [] : covered)
                {
                    found[(measure, product)] = member.Value;
                }
            }
        }

        return found;
    }

    private int NumberOf(string source, string kind)
    {
        if (!_numbers.TryGetValue((source, kind), out var number))
        {
            number = _measures.Count;
            _numbers.Add((source, kind), number);
            _measures.Add((source, kind));
        }

        return number;
    }

    private static CsafChange Told(Place place, string source, string kind, CsafNode before, CsafNode after, IReadOnlyList<string> names)
    {
        var thing = kind.StartsWith("cvss_", StringComparison.Ordinal) ? "score" : "metric";
        var by = source.Length == 0 ? "" : $" by \"{CsafText.Shorten(source)}\"";
        var noun = $"The {Noun(kind, before, after)}{place.Of} for {ChangeList.Shown(names)}{by}";
        var (old, now) = (Score(before), Score(after));
        var (oldVector, newVector) = (before["vectorString"u8], after["vectorString"u8]);
        return (before.Exists, after.Exists) switch
        {
            (false, _) => place.Change($"{thing}-added", now.Length == 0 ? $"{noun} is new." : $"{noun} is new: {now}.", names) with { After = now.Length == 0 ? null : now },
            (_, false) => place.Change($"{thing}-removed", old.Length == 0 ? $"{noun} is gone." : $"{noun} is gone; it was {old}.", names) with { Before = old.Length == 0 ? null : old },
            _ when old != now => place.Change($"{thing}-changed", $"{noun} goes from {old} to {now}.", names) with { Before = old, After = now },
            _ when !oldVector.EqualsJson(newVector) => place.Change("vector-changed", $"{noun} stays and its vector is changed from {ChangeList.Shown(oldVector)} to {ChangeList.Shown(newVector)}.", names) with
            {
                Before = ChangeList.Whole(oldVector),
                After = ChangeList.Whole(newVector),
            },
            _ => place.Change($"{thing}-changed", $"{noun} has other details.", names),
        };
    }

    private static string Noun(string kind, CsafNode before, CsafNode after)
    {
        var version = (after.Exists ? after : before)["version"u8].Text;
        return kind.StartsWith("cvss_", StringComparison.Ordinal)
            ? $"CVSS {(version.Length is 0 or > 8 ? kind["cvss_v".Length..] : CsafText.Shorten(version))} base score"
            : $"assessment \"{CsafText.Shorten(kind)}\"";
    }

    // 7.5 (HIGH); with the version where it tells two apart is in the noun.
    private static string Score(CsafNode cvss)
    {
        if (!cvss["baseScore"u8].TryNumber(out var score))
        {
            return "";
        }

        var number = score.ToString("0.0", CultureInfo.InvariantCulture);
        return cvss["baseSeverity"u8] is { IsText: true } severity ? $"{number} ({CsafText.Shorten(severity.Text)})" : number;
    }
}
