using CyberExchange.Contracts.Subscriptions;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Subscriptions;

/// <summary>Reads a filter as a subscriber writes it.</summary>
/// <param name="directory">Where handles are looked up.</param>
/// <param name="subscriber">Whose directory counts.</param>
public sealed class SubscriptionReading(DirectorySnapshot directory, PartnerProfile subscriber)
{
    /// <summary>The filter, or the first element that names nothing.</summary>
    public (SubscriptionFilter? Filter, Refusal? Refusal) Read(SubscriptionFilterDocument document)
    {
        var first = new FirstRefusal();
        var filter = new SubscriptionFilter
        {
            Kinds = document.Kinds ?? [],
            Sectors = document.Sectors ?? [],
            Areas = document.Areas ?? [],
            Vendors = Each(document.Vendors, "/filter/vendors", first, Name),
            ProductTexts = Each(document.ProductTexts, "/filter/productTexts", first, Name),
            Cves = document.Cves ?? [],
            CvssMinTenths = first.Take(Score(document.CvssMin)),
            Labels = Each(document.Labels, "/filter/labels", first, Label),
            Originators = Each(document.Originators, "/filter/originators", first, (text, pointer) => subscriber.Read(directory, text, pointer)),
        };
        return first.Refusal is { } refusal ? (null, refusal) : (filter, null);
    }

    // A list that is too long is refused for that, and not looked up name by name.
    private static List<T> Each<T>(IReadOnlyList<string>? texts, string pointer, FirstRefusal first, Func<string, string, (T, Refusal?)> read) =>
        texts is { Count: > SubscriptionRules.ValuesMax }
            ? [first.Take<T>((default!, new(RefusalCode.Invalid, pointer, $"A criterion has at most {SubscriptionRules.ValuesMax} values.")))] // Refused: never read.
            : [.. (texts ?? []).Select((text, i) => first.Take(read(text, $"{pointer}/{i}")))];

    // What folds to nothing would be a part of every name. What is empty the rule refuses.
    private static (string, Refusal?) Name(string text, string pointer) =>
        (text, string.IsNullOrEmpty(text) || NameFolding.Of(text).Length > 0 ? null : new(RefusalCode.Invalid, pointer, "A name has a sign that can be seen."));

    private static (TlpLabel, Refusal?) Label(string text, string pointer) => Labels.ParseTlp(text) is { } label
        ? (label, null)
        : (default, new(RefusalCode.UnknownTerm, pointer, "The label is one of TLP 2.0: TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED."));

    private static (int?, Refusal?) Score(double? score)
    {
        if (score is not { } points)
        {
            return (null, null);
        }

        var tenths = Math.Round(points * SubscriptionFilter.TenthsPerPoint);
        return tenths is >= 0 and <= SubscriptionRules.CvssTenthsMax && tenths / SubscriptionFilter.TenthsPerPoint == points
            ? ((int)tenths, null)
            : (null, new(RefusalCode.Invalid, "/filter/cvssMin", "A CVSS score lies between 0 and 10 and has at most one decimal."));
    }
}
