using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Stored;
using CyberExchange.Interop.Csaf;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>An item's content with the parts that lists filter by, in columns of their own.</summary>
internal sealed record Searchable(
    byte[] Content, string? Severity, double? CvssMax, string[] Sectors, string[] Cves, string[] Vendors, string[] Products)
{
    public static Searchable Of(IncidentReport report) => new(
        CanonicalJson.Write(report, IncidentJson.Default.IncidentReport),
        report.Severity,
        CvssMax: null,
        [.. report.Sectors],
        [.. report.Vulnerabilities],
        Vendors: [],
        Products: []);

    /// <summary>Lists filter by all that the document names, shown or not.</summary>
    public static Searchable Of(AdvisoryContent content, CsafAdvisory read) => new(
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(content, CoreJson.Default.AdvisoryContent),
        Severity: null,
        content.CvssMax,
        Sectors: [],
        [.. read.Cves],
        [.. read.Vendors.Select(Folded)],
        [.. AdvisoryContent.ProductNames(read).Select(Folded)]);

    /// <summary>Names are compared without regard to case.</summary>
    /// <remarks>JSON can say U+0000 and PostgreSQL keeps none in text: one such name in a document would stop the view.</remarks>
    public static string Folded(string name) => name.Replace("\0", "", StringComparison.Ordinal).ToLowerInvariant();
}

internal static class SearchableParameters
{
    /// <summary>Adds content, severity, cvss_max, sectors, cves, vendors and products, in this order.</summary>
    public static NpgsqlCommand WithContent(this NpgsqlCommand command, Searchable content) => command
        .With(content.Content)
        .WithNullable(NpgsqlDbType.Text, content.Severity)
        .WithNullable(NpgsqlDbType.Double, content.CvssMax)
        .With(content.Sectors).With(content.Cves).With(content.Vendors).With(content.Products);
}
