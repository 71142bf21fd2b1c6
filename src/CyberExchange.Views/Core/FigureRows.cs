using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Csaf;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>What is counted of an item's content.</summary>
internal sealed record Figure(Period Month)
{
    private const string AreaPrefix = "area.";

    public string? Sector { get; init; }

    public string? Area { get; init; }

    public string? Classification { get; init; }

    public static Figure Of(IncidentReport report) => new(Period.MonthOf(report.DetectedAt))
    {
        Sector = report.Sectors.FirstOrDefault(s => !IsArea(s)),
        Area = report.Sectors.FirstOrDefault(IsArea),
        Classification = report.Classification,
    };

    public static Figure Of(CsafAdvisory read) => new(Period.MonthOf(read.Tracking.InitialReleaseAt));

    private static bool IsArea(string sector) => sector.StartsWith(AreaPrefix, StringComparison.Ordinal);
}

/// <summary>One row for each incident and each advisory, of which figures are made.</summary>
internal static class FigureRows
{
    /// <summary>States anew what is counted of an item.</summary>
    public static Task StateAsync(NpgsqlConnection connection, ItemId id, Searchable content, CancellationToken ct)
    {
        const string sql = """
            insert into figure (item_id, kind, home, month, withdrawn, label, pap, sector, area, classification, severity, sectors, vendors, cwes, cves)
            select i.item_id, i.kind, i.home, $2, i.withdrawn_because is not null, i.label, i.pap, $3, $4, $5, $6, $7, $8, $9, $10
            from item i
            where i.item_id = $1
            on conflict (item_id) do update
            set month = excluded.month, withdrawn = excluded.withdrawn, label = excluded.label, pap = excluded.pap, sector = excluded.sector, area = excluded.area, classification = excluded.classification,
                severity = excluded.severity, sectors = excluded.sectors, vendors = excluded.vendors, cwes = excluded.cwes, cves = excluded.cves
            """;
        if (content is not { Figure: { } figure, Advisory: var advisory })
        {
            return Task.CompletedTask;
        }

        return connection.Statement(sql)
            .With(id.Value).With(figure.Month.Ordinal)
            .WithNullable(NpgsqlDbType.Text, figure.Sector)
            .WithNullable(NpgsqlDbType.Text, figure.Area)
            .WithNullable(NpgsqlDbType.Text, figure.Classification)
            .WithNullable(NpgsqlDbType.Text, content.Severity ?? LiveTables.RatingOf(advisory.CvssMax, advisory.CvssVersion))
            .With(content.Sectors)
            .With(Once(advisory.Vendors)).With(Once(advisory.Cwes)).With(Once(content.Cves))
            .RunAsync(ct);
    }

    public static Task WithdrawAsync(NpgsqlConnection connection, ItemId id, CancellationToken ct) =>
        connection.Statement("update figure set withdrawn = true where item_id = $1").With(id.Value).RunAsync(ct);

    public static Task LabelAsync(NpgsqlConnection connection, ItemId id, SharingTerms terms, CancellationToken ct) =>
        connection.Statement("update figure set label = $2, pap = $3 where item_id = $1").With(id.Value).With((short)terms.Label).With((short)terms.Pap).RunAsync(ct);

    // Names that are the same as they are compared count once.
    private static string[] Once(string[] names) => [.. names.Distinct(StringComparer.Ordinal)];
}
