using System.Security.Cryptography;
using CyberExchange.Server.Sealing;
using CyberExchange.Storage.Instances;

namespace CyberExchange.Server.Startup;

/// <summary>Holds the instance's key to the database that was begun under it.</summary>
public sealed class InstanceKeyCheck(InstanceKeyTable table, InstanceKey instance)
{
    /// <summary>Marks a new database, and refuses one that bears the mark of another key.</summary>
    /// <exception cref="StartupException">The database was begun under another key.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        var mark = HMACSHA256.HashData(instance.Derive(KeyPurpose.DatabaseMark), "cyberexchange database"u8);
        var borne = await table.MarkAsync(mark, ct);
        if (!CryptographicOperations.FixedTimeEquals(mark, borne))
        {
            throw new StartupException(
                $"The database was begun under another {InstanceKey.FileName}: put that file back, or name the database that belongs to this one.");
        }
    }
}
