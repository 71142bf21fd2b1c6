using System.Text;
using System.Text.Json;
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
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Many open files, computed anew in pages that are smaller than an owner's files and that end amid them.</summary>
public sealed class OpenFilesTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const int Files = 360;
    private const int Owners = 4;
    private const int PageFiles = 37;

    // Of the last owner there is no profile.
    private const int Profiles = Owners - 1;

    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly PartnerId Authority = new(Id(9));
    private static readonly MemberId By = new(Id(101));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_open_file_has_the_rows_of_the_rules_and_the_profile_in_force_whatever_the_pages()
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        var next = Document();
        await Task.WhenAll(Enumerable.Range(0, Profiles).Select(owner => AppendAsync(log, DutyEventCatalog.ProfileStream(Owner(owner)), 0, [Stated(owner, "FR")])));
        await Task.WhenAll(Enumerable.Range(0, Files).Select(number => AppendAsync(log, DutyEventCatalog.Stream(Incident(number)), 0, [.. Events(number).Select(DutyEventCatalog.Catalog.Write)])));
        await AppendAsync(log, RulebookEventCatalog.Stream, 0, [RulebookEventCatalog.Catalog.Write(new RulebookEvent.RulebookProposed(next.Version.Id, next.Version.Digest, Encoding.UTF8.GetString(next.Document.Span), By))]);
        IReadOnlyList<string> shipped = [], adopted = [], restated = [];
        await InStepAsync(exchange, log, PageFiles, async runner =>
        {
            shipped = await DumpAsync();

            await AppendAsync(log, RulebookEventCatalog.Stream, 1, [RulebookEventCatalog.Catalog.Write(new RulebookEvent.RulebookAdopted(next.Version.Digest, By))]);
            await HoldsAsync(runner, log);
            adopted = await DumpAsync();
            await AssertLinesAsync(next, _ => "FR", version: _ => 1);

            // A due time that is the same was known before; one that is new became known when the rules were adopted.
            var since = await SinceAsync();
            Assert.Equal(Noon.AddMinutes(1), since.Where(d => d.Obligation == "gdpr-authority").Select(d => d.Since).Distinct().Single());
            Assert.Equal(Noon, since.Where(d => d.Obligation == "jp-appi-prompt").Select(d => d.Since).Distinct().Single());

            await AppendAsync(log, DutyEventCatalog.ProfileStream(Owner(1)), 1, [Stated(1, "GR")]);
            await HoldsAsync(runner, log);
            restated = await DumpAsync();
            await AssertLinesAsync(next, owner => owner == Owner(1) ? "GR" : "FR", owner => owner == Owner(1) ? 2 : 1);
        });
        Assert.NotEqual(shipped, adopted);
        Assert.NotEqual(adopted, restated);

        await InStepAsync(exchange, log, Files * 2, async runner =>
        {
            await runner.ClearAsync(Ct);
            await HoldsAsync(runner, log);
            Assert.Equal(restated, await DumpAsync());
        });
    }

    private static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:d12}");

    private static PartnerId Owner(int number) => new(Id(11 + number));

    private static IncidentId Incident(int number) => new(Id(1_000 + number));

    private static StoredForm Stated(int owner, string country) => DutyEventCatalog.Profiles.Write(new DutyProfileEvent.DutyProfileStated(Owner(owner), Profile(country), By));

    private static DutyProfile Profile(string country) => new()
    {
        EntityKinds = ["controller", "business operator handling personal information"],
        Sectors = ["all"],
        Jurisdictions = [Jurisdiction.EU, Jurisdiction.JP],
        Size = "large",
        MemberState = country,
        Zone = "Etc/UTC",
        ReliefExcluded = false,
        EntityFacts = [],
        Targets = [],
    };

    private static IEnumerable<DutyEvent> Events(int number)
    {
        yield return new DutyEvent.DutyFileOpened(Incident(number), Owner(number % Owners));
        yield return new DutyEvent.DutyFactRecorded("awareness", $"2026-11-{1 + (number % 20):00}T09:00:00Z", null, null, null, null, By);
        if (number % 5 == 0)
        {
            yield return new DutyEvent.DutyAddressed("gdpr-authority", Authority, By);
        }

        if (number % 7 == 0)
        {
            yield return new DutyEvent.DutyReportSubmitted(
                new(Id(5_000 + number)), "gdpr-authority", "2026-11-20T10:00:00Z", DutySubmission.FiledByHand, "The authority", null, new("receipt.pdf", new string('9', 64)), null,
                new(Rulebook.Shipped.Version.Id, Rulebook.Shipped.Version.Digest, 1, "computed", null, null, null, null), null, null, By);
        }

        if (IsClosed(number))
        {
            yield return new DutyEvent.DutyFileClosed("It is done.", By);
        }
    }

    private static bool IsClosed(int number) => number % 11 == 0;

    private static Rulebook Document()
    {
        var document = JsonNode.Parse(Rulebook.Shipped.Document.Span)!;
        document["version"] = "2026-12-01.1";
        document["obligations"]!.AsArray().Single(o => (string?)o!["id"] == "gdpr-authority")!["deadline"] = "PT12H";
        return RulebookReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString())).Rulebook!; // It differs in one valid period.
    }

    private static Task AppendAsync(EventLog log, string stream, int version, IReadOnlyList<StoredForm> forms) =>
        log.StoreAsync(stream, version, Noon.AddMinutes(version), forms, Ct);

    private static async Task HoldsAsync(ProjectionRunner runner, EventLog log) =>
        Assert.True(await runner.WaitForAsync(await log.HeadAsync(Ct), Patience, Ct), $"{runner.Health}");

    private static async Task InStepAsync(ExchangeDatabase exchange, EventLog log, int pageFiles, Func<ProjectionRunner, Task> check)
    {
        var runner = new ProjectionRunner(log, exchange.Projector, new DutiesView(pageFiles: pageFiles), TimeProvider.System);
        await using (new RunningViews(runner))
        {
            await HoldsAsync(runner, log);
            await check(runner);
        }
    }

    // Each open file is computed by itself, from its events, as its owner would read it.
    private async Task AssertLinesAsync(Rulebook rulebook, Func<PartnerId, string> country, Func<PartnerId, int> version)
    {
        var expected = Enumerable.Range(0, Files)
            .Where(number => !IsClosed(number) && number % Owners < Profiles)
            .Select(number => DutyFile.Fold(Events(number))!) // They begin with the opening.
            .SelectMany(file => FileDuties.Of(file, new(file.Owner, Profile(country(file.Owner)), version(file.Owner)), rulebook)
                .Where(line => line.Listed || line.Submissions.Count > 0)
                .Select(line => $"{file.Incident.Value} {JsonSerializer.Serialize(line, DutyJson.Default.DutyLine)}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        var rows = await RowsAsync(
            "select d.incident_id, d.line from core.duty d join core.duty_file f on f.incident_id = d.incident_id where d.by_owner and not f.closed",
            r => $"{r.GetGuid(0)} {Encoding.UTF8.GetString(r.GetFieldValue<byte[]>(1))}");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, rows.Order(StringComparer.Ordinal));
    }

    private Task<List<(string Obligation, DateTimeOffset Since)>> SinceAsync() => RowsAsync(
        "select d.obligation_id, d.due_since from core.duty d join core.duty_file f on f.incident_id = d.incident_id where d.due_since is not null and not f.closed",
        r => (r.GetString(0), r.GetFieldValue<DateTimeOffset>(1)));

    private Task<IReadOnlyList<string>> DumpAsync() => ViewRows.DumpAsync(database.ConnectionString, ["duty", "duty_file", "rulebook", "duty_profile"], Ct);

    private async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<T> rows = [];
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
