using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.EventStore.Appending;

/// <summary>A batch turned from rows into columns: the parameters of <c>cx.append_events</c>, in its order.</summary>
internal sealed class AppendColumns
{
    // One element an append.
    private readonly NpgsqlParameter<string[]> streams = Column<string>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<int[]> expected = Column<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<Guid[]> scopes = Column<Guid>(NpgsqlDbType.Uuid);
    private readonly NpgsqlParameter<string[]> keys = Column<string>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<Guid[]> hashes = Column<Guid>(NpgsqlDbType.Uuid);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> digests = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<int[]> counts = Column<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<int[]> offsets = Column<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<DateTime[]> recorded = Column<DateTime>(NpgsqlDbType.TimestampTz);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> metadatas = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);

    // One element an event.
    private readonly NpgsqlParameter<int[]> appends = Column<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<Guid[]> ids = Column<Guid>(NpgsqlDbType.Uuid);
    private readonly NpgsqlParameter<string[]> types = Column<string>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<int[]> typeVersions = Column<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> bodies = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> addressings = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> salts = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> leaves = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);

    // One element a document.
    private readonly NpgsqlParameter<int[]> documentAppends = Column<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> documentDigests = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> documentBytes = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);

    /// <summary>The parameters, $1 to $21.</summary>
    public IReadOnlyList<NpgsqlParameter> Parameters =>
    [
        streams, expected, scopes, keys, hashes, digests, counts, offsets, recorded, metadatas,
        appends, ids, types, typeVersions, bodies, addressings, salts, leaves,
        documentAppends, documentDigests, documentBytes,
    ];

    /// <summary>Fills the columns from a batch.</summary>
    public void Fill(ReadOnlySpan<PendingAppend> batch)
    {
        var (eventCount, documentCount) = (0, 0);
        foreach (var pending in batch)
        {
            eventCount += pending.Append.Events.Count;
            documentCount += pending.Append.Documents.Count;
        }

        FillAppends(batch);
        FillEvents(batch, eventCount);
        FillDocuments(batch, documentCount);
    }

    private static NpgsqlParameter<T[]> Column<T>(NpgsqlDbType element) => new() { NpgsqlDbType = NpgsqlDbType.Array | element };

    private void FillAppends(ReadOnlySpan<PendingAppend> batch)
    {
        var count = batch.Length;
        streams.TypedValue = new string[count];
        expected.TypedValue = new int[count];
        scopes.TypedValue = new Guid[count];
        keys.TypedValue = new string[count];
        hashes.TypedValue = new Guid[count];
        digests.TypedValue = new ReadOnlyMemory<byte>[count];
        counts.TypedValue = new int[count];
        offsets.TypedValue = new int[count];
        recorded.TypedValue = new DateTime[count];
        metadatas.TypedValue = new ReadOnlyMemory<byte>[count];
        var offset = 0;
        for (var i = 0; i < count; i++)
        {
            var append = batch[i].Append;
            streams.TypedValue[i] = append.Stream;
            expected.TypedValue[i] = append.Expected.Value;
            scopes.TypedValue[i] = append.Key.Scope;
            keys.TypedValue[i] = append.Key.Key;
            hashes.TypedValue[i] = batch[i].KeyHash;
            digests.TypedValue[i] = append.Key.RequestDigest;
            counts.TypedValue[i] = append.Events.Count;
            offsets.TypedValue[i] = offset;
            recorded.TypedValue[i] = batch[i].RecordedAt.UtcDateTime;
            metadatas.TypedValue[i] = append.Metadata;
            offset += append.Events.Count;
        }
    }

    private void FillEvents(ReadOnlySpan<PendingAppend> batch, int count)
    {
        appends.TypedValue = new int[count];
        ids.TypedValue = new Guid[count];
        types.TypedValue = new string[count];
        typeVersions.TypedValue = new int[count];
        bodies.TypedValue = new ReadOnlyMemory<byte>[count];
        addressings.TypedValue = new ReadOnlyMemory<byte>[count];
        salts.TypedValue = new ReadOnlyMemory<byte>[count];
        leaves.TypedValue = new ReadOnlyMemory<byte>[count];
        var at = 0;
        for (var i = 0; i < batch.Length; i++)
        {
            for (var j = 0; j < batch[i].Append.Events.Count; j++, at++)
            {
                var e = batch[i].Append.Events[j];
                appends.TypedValue[at] = i + 1;
                ids.TypedValue[at] = e.Id;
                types.TypedValue[at] = e.Type;
                typeVersions.TypedValue[at] = e.TypeVersion;
                bodies.TypedValue[at] = e.Body;
                addressings.TypedValue[at] = e.Addressing;
                salts.TypedValue[at] = batch[i].Salts[j];
                leaves.TypedValue[at] = batch[i].Leaves[j];
            }
        }
    }

    private void FillDocuments(ReadOnlySpan<PendingAppend> batch, int count)
    {
        documentAppends.TypedValue = new int[count];
        documentDigests.TypedValue = new ReadOnlyMemory<byte>[count];
        documentBytes.TypedValue = new ReadOnlyMemory<byte>[count];
        var at = 0;
        for (var i = 0; i < batch.Length; i++)
        {
            foreach (var document in batch[i].Append.Documents)
            {
                documentAppends.TypedValue[at] = i + 1;
                documentDigests.TypedValue[at] = document.Sha512;
                documentBytes.TypedValue[at++] = document.Bytes;
            }
        }
    }
}
