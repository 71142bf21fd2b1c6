using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Duties;
using Npgsql;

namespace CyberExchange.Bench.Duties;

/// <summary>Fills a database: profiles and rules by the projection, files as their events fold, and the rows of their duties by the projection again, when rules are adopted.</summary>
internal sealed class DutySeed(DutiesView view)
{
    private const int InsertFiles = 1_000;

    // Raised when the way of filling changes.
    private const int Version = 1;

    private static readonly DateTimeOffset At = DutyWorld.Now.AddDays(-20);

    private static readonly Rulebook[] Rules = [DutyWorld.Rules("2026-12-01.1", "PT71H"), DutyWorld.Rules("2026-12-02.1", "PT48H")];

    /// <summary>Names what is filled: the schema, the version of the rows, the rules, and a sample of the files.</summary>
    public static string Recipe()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var script in SchemaScript.Embedded())
        {
            hash.AppendData(script.Sha256.Span);
        }

        hash.AppendData(Encoding.ASCII.GetBytes($"{new DutiesView().Version} {Version} {Rulebook.Shipped.Version.Digest}"));
        foreach (var number in Enumerable.Range(0, InsertFiles))
        {
            hash.AppendData(Bytes(DutyWorld.File(number)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    public async Task FillAsync(string connectionString, int files)
    {
        await using var exchange = new ExchangeDatabase(connectionString);
        await using (var connection = await exchange.Projector.OpenForAsync(view.Schema, CancellationToken.None))
        {
            foreach (var profile in DutyWorld.Profiles())
            {
                await ApplyAsync(connection, DutyEventCatalog.ProfileStream(profile.Partner), DutyEventCatalog.Profiles.Write(profile));
            }

            foreach (var numbers in Enumerable.Range(0, files).Chunk(InsertFiles))
            {
                await InsertAsync(connection, numbers.AsParallel().AsOrdered().Select(DutyWorld.File).ToList());
            }

            foreach (var rules in Rules)
            {
                var proposed = new RulebookEvent.RulebookProposed(rules.Version.Id, rules.Version.Digest, Encoding.UTF8.GetString(rules.Document.Span), default);
                await ApplyAsync(connection, RulebookEventCatalog.Stream, RulebookEventCatalog.Catalog.Write(proposed));
            }
        }

        await AdoptAsync(exchange, 0);
    }

    /// <summary>Applies the adoption of one of two versions, and commits: all open files are computed anew.</summary>
    public async Task AdoptAsync(ExchangeDatabase exchange, int round)
    {
        await using var connection = await exchange.Projector.OpenForAsync(view.Schema, CancellationToken.None);
        var adopted = new RulebookEvent.RulebookAdopted(Rules[round % Rules.Length].Version.Digest, default);
        await ApplyAsync(connection, RulebookEventCatalog.Stream, RulebookEventCatalog.Catalog.Write(adopted));
    }

    private static byte[] Bytes(DutyFile file) => CanonicalJson.Write(file, DutyJson.Default.DutyFile);

    private async Task ApplyAsync(NpgsqlConnection connection, string stream, StoredForm form)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var e = new StoredEvent(1, stream, 1, Guid.Empty, form.Name, form.Version, At, [], form.Body, form.Addressing);
        await view.ApplyAsync(connection, e, At, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static async Task InsertAsync(NpgsqlConnection connection, List<DutyFile> files)
    {
        await using var insert = new NpgsqlCommand(
            """
            insert into core.duty_file (incident_id, owner_id, closed, file, recorded_at)
            select f.incident_id, f.owner_id, false, f.file, array[$4]
            from unnest($1::uuid[], $2::uuid[], $3::bytea[]) f (incident_id, owner_id, file)
            """,
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. files.Select(f => f.Incident.Value)] },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. files.Select(f => f.Owner.Value)] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. files.Select(Bytes)] },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = At },
            },
        };
        await insert.ExecuteNonQueryAsync();
    }
}
