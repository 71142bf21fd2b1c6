using CyberExchange.Postgres.Tests.EventStore;
using CyberExchange.Storage.Audit;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

/// <summary>Audit rows: who reads them, in which order, and when they end.</summary>
public sealed class AuditTableTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AuditReadTable Reads => new(database.Connections.Service);

    private AuditDecisionTable Decisions => new(database.Connections.Service);

    [Fact]
    public async Task An_owner_lists_what_its_directory_shows_newest_first_page_by_page()
    {
        var (owner, item, shown, hidden) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var rows = Enumerable.Range(0, 5).Select(i => Read(owner, item, i == 3 ? hidden : shown, At.AddMinutes(i / 2))).ToList();
        await Reads.AddAsync([.. rows, Read(owner, Guid.CreateVersion7(), shown, At.AddHours(1)), Read(Guid.CreateVersion7(), item, shown, At)], Ct);

        var expected = rows.Where(r => r.ReaderId == shown).OrderByDescending(r => r.ReadAt).ThenByDescending(r => r.ReadId.ToString("N"), StringComparer.Ordinal).ToList();
        var first = await Reads.OfOwnerAsync(owner, item, [shown], AuditPlace.Newest, 2, Ct);
        var rest = await Reads.OfOwnerAsync(owner, item, [shown], new(first[1].ReadAt, first[1].ReadId), 10, Ct);
        Assert.Equal(expected, [.. first, .. rest]);

        Assert.Equal(5, (await Reads.OfOwnerAsync(owner, item: null, [shown], AuditPlace.Newest, 10, Ct)).Count);
        Assert.Empty(await Reads.OfOwnerAsync(owner, item, [], AuditPlace.Newest, 10, Ct));
        Assert.Equal(6, (await Reads.OfAllAsync(item, AuditPlace.Newest, 10, Ct)).Count);
    }

    [Fact]
    public async Task A_partner_lists_what_was_decided_about_its_keys_and_stewards_all()
    {
        var (partner, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var rows = new[] { Decision(partner, At), Decision(partner, At.AddSeconds(1)), Decision(other, At), Decision(partner: null, At) };
        await Decisions.AddAsync(rows, Ct);

        Assert.Equal([rows[1], rows[0]], await Decisions.OfPartnerAsync(partner, AuditPlace.Newest, 10, Ct));
        Assert.Equal([rows[0]], await Decisions.OfPartnerAsync(partner, new(rows[1].FirstAt, rows[1].DecisionId), 10, Ct));
        var all = await Decisions.OfAllAsync(AuditPlace.Newest, 1_000, Ct);
        Assert.All(rows, row => Assert.Contains(row, all));
    }

    // What the program asks for is held against the policy once more.
    [Fact]
    public async Task A_caller_that_is_not_set_or_another_reads_no_row()
    {
        var owner = Guid.CreateVersion7();
        await Reads.AddAsync([Read(owner, Guid.CreateVersion7(), Guid.CreateVersion7(), At)], Ct);
        await Decisions.AddAsync([Decision(owner, At)], Ct);
        foreach (var table in new[] { $"cx.audit_read where owner_id = '{owner}'", $"cx.audit_decision where partner_id = '{owner}'" })
        {
            Assert.Equal(1, await CountAsync($"set_config('cx.partner', '{owner}', true)", table));
            Assert.Equal(1, await CountAsync("set_config('cx.errand', 'audit', true)", table));
            foreach (var caller in new[] { "1", "set_config('cx.partner', '', true)", $"set_config('cx.partner', '{Guid.CreateVersion7()}', true)", "set_config('cx.errand', 'explain', true)" })
            {
                Assert.Equal(0, await CountAsync(caller, table));
            }
        }

        Assert.Equal(2L, await database.AsSuperuserAsync(
            "select count(*) from pg_class where relnamespace = 'cx'::regnamespace and relname like 'audit\\_%' and relkind = 'r' and relrowsecurity and relforcerowsecurity"));
    }

    [Fact]
    public async Task Rows_end_by_age_and_no_row_of_the_last_month_can_be_taken_back()
    {
        var (owner, item) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = DateTimeOffset.UtcNow;
        await Reads.AddAsync([.. Enumerable.Range(1, 5).Select(day => Read(owner, item, owner, now.AddDays(-day * 100)))], Ct);
        await Decisions.AddAsync([Decision(owner, now.AddDays(-450)), Decision(owner, now.AddDays(-1))], Ct);

        Assert.Equal(2, await AuditRows.ForgetAsync(database.Connections.Service, now.AddDays(-400), rowsMax: 1, Ct)); // One of each.
        Assert.Equal(1, await AuditRows.ForgetAsync(database.Connections.Service, now.AddDays(-350), rowsMax: 10, Ct));
        Assert.Equal(0, await AuditRows.ForgetAsync(database.Connections.Service, now.AddDays(-350), rowsMax: 10, Ct));
        Assert.Equal(3, (await Reads.OfAllAsync(item, AuditPlace.Newest, 10, Ct)).Count);
        Assert.Single(await Decisions.OfPartnerAsync(owner, AuditPlace.Newest, 10, Ct));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => AuditRows.ForgetAsync(database.Connections.Service, now.AddDays(-27), rowsMax: 10, Ct));
        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, refused.SqlState);
    }

    private async Task<long> CountAsync(string caller, string table)
    {
        await using var connection = await database.Connections.Service.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var enter = new NpgsqlCommand($"select {caller}", connection);
        await enter.ExecuteNonQueryAsync(Ct);
        await using var count = new NpgsqlCommand($"select count(*) from {table}", connection);
        return (long)(await count.ExecuteScalarAsync(Ct))!; // A count is a row.
    }

    private static AuditRead Read(Guid owner, Guid item, Guid reader, DateTimeOffset at) => new()
    {
        OwnerId = owner,
        ReadAt = Microseconds(at),
        ReadId = Guid.NewGuid(),
        ItemId = item,
        Kind = "incident",
        Label = 4,
        ReaderId = reader,
        MemberId = Guid.CreateVersion7(),
        Door = "list",
        CorrelationId = "0123456789abcdef",
    };

    private static AuditDecision Decision(Guid? partner, DateTimeOffset at) => new()
    {
        FirstAt = Microseconds(at),
        DecisionId = Guid.NewGuid(),
        LastAt = Microseconds(at.AddSeconds(30)),
        Times = 7,
        Decision = "certificate-refused",
        Fault = "expired",
        PartnerId = partner,
        MemberId = partner is null ? null : Guid.CreateVersion7(),
        KeySha256 = partner is null ? null : new string('a', 64),
        Address = partner is null ? "192.0.2.1" : null,
    };

    private static DateTimeOffset Microseconds(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
