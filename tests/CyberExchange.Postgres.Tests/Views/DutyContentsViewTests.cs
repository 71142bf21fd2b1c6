using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.EventStore;
using CyberExchange.Views.Duties;
using CyberExchange.Views.Projections;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>What was stated for reports, as the view keeps it.</summary>
public sealed class DutyContentsViewTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly PartnerId Owner = new(Id(3));
    private static readonly IncidentId Incident = new(Id(401));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rebuilt_view_has_the_same_rows_which_only_their_owner_reads()
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        await FillAsync(log, version: 0, "root-cause", "A leaked password.");
        await FillAsync(log, version: 1, "affected-services", "payments", "cards");
        await FillAsync(log, version: 2, "root-cause", "A guessed password.");
        await FillAsync(log, version: 3, "affected-services");
        var runner = new ProjectionRunner(log, exchange.Projector, new DutiesView(), TimeProvider.System);
        await using var running = new RunningViews(runner);
        var head = await log.HeadAsync(Ct);
        Assert.True(await runner.WaitForAsync(head, Patience, Ct));

        var queries = new DutyQueries(exchange.Service);
        var contents = await queries.FindContentsAsync(Owner, Incident, Ct);
        var row = Assert.Single(contents!.Rows);
        Assert.Equal(("root-cause", "A guessed password."), (row.Row, row.Values[0]));
        Assert.Null(await queries.FindContentsAsync(new PartnerId(Id(4)), Incident, Ct));
        Assert.Null(await queries.FindContentsAsync(Owner, new IncidentId(Id(402)), Ct));

        var rows = await DumpAsync();
        await runner.ClearAsync(Ct);
        Assert.True(await runner.WaitForAsync(head, Patience, Ct));
        Assert.Equal(rows, await DumpAsync());
    }

    private static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:d12}");

    private static async Task FillAsync(EventLog log, int version, string row, params string[] values)
    {
        var form = DutyContentEventCatalog.Catalog.Write(new DutyContentEvent.DutyContentFilled
        {
            Incident = Incident,
            Owner = Owner,
            Row = row,
            Values = values,
            Sealed = [],
            By = new(Id(101)),
        });
        await log.StoreAsync(DutyContentEventCatalog.Stream(Incident), version, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(version), [form], Ct);
    }

    private Task<IReadOnlyList<string>> DumpAsync() => ViewRows.DumpAsync(database.ConnectionString, ["duty_content"], Ct);
}
