using System.Security.Cryptography;
using CyberExchange.Postgres.Tests.EventStore;
using CyberExchange.Storage.Subjects;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

/// <summary>Two requests of one partner that tell of the same persons at the same time.</summary>
public sealed class SubjectKeyTableTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_later_one_waits_whatever_its_order_and_keeps_none_of_its_keys()
    {
        var partner = Guid.NewGuid();
        byte[] first = [.. Enumerable.Repeat((byte)1, 32)];
        byte[] second = [.. Enumerable.Repeat((byte)2, 32)];
        var table = new SubjectKeyTable(database.Connections.Service);
        await using var other = await database.Connections.Service.OpenConnectionAsync(Ct);
        await using var transaction = await other.BeginTransactionAsync(Ct);
        await InsertAsync(other, Row(partner, first));

        var later = table.TryAddAsync([Row(partner, second), Row(partner, first)], Ct);
        await UntilSomeoneWaitsAsync();
        await InsertAsync(other, Row(partner, second));
        await transaction.CommitAsync(Ct);

        Assert.False(await later);
        Assert.Equal(2, (await table.FindAsync(partner, [first, second], Ct)).Count);
    }

    private static SubjectKeyRow Row(Guid partner, byte[] lookup) => new(Guid.CreateVersion7(), partner, lookup, RandomNumberGenerator.GetBytes(60));

    private static async Task InsertAsync(NpgsqlConnection connection, SubjectKeyRow row)
    {
        await using var command = new NpgsqlCommand(
            "insert into cx.subject_key (subject_id, partner_id, lookup_hmac, wrapped_key) values ($1::uuid, $2::uuid, $3::bytea, $4::bytea)", connection)
        {
            Parameters =
            {
                new() { Value = row.SubjectId }, new() { Value = row.PartnerId }, new() { Value = row.LookupHmac }, new() { Value = row.WrappedKey },
            },
        };
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task UntilSomeoneWaitsAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(PatienceMax);
        while (await database.AsSuperuserAsync(
            "select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')") is not true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }
}
