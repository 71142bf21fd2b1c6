using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Domain.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.KnownExploited;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using WireAdvisory = CyberExchange.Contracts.Advisories.AdvisoryDocument;

namespace CyberExchange.Server.Advisories;

/// <summary>Writes advisories as one viewer may read them; lists, single reads, feeds and pages all take this.</summary>
public sealed class AdvisoryRendition(LiveDirectory directory, AuditReferences audit)
{
    /// <summary>The documents of advisories, in the order given.</summary>
    public IReadOnlyList<WireAdvisory> Render(IReadOnlyList<ShownItem> shown)
    {
        var now = directory.Current;
        return [.. shown.Select(advisory => Document(advisory.Row, now))];
    }

    /// <summary>The document of one advisory.</summary>
    public WireAdvisory Render(ShownItem advisory) => Document(advisory.Row, directory.Current);

    /// <summary>The entity tag of what the viewer of a row reads.</summary>
    public string Tag(ItemRow row) => EntityTags.Of(Document(row, directory.Current), WireJson.Default.AdvisoryDocument);

    private WireAdvisory Document(ItemRow row, DirectorySnapshot now)
    {
        var content = row.Advisory ?? throw new ArgumentException($"Item {row.Id.Value} is no advisory.", nameof(row));
        return new()
        {
            Id = row.Id.Value,
            Revision = row.Revision,
            Originator = SharingRendition.Originator(row, now),
            Provenance = content.Provenance.Text(),
            PublishedAt = row.FirstAt,
            RevisedAt = row.StatedAt,
            Title = content.Document.Title,
            PublisherName = content.PublisherName,
            PublisherNamespace = content.Document.PublisherNamespace,
            TrackingId = content.Document.TrackingId,
            TrackingVersion = content.Document.TrackingVersion,
            TrackingStatus = content.TrackingStatus,
            Category = content.Category,
            Language = content.Language,
            SourceLanguage = content.SourceLanguage,
            Summary = content.Summary,
            Vendors = content.Vendors,
            Products = content.Products,
            Vulnerabilities = content.Vulnerabilities,
            CvssMax = content.CvssMax,
            KnownExploited = row.KnownExploited.Count > 0 ? [.. row.KnownExploited.Select(KnownExploitedRendition.Document)] : null,
            Sha512 = content.Document.Sha512,
            LengthBytes = content.Document.LengthBytes,
            Received = SharingRendition.Received(row, now),
            Sharing = SharingRendition.Own(row, audit),
            WithdrawnBecause = row.WithdrawnBecause,
            Ended = row.Ended?.Text(),
        };
    }
}
