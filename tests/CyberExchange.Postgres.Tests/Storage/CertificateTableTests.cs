using CyberExchange.Postgres.Tests.EventStore;
using CyberExchange.Storage.Certificates;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

/// <summary>Until when the certificates hold that came for a key.</summary>
public sealed class CertificateTableTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(9));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_certificate_is_kept_once_and_the_last_end_of_a_key_is_found()
    {
        var table = new CertificateTable(database.Connections.Service);
        var (key, other, unknown) = (new string('a', 64), new string('b', 64), new string('c', 64));

        await table.AddAsync([], Now, Ct);
        await table.AddAsync([new(key, Now.AddDays(90)), new(other, Now.AddDays(3)), new(key, Now.AddDays(10))], Now, Ct);
        await table.AddAsync([new(key, Now.AddDays(90))], Now.AddDays(1), Ct); // Another node, or after a restart.

        Assert.Equal(3L, await database.AsSuperuserAsync("select count(*) from cx.certificate_seen"));
        Assert.Equal(
            [new(key, Now.AddDays(90).ToUniversalTime()), new(other, Now.AddDays(3).ToUniversalTime())],
            (await table.LastEndsAsync([other, unknown, key], Ct)).OrderBy(r => r.SpkiSha256, StringComparer.Ordinal));
        Assert.Empty(await table.LastEndsAsync([], Ct));
    }
}
