using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Domain.Trends;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>What figures are asked for.</summary>
/// <param name="From">The first month.</param>
/// <param name="Through">The last month.</param>
/// <param name="Sectors">Only what names one of these or a subsector; none for all.</param>
/// <param name="Names">Of vendors and weaknesses these alone; none for those that stand most often.</param>
public sealed record FigureScope(Period From, Period Through, IReadOnlyList<string> Sectors, IReadOnlyList<string> Names);

/// <summary>Counts over what a viewer sees, by the same relation as lists.</summary>
public sealed class FigureQueries(NpgsqlDataSource service)
{
    // As in lists, the statement waits for tables that are being changed over, of the core and of the duties.
    private const string Figures = """
        select f.dimension, f.home, f.month, f.term, f.items,
               exists (select 1 from core.item where false), exists (select 1 from core.duty where false)
        from core.figures_of($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) f
        order by f.dimension, f.home, f.month, f.term
        """;

    private static readonly string[] Tests = [.. IncidentClasses.All.Select(t => t.Id).Where(IncidentClasses.IsTest)];

    /// <summary>A row's id as it is counted: vendors are compared as in lists, and ids of weaknesses in upper case.</summary>
    /// <param name="table">Such as <c>vendors.eu</c>.</param>
    /// <param name="row">As it was asked for.</param>
    public static string RowOf(string table, string row) => row is TrendTable.Total ? row : TrendTables.DimensionOf(table) switch
    {
        LiveTables.Vendors => Searchable.Folded(row),
        LiveTables.Weaknesses => row.ToUpperInvariant(),
        _ => row,
    };

    /// <summary>How many of the viewer's items have which value.</summary>
    /// <param name="viewer">Who counts.</param>
    /// <param name="scope">What is counted.</param>
    /// <param name="regimes">The regime of each duty of the rulebook.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<LiveCount>> CountAsync(Viewer viewer, FigureScope scope, IReadOnlyList<(string Duty, string Regime)> regimes, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(Figures)
            .WithViewer(viewer)
            .With(scope.From.FirstMonth).With(scope.Through.LastMonth)
            .WithSome(NpgsqlDbType.Text, scope.Sectors.SelectMany(Domain.Taxonomies.Sectors.Below))
            .With(Tests)
            .With(regimes.Select(r => r.Duty).ToArray()).With(regimes.Select(r => r.Regime).ToArray())
            .With(LiveTables.NamesMax)
            .WithSome(NpgsqlDbType.Text, scope.Names)
            .ReadAsync(RowCaller.Of(viewer), Read, ct);
    }

    private static LiveCount Read(NpgsqlDataReader r) => new(
        r.GetString(0),
        Roles.ParseJurisdiction(r.GetString(1)) ?? throw new InvalidDataException("A figure has a jurisdiction that is not known."),
        new(PeriodKind.Month, r.GetInt32(2)),
        r.Nullable<string>(3),
        r.GetInt64(4));
}
