using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Console;

/// <summary>An item as one line of a list.</summary>
/// <param name="Originator">Its name; its jurisdiction where the viewer may not know more.</param>
/// <param name="Weight">Severity of an incident, highest CVSS base score of an advisory, confidence of a signal; null where nothing is stated.</param>
/// <param name="Ended">How it ended; null while it stands.</param>
public sealed record ItemLine(
    ItemId Id, ItemKind Kind, TlpLabel Label, string Title, string Originator, string? Weight, DateTimeOffset StatedAt, int Revision, AdvisoryEnding? Ended)
{
    public bool Withdrawn => Ended is not null;

    /// <summary>Differs whenever the line does in a way that a reader should notice.</summary>
    public string Mark => string.Create(CultureInfo.InvariantCulture, $"{Id.Value:D}.{Revision}.{Label}.{(Withdrawn ? "withdrawn" : "stands")}");

    public static ItemLine Of(ShownItem shown, DirectorySnapshot directory)
    {
        var row = shown.Row;
        var from = SharingRendition.Originator(row, directory);
        var weight = row.Kind switch
        {
            ItemKind.Incident => row.Incident?.Severity,
            ItemKind.Advisory => row.Advisory?.CvssMax is { } score ? string.Create(CultureInfo.InvariantCulture, $"CVSS {score:0.0}") : null,
            ItemKind.Signal => row.Signal?.Signal.Confidence,
        };
        return new(row.Id, row.Kind, row.Label, Titled(shown), from.Name ?? from.Jurisdiction, weight, row.StatedAt, row.Revision, row.Ended);
    }

    /// <summary>The title of an item, as its originator or publisher wrote it.</summary>
    public static string Titled(ShownItem shown) =>
        shown.Row.Incident?.Title ?? shown.Row.Advisory?.Document.Title ?? shown.Row.Signal?.Signal.Title ?? throw new InvalidDataException($"Item {shown.Row.Id.Value} has no content.");
}
