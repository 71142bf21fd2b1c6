using System.Runtime.ExceptionServices;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Duties;

/// <summary>Computes files that are not closed anew, page by page in one transaction: of one page the rows are computed on all cores while those of the page before are written.</summary>
/// <param name="connection">In a transaction, as the projector.</param>
/// <param name="rulebook">The rules.</param>
/// <param name="pageFiles">How many files make a page.</param>
internal sealed class OpenFiles(NpgsqlConnection connection, Rulebook rulebook, int pageFiles)
{
    // By owner, so that few profiles are read for a page and the rows of one reader are written side by side. A cursor sorts once.
    private const string Begin = """
        declare open_file no scroll cursor for
        select f.file
        from duty_file f
        where not f.closed and ($1::uuid is null or f.owner_id = $1)
        order by f.owner_id, f.incident_id
        """;

    /// <summary>Brings the rows of all of them.</summary>
    /// <param name="owner">Whose; null for everybody's.</param>
    /// <param name="instant">When the change was recorded that makes the rows others.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RecomputeAsync(PartnerId? owner, DateTimeOffset instant, CancellationToken ct)
    {
        await connection.Statement(Begin).WithNullable(NpgsqlDbType.Uuid, owner?.Value).RunAsync(ct);
        var rows = Task.FromResult<IReadOnlyList<DutyRowToWrite>>([]);
        while (await NextAsync(ct) is { Count: > 0 } files)
        {
            var known = await DutyRows.RemoveAsync(connection, files, ct);
            var duties = await DutiesAsync(files, ct);
            var next = Task.Run(() => Compute(files, duties, known, instant), ct);
            await DutyRows.WriteAsync(connection, await rows, ct);
            rows = next;
        }

        await DutyRows.WriteAsync(connection, await rows, ct);
        await connection.Statement("close open_file").RunAsync(ct);
    }

    // A number of rows cannot be a parameter here.
    private async Task<List<DutyFile>> NextAsync(CancellationToken ct) =>
        await connection.Statement(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"fetch {pageFiles} from open_file"))
            .ReadAsync(FileRows.FileOf, ct);

    private async Task<Dictionary<PartnerId, OwnerDuties>> DutiesAsync(List<DutyFile> files, CancellationToken ct)
    {
        var owners = files.Select(f => f.Owner).Distinct().ToList();
        var profiles = (await FileRows.ProfilesAsync(connection, owners, ct)).ToDictionary(p => p.Partner);
        return owners.ToDictionary(o => o, o => new OwnerDuties(profiles.GetValueOrDefault(o), rulebook));
    }

    private static IReadOnlyList<DutyRowToWrite> Compute(
        List<DutyFile> files, Dictionary<PartnerId, OwnerDuties> duties, Dictionary<DueTime, DateTimeOffset> known, DateTimeOffset instant)
    {
        try
        {
            return [.. files.AsParallel().AsOrdered().SelectMany(file => DutyRows.Of(file, duties[file.Owner], known, instant))];
        }
        catch (AggregateException e) when (e.InnerException is { } first)
        {
            ExceptionDispatchInfo.Throw(first); // What stops a view is told by its own name.
            throw;
        }
    }
}
