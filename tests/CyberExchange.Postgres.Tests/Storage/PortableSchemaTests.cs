using CyberExchange.Postgres.Tests.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

/// <summary>What a distributed engine would refuse stays out of the log's schema.</summary>
public sealed class PortableSchemaTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    [Theory]
    [InlineData("triggers", "select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'cx'::regnamespace")]
    [InlineData("foreign keys", "select count(*) from pg_constraint c where c.connamespace = 'cx'::regnamespace and c.contype = 'f'")]
    [InlineData("sequences", "select count(*) from pg_class c where c.relnamespace = 'cx'::regnamespace and c.relkind = 'S'")]
    [InlineData("advisory locks", "select count(*) from pg_proc p where p.pronamespace = 'cx'::regnamespace and p.prosrc like '%advisory%'")]
    public async Task The_log_has_none(string what, string counting) =>
        Assert.True(await database.AsSuperuserAsync(counting) is 0L, $"schema cx has {what}");
}
