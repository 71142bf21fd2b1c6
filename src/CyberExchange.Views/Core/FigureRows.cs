using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Csaf;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>What is counted of an item's content.</summary>
internal sealed record Figure(Period Month)
{
    public string? Sector { get; init; }

    public string? Area { get; init; }

    public string? Classification { get; init; }

    public static Figure Of(IncidentReport report) => new(Period.MonthOf(report.DetectedAt))
    {
        Sector = TrendRecord.SectorOf(report.Sectors),
        Area = TrendRecord.AreaOf(report.Sectors),
        Classification = report.Classification,
    };

    public static Figure Of(CsafAdvisory read) => new(Period.MonthOf(read.Tracking.InitialReleaseAt));
}

/// <summary>One row for each incident and each advisory, of which figures are made.</summary>
internal static class FigureRows
{
    /// <summary>States anew what is counted of an item.</summary>
    public static Task StateAsync(NpgsqlConnection connection, ItemId id, Searchable content, CancellationToken ct)
    {
        const string sql = """
            insert into figure (item_id, originator_id, kind, home, month, withdrawn, label, pap, sector, area, classification, severity, sectors, vendors, cwes, cves)
            select i.item_id, i.originator_id, i.kind, i.home, $2, i.withdrawn_because is not null, i.label, i.pap, $3, $4, $5, $6, $7, $8, $9, $10
            from item i
            where i.item_id = $1
            on conflict (item_id) do update
            set month = excluded.month, sector = excluded.sector, area = excluded.area, classification = excluded.classification,
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
            .WithNullable(NpgsqlDbType.Text, content.Severity ?? advisory.Rating)
            .With(content.Sectors)
            .With(advisory.DistinctVendors).With(advisory.Cwes).With(content.Cves.Distinct(StringComparer.Ordinal).ToArray())
            .RunAsync(ct);
    }

    /// <summary>Takes over what the item says of itself beside its content: its label, and whether it was withdrawn.</summary>
    public static Task FollowAsync(NpgsqlConnection connection, ItemId id, CancellationToken ct)
    {
        const string sql = """
            update figure f
            set withdrawn = i.withdrawn_because is not null, label = i.label, pap = i.pap
            from item i
            where f.item_id = $1 and i.item_id = f.item_id
            """;
        return connection.Statement(sql).With(id.Value).RunAsync(ct);
    }
}
