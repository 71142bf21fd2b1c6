using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>A revision of an advisory's content that a viewer may know of.</summary>
/// <param name="Revision">1 for the first document, one more for every later one.</param>
/// <param name="StatedAt">When it was stated.</param>
/// <param name="Advisory">What lists show of it, without the summary and the names.</param>
public sealed record RevisionRow(int Revision, DateTimeOffset StatedAt, AdvisoryContent Advisory);

/// <summary>The revisions of an advisory that were there while the viewer saw it, and while it sees it now.</summary>
public sealed class RevisionQueries(NpgsqlDataSource service)
{
    // A table is named beside the function, so that the statement waits for one that is being changed over; of it no row is read.
    private const string Seen = """
        select s.revision, s.stated_at, s.content, exists (select 1 from core.item where false)
        from core.revisions_seen($1) s
        order by s.revision
        """;

    /// <summary>The revisions, the first one first; none where the viewer does not see the advisory.</summary>
    public async Task<IReadOnlyList<RevisionRow>> ListAsync(Viewer viewer, ItemId advisory, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(Seen).With(advisory.Value).ReadAsync(RowCaller.Of(viewer), r => new RevisionRow(
            r.GetInt32(0),
            r.GetFieldValue<DateTimeOffset>(1),
            CanonicalJson.Read(r.GetFieldValue<byte[]>(2), CoreJson.Default.AdvisoryContent) with { Summary = null, Vendors = [], Products = [], Vulnerabilities = [] }), ct);
    }
}
