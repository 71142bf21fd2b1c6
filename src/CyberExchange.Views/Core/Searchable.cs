using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Cpe;
using CyberExchange.Interop.Csaf;
using CyberExchange.Views.Search;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>An item's content with the parts that lists filter by, in columns of their own.</summary>
internal sealed record Searchable
{
    public required byte[] Content { get; init; }

    /// <summary>Null for what is not counted.</summary>
    public Figure? Figure { get; init; }

    public string? Severity { get; init; }

    public string[] Sectors { get; init; } = [];

    public string[] Cves { get; init; } = [];

    /// <summary>What figures and warnings ask of a supply signal; null of other items.</summary>
    public SignalGist? Signal { get; init; }

    /// <summary>What became of a supply signal; null while nobody said so.</summary>
    public string? Verdict { get; init; }

    /// <summary>What an incident has not.</summary>
    public AdvisoryFacts Advisory { get; init; } = AdvisoryFacts.None;

    public static Searchable Of(IncidentReport report) => new()
    {
        Content = CanonicalJson.Write(report, IncidentJson.Default.IncidentReport),
        Figure = Figure.Of(report),
        Severity = report.Severity,
        Sectors = [.. report.Sectors],
        Cves = [.. report.Vulnerabilities],
    };

    public static Searchable Of(SignalContent signal) => new()
    {
        Content = CanonicalJson.Write(signal, CoreJson.Default.SignalContent),
        Signal = SignalGist.Of(signal.Signal),
        Verdict = signal.Outcome?.Verdict,
    };

    /// <summary>Lists filter by all that the document names, shown or not.</summary>
    public static Searchable Of(AdvisoryContent content, CsafAdvisory read) => new()
    {
        Content = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(content, CoreJson.Default.AdvisoryContent),
        Figure = Figure.Of(read),
        Cves = [.. read.Cves.Where(CveIds.IsCveId)], // CSAF sets no end to the digits, and an index takes none without end.
        Advisory = AdvisoryFacts.Of(read),
    };

    /// <summary>A name as it is compared: without regard to case, accents of Latin letters and compatibility forms; signs and spaces count.</summary>
    /// <remarks>JSON can say U+0000 and PostgreSQL keeps none in text: one such name in a document would stop the view.</remarks>
    public static string Folded(string name) => NameFolding.Of(name.Replace("\0", "", StringComparison.Ordinal));
}

/// <summary>What lists filter advisories by, names folded.</summary>
internal sealed record AdvisoryFacts
{
    public static AdvisoryFacts None { get; } = new();

    /// <summary>The highest of all scores.</summary>
    public CsafScore? Highest { get; init; }

    /// <summary>CVSS's word for it; null for no score.</summary>
    public string? Rating => LiveTables.RatingOf(Highest?.BaseScore, Highest?.CvssVersion);

    /// <summary>Vendors whose names are the same as they are compared, once.</summary>
    public string[] DistinctVendors => [.. Vendors.Distinct(StringComparer.Ordinal)];

    /// <summary>The highest scores by CVSS 2, 3 and 4.</summary>
    public IReadOnlyList<CsafScore> CvssMaxima { get; init; } = [];

    public string[] Vendors { get; init; } = [];

    public string[] Products { get; init; } = [];

    public string[] Cwes { get; init; } = [];

    public DateTimeOffset? InitialReleaseAt { get; init; }

    public DateTimeOffset? CurrentReleaseAt { get; init; }

    public string? Category { get; init; }

    public string? TrackingStatus { get; init; }

    /// <summary>See <see cref="ProductKeys"/>.</summary>
    public string[] PurlKeys { get; init; } = [];

    public IReadOnlyList<CpeName> Cpes { get; init; } = [];

    public double? CvssMaxOf(int version) => CvssMaxima.FirstOrDefault(score => score.CvssVersion == version)?.BaseScore;

    /// <summary>Digests of the addresses by which the document is known.</summary>
    public Guid[] KnownAs { get; init; } = [];

    /// <summary>Digest of the address of what it is a translation of.</summary>
    public Guid? Translates { get; init; }

    /// <summary>Digests of the addresses of what supersedes it.</summary>
    public Guid[] Successors { get; init; } = [];

    public static AdvisoryFacts Of(CsafAdvisory read) => new()
    {
        Highest = read.HighestScore,
        CvssMaxima = read.HighestScores,
        Vendors = [.. read.Vendors.Select(Searchable.Folded)],
        Products = [.. AdvisoryContent.ProductNames(read).Select(Searchable.Folded)],
        Cwes = [.. read.Cwes],
        InitialReleaseAt = read.Tracking.InitialReleaseAt,
        CurrentReleaseAt = read.Tracking.CurrentReleaseAt,
        Category = read.Category.Replace("\0", "", StringComparison.Ordinal), // A name of the publisher's own, perhaps.
        TrackingStatus = read.Tracking.Status,
        PurlKeys = ProductKeys.OfPurls(read.Purls),
        Cpes = ProductKeys.CpesOf(read.Cpes),
        KnownAs = [.. read.Links.Canonical.Select(Digest)],
        Translates = read.Links.Original is { } original ? Digest(original) : null,
        Successors = [.. read.Links.Successors.Select(Digest)],
    };

    private static Guid Digest(string address) => HashIds.Of(SHA256.HashData(Encoding.UTF8.GetBytes(address)));
}

internal static class SearchableParameters
{
    /// <summary>
    /// Adds content, severity, cvss_max, sectors, cves, vendors, products, cwes, initial_release_at, current_release_at, category,
    /// tracking_status, cvss2_max, cvss3_max, cvss4_max, purl_keys, cpe_keys, cpes, known_as, translates, successors,
    /// signal_gist, signal_to and signal_verdict, in this order.
    /// </summary>
    public static NpgsqlCommand WithContent(this NpgsqlCommand command, Searchable content) => command
        .With(content.Content)
        .WithNullable(NpgsqlDbType.Text, content.Severity)
        .WithNullable(NpgsqlDbType.Double, content.Advisory.Highest?.BaseScore)
        .With(content.Sectors).With(content.Cves).With(content.Advisory.Vendors).With(content.Advisory.Products).With(content.Advisory.Cwes)
        .WithNullable(NpgsqlDbType.TimestampTz, content.Advisory.InitialReleaseAt?.ToUniversalTime())
        .WithNullable(NpgsqlDbType.TimestampTz, content.Advisory.CurrentReleaseAt?.ToUniversalTime())
        .WithNullable(NpgsqlDbType.Text, content.Advisory.Category)
        .WithNullable(NpgsqlDbType.Text, content.Advisory.TrackingStatus)
        .WithNullable(NpgsqlDbType.Double, content.Advisory.CvssMaxOf(2))
        .WithNullable(NpgsqlDbType.Double, content.Advisory.CvssMaxOf(3))
        .WithNullable(NpgsqlDbType.Double, content.Advisory.CvssMaxOf(4))
        .With(content.Advisory.PurlKeys).With(ProductKeys.OfCpes(content.Advisory.Cpes)).With(content.Advisory.Cpes.Select(name => name.ToString()).ToArray())
        .With(content.Advisory.KnownAs)
        .WithNullable(NpgsqlDbType.Uuid, content.Advisory.Translates)
        .With(content.Advisory.Successors)
        .WithNullable(NpgsqlDbType.Bytea, content.Signal is { } gist ? CanonicalJson.Write(gist, CoreJson.Default.SignalGist) : null)
        .WithNullable(NpgsqlDbType.Date, content.Signal?.HorizonTo)
        .WithNullable(NpgsqlDbType.Text, content.Verdict);
}
