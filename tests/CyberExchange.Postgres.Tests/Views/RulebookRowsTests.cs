using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.EventStore;
using CyberExchange.Views.Duties;
using CyberExchange.Views.Projections;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>What an adopted rulebook does to the rows of duties.</summary>
public sealed class RulebookRowsTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly PartnerId Owner = new(Id(3));
    private static readonly MemberId By = new(Id(101));
    private static readonly IncidentId Open = new(Id(401));
    private static readonly IncidentId Closed = new(Id(402));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_files_are_computed_with_what_was_adopted_and_a_rebuild_gives_the_same_rows()
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        var live = new LiveRulebook(log, Rulebook.Shipped);
        await AppendAsync(log, DutyEventCatalog.ProfileStream(Owner), DutyEventCatalog.Profiles.Write(new DutyProfileEvent.DutyProfileStated(Owner, Profile(), By)));
        await FileAsync(log, Open);
        await FileAsync(log, Closed);
        await AppendAsync(log, DutyEventCatalog.Stream(Closed), DutyEventCatalog.Catalog.Write(new DutyEvent.DutyReportSubmitted(
            new(Id(501)), "gdpr-authority", "2026-11-20T10:00:00+00:00", DutySubmission.FiledByHand, "The authority", null, new("receipt.pdf", new string('9', 64)), null,
            new("2026-11-20.2", new string('0', 64), 1, "computed", null, null, null, null), null, null, By)));
        await AppendAsync(log, DutyEventCatalog.Stream(Closed), DutyEventCatalog.Catalog.Write(new DutyEvent.DutyFileClosed("It is done.", By)));
        var runner = new ProjectionRunner(log, exchange.Projector, new DutiesView(live: live), TimeProvider.System);
        await using var running = new RunningViews(runner);
        Assert.True(await runner.WaitForAsync(await log.HeadAsync(Ct), Patience, Ct));
        Assert.Equal((Rulebook.Shipped.Version.Id, "2026-11-23T09:00:00Z"), await StampAsync(exchange, Open));

        var next = Document();
        await RulebookAsync(log, new RulebookEvent.RulebookProposed(next.Version.Id, next.Version.Digest, Encoding.UTF8.GetString(next.Document.Span), By));
        await HoldsAsync();
        Assert.Equal(Rulebook.Shipped.Version.Id, (await StampAsync(exchange, Open)).Version);
        await RulebookAsync(log, new RulebookEvent.RulebookAdopted(next.Version.Digest, By));
        await HoldsAsync();

        Assert.Equal((next.Version.Id, "2026-11-20T21:00:00Z"), await StampAsync(exchange, Open));
        Assert.Equal(Rulebook.Shipped.Version.Id, (await StampAsync(exchange, Closed)).Version);
        Assert.Equal(next.Version, live.Current.Version);

        // What comes after is computed with it too.
        await AppendAsync(log, DutyEventCatalog.Stream(Open), DutyEventCatalog.Catalog.Write(
            new DutyEvent.DutyFactRecorded("awareness", "2026-11-20T10:00:00+00:00", null, null, 2, "It was read wrongly.", By)));
        await HoldsAsync();
        Assert.Equal((next.Version.Id, "2026-11-20T22:00:00Z"), await StampAsync(exchange, Open));

        var rows = await DumpAsync();
        await runner.ClearAsync(Ct);
        await HoldsAsync();
        Assert.Equal(rows, await DumpAsync());

        async Task HoldsAsync() => Assert.True(await runner.WaitForAsync(await log.HeadAsync(Ct), Patience, Ct));
    }

    private static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:d12}");

    private static DutyProfile Profile() => new()
    {
        EntityKinds = ["controller"],
        Sectors = ["all"],
        Jurisdictions = [Jurisdiction.EU],
        Size = "large",
        MemberState = "FR",
        Zone = "Etc/UTC",
        ReliefExcluded = false,
        EntityFacts = [],
        Targets = [],
    };

    private static Rulebook Document()
    {
        var document = JsonNode.Parse(Rulebook.Shipped.Document.Span)!;
        document["version"] = "2026-12-01.1";
        document["obligations"]!.AsArray().Single(o => (string?)o!["id"] == "gdpr-authority")!["deadline"] = "PT12H";
        return RulebookReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString())).Rulebook!; // It differs in one valid period.
    }

    private static async Task FileAsync(EventLog log, IncidentId incident)
    {
        await AppendAsync(log, DutyEventCatalog.Stream(incident), DutyEventCatalog.Catalog.Write(new DutyEvent.DutyFileOpened(incident, Owner)));
        await AppendAsync(log, DutyEventCatalog.Stream(incident), DutyEventCatalog.Catalog.Write(
            new DutyEvent.DutyFactRecorded("awareness", "2026-11-20T09:00:00+00:00", null, null, null, null, By)));
    }

    private static Task RulebookAsync(EventLog log, RulebookEvent e) => AppendAsync(log, RulebookEventCatalog.Stream, RulebookEventCatalog.Catalog.Write(e));

    private static async Task AppendAsync(EventLog log, string stream, StoredForm form)
    {
        var version = (await log.ReadStreamAsync(stream, ct: Ct)).Count;
        await log.StoreAsync(stream, version, new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddMinutes(version), [form], Ct);
    }

    private static async Task<(string Version, string? Due)> StampAsync(ExchangeDatabase exchange, IncidentId incident)
    {
        var rows = await new DutyQueries(exchange.Service).OfIncidentAsync(Owner, incident, DateTimeOffset.UnixEpoch, Ct);
        var line = rows.Single(row => row.Line.Obligation == "gdpr-authority").Line;
        return (line.RulebookId, line.Due);
    }

    private Task<IReadOnlyList<string>> DumpAsync() => ViewRows.DumpAsync(database.ConnectionString, ["duty", "duty_file", "rulebook"], Ct);
}
