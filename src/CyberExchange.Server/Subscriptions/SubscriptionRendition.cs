using CyberExchange.Contracts;
using CyberExchange.Contracts.Subscriptions;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Server.Subscriptions;

/// <summary>Writes subscriptions as their owner reads them, in the shape in which it states them.</summary>
public sealed class SubscriptionRendition(LiveDirectory directory)
{
    public SubscriptionDocument Render(SubscriptionRow row, PartnerProfile owner) => new()
    {
        Id = row.Id.Value,
        Name = row.Name,
        Filter = new()
        {
            Kinds = Some(row.Filter.Kinds),
            Sectors = Some(row.Filter.Sectors),
            Areas = Some(row.Filter.Areas),
            Vendors = Some(row.Filter.Vendors),
            ProductTexts = Some(row.Filter.ProductTexts),
            Cves = Some(row.Filter.Cves),
            CvssMin = row.Filter.CvssMin,
            Labels = Some([.. row.Filter.Labels.Select(label => label.Text())]),
            Originators = Some([.. row.Filter.Originators.Select(id => Originator(id, owner))]),
        },
        CreatedAt = row.CreatedAt,
        ChangedAt = row.ChangedAt,
    };

    /// <summary>The entity tag of the rendition.</summary>
    public string Tag(SubscriptionRow row, PartnerProfile owner) => EntityTags.Of(Render(row, owner), WireJson.Default.SubscriptionDocument);

    /// <summary>The handle of an originator that the owner's directory shows; the id of one that it shows no more.</summary>
    public string Originator(PartnerId id, PartnerProfile owner) =>
        directory.Current.Entry(id) is { } entry && owner.Shows(entry) ? entry.Facts.Handle : id.Value.ToString("D");

    private static IReadOnlyList<string>? Some(IReadOnlyList<string> values) => values.Count == 0 ? null : values;
}
