using NpgsqlTypes;

namespace CyberExchange.EventStore.Appending;

/// <summary>A batch turned from rows into columns, in the order of the parameters of <c>cx.append_batch</c>.</summary>
internal sealed class AppendColumns
{
    /// <summary>The element type of each column.</summary>
    public static readonly NpgsqlDbType[] Types =
    [
        // One element an append: stream, expected, scope, key, request digest, count of events.
        NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.Integer,

        // One element an event: append (from 1), index in it (from 1), stream, recorded at, metadata, id, type, type
        // version, body, addressing, salts, leaf.
        NpgsqlDbType.Integer, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.TimestampTz, NpgsqlDbType.Bytea,
        NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Bytea, NpgsqlDbType.Bytea,
        NpgsqlDbType.Bytea, NpgsqlDbType.Bytea,

        // One element a document: append (from 1), digest, bytes.
        NpgsqlDbType.Integer, NpgsqlDbType.Bytea, NpgsqlDbType.Bytea,
    ];

    public AppendColumns(ReadOnlySpan<PendingAppend> batch)
    {
        var (events, documents) = (0, 0);
        foreach (var pending in batch)
        {
            events += pending.Append.Events.Count;
            documents += pending.Append.Documents.Count;
        }

        Values = [.. PerAppend(batch), .. PerEvent(batch, events), .. PerDocument(batch, documents)];
    }

    public object[] Values { get; }

    private static object[] PerAppend(ReadOnlySpan<PendingAppend> batch)
    {
        var count = batch.Length;
        var streams = new string[count];
        var expected = new int[count];
        var scopes = new Guid[count];
        var keys = new string[count];
        var digests = new ReadOnlyMemory<byte>[count];
        var counts = new int[count];
        for (var i = 0; i < count; i++)
        {
            var append = batch[i].Append;
            streams[i] = append.Stream;
            expected[i] = append.Expected.Value;
            scopes[i] = append.Key.Scope;
            keys[i] = append.Key.Key;
            digests[i] = append.Key.RequestDigest;
            counts[i] = append.Events.Count;
        }

        return [streams, expected, scopes, keys, digests, counts];
    }

    private static object[] PerEvent(ReadOnlySpan<PendingAppend> batch, int count)
    {
        var appends = new int[count];
        var indexes = new int[count];
        var streams = new string[count];
        var recorded = new DateTime[count];
        var metadatas = new ReadOnlyMemory<byte>[count];
        var ids = new Guid[count];
        var types = new string[count];
        var typeVersions = new int[count];
        var bodies = new ReadOnlyMemory<byte>[count];
        var addressings = new ReadOnlyMemory<byte>[count];
        var salts = new ReadOnlyMemory<byte>[count];
        var leaves = new ReadOnlyMemory<byte>[count];
        var at = 0;
        for (var i = 0; i < batch.Length; i++)
        {
            var append = batch[i].Append;
            for (var j = 0; j < append.Events.Count; j++, at++)
            {
                var e = append.Events[j];
                appends[at] = i + 1;
                indexes[at] = j + 1;
                streams[at] = append.Stream;
                recorded[at] = batch[i].RecordedAt.UtcDateTime;
                metadatas[at] = append.Metadata;
                ids[at] = e.Id;
                types[at] = e.Type;
                typeVersions[at] = e.TypeVersion;
                bodies[at] = e.Body;
                addressings[at] = e.Addressing;
                salts[at] = batch[i].Salts[j];
                leaves[at] = batch[i].Leaves[j];
            }
        }

        return [appends, indexes, streams, recorded, metadatas, ids, types, typeVersions, bodies, addressings, salts, leaves];
    }

    private static object[] PerDocument(ReadOnlySpan<PendingAppend> batch, int count)
    {
        var appends = new int[count];
        var digests = new ReadOnlyMemory<byte>[count];
        var bytes = new ReadOnlyMemory<byte>[count];
        var at = 0;
        for (var i = 0; i < batch.Length; i++)
        {
            foreach (var document in batch[i].Append.Documents)
            {
                appends[at] = i + 1;
                digests[at] = document.Sha512;
                bytes[at++] = document.Bytes;
            }
        }

        return [appends, digests, bytes];
    }
}
