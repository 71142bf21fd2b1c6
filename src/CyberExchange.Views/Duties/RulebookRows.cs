using System.Diagnostics;
using System.Text;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Publishing;
using Npgsql;

namespace CyberExchange.Views.Duties;

/// <summary>The rulebook with which the view computes, as the log has it up to the event that is applied.</summary>
/// <param name="shipped">In force until one was adopted.</param>
internal sealed class RulebookRows(Rulebook shipped)
{
    private Rulebook? _known;

    /// <summary>The version in force. What this node knows of it may be of a transaction that was undone, so the digest is always read.</summary>
    public async Task<Rulebook> InForceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var digests = await connection.Statement("select r.digest from rulebook r where r.in_force").ReadAsync(r => r.GetString(0), ct);
        if (digests is not [var digest])
        {
            return shipped;
        }

        if (_known?.Version.Digest != digest)
        {
            var documents = await connection.Statement("select r.document from rulebook r where r.in_force").ReadAsync(r => r.GetFieldValue<byte[]>(0), ct);
            _known = PublishedRulebook.Read(documents.Single());
        }

        return _known;
    }

    /// <summary>Brings the rows after a step; whether another version is in force after it.</summary>
    public static async Task<bool> ApplyAsync(NpgsqlConnection connection, RulebookEvent e, CancellationToken ct)
    {
        switch (e)
        {
            case RulebookEvent.RulebookProposed proposed:
                const string sql = "insert into rulebook (digest, document, in_force) values ($1, $2, false) on conflict (digest) do nothing";
                await connection.Statement(sql).With(proposed.Digest).With(Encoding.UTF8.GetBytes(proposed.Document)).RunAsync(ct);
                return false;
            case RulebookEvent.RulebookAdopted adopted:
                await connection.Statement("update rulebook set in_force = digest = $1 where in_force or digest = $1").With(adopted.Digest).RunAsync(ct);
                return true;
            case RulebookEvent.RulebookRejected:
                return false;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no arm in the duties.");
        }
    }
}
