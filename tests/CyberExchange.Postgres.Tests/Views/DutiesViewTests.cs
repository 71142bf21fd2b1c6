using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
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

public sealed class DutiesViewTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly DutyProfile Controller = new()
    {
        EntityKinds = ["controller"],
        Sectors = ["insurance"],
        Jurisdictions = [Jurisdiction.EU],
        Size = null,
        MemberState = "FR",
        Zone = "Europe/Paris",
        ReliefExcluded = false,
        EntityFacts = [],
        Targets = [],
    };

    private readonly ExchangeDatabase _exchange = new(database.ConnectionString);
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);

    private EventLog Log => field ??= new EventLog(_exchange.Service);

    private DutyQueries Queries => new(_exchange.Service);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await _exchange.DisposeAsync();
    }

    // Other rules make other rows of the same events: then raise the version, so that nodes rebuild, and write the new digest here.
    [Fact]
    public void The_rows_of_another_rulebook_are_another_version() =>
        Assert.Equal((2, "999a678c84bf79d2abb6cb657d0564ef30430e505054dfd9e4d8d297802a54cd"), (new DutiesView().Version, Rulebook.Shipped.Version.Digest));

    [Fact]
    public async Task A_rebuilt_view_has_the_same_rows()
    {
        var (owner, authority, incident) = (Partner(1), Partner(2), Incident(1));
        await StateAsync(owner, Controller);
        await OpenAsync(incident, owner);
        await EnterAsync(incident, new DutyEvent.DutyAddressed("gdpr-data-subjects", authority, Member(owner)));
        await EnterAsync(incident, Submitted(1, "gdpr-authority", "2026-11-21T12:00:00Z", authority));
        await EnterAsync(incident, new DutyEvent.DutyReceiptAttached(Submission(1), 5, new(Guid.Empty), new string('a', 128), Member(owner)));
        await EnterAsync(incident, new DutyEvent.DutyReportReviewed(Submission(1), ReviewReport.Passed, [], Member(authority)));
        await EnterAsync(incident, new DutyEvent.DutyReminded("gdpr-authority", "2026-11-23T09:00:00Z", 50, "next", "not_known"));
        await EnterAsync(incident, Submitted(2, "gdpr-data-subjects", "2026-11-21T12:00:00Z", authority));
        await EnterAsync(incident, new DutyEvent.DutyReportReviewed(Submission(2), ReviewReport.RevisionRequired, ["Too short."], Member(authority)));
        await EnterAsync(incident, new DutyEvent.DutyReminded("gdpr-data-subjects", Due: null, Percent: null, "revision_required", Verdict: null));
        await EnterAsync(incident, Fact("awareness", "2026-11-20T08:00:00Z", corrects: 2));
        await StateAsync(owner, Controller with { EntityKinds = ["controller", "financial_entity"] });
        await OpenAsync(Incident(2), owner);
        await EnterAsync(Incident(2), new DutyEvent.DutyFileClosed("Nothing was touched.", Member(owner)));

        await InStepAsync(async runner =>
        {
            var rows = await DumpAsync();
            await runner.ClearAsync(Ct);
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct));
            Assert.Equal(rows, await DumpAsync());
        });
    }

    [Fact]
    public async Task The_planner_is_told_how_the_tables_have_grown()
    {
        await StateAsync(Partner(41), Controller);
        await OpenAsync(Incident(41), Partner(41));
        await InStepAsync(async _ =>
        {
            await using var projector = await _exchange.Projector.OpenForAsync("core", Ct);
            await new DutiesView().RefreshStatisticsAsync(projector, Ct);
            await using var connection = await database.OpenAsync(Ct);
            await using var command = new NpgsqlCommand("select count(*) from pg_class where oid in ('core.duty'::regclass, 'core.duty_file'::regclass, 'core.duty_profile'::regclass) and reltuples > 0", connection);
            Assert.Equal(3L, await command.ExecuteScalarAsync(Ct));
        });
    }

    [Fact]
    public async Task A_duty_is_its_owners_and_of_the_authority_that_was_named_for_it_and_nobodys_else()
    {
        var (owner, authority, other, incident) = (Partner(11), Partner(12), Partner(13), Incident(11));
        await StateAsync(owner, Controller);
        await OpenAsync(incident, owner);
        await InStepAsync(async runner =>
        {
            Assert.Empty(await ListAsync(authority, byOwner: false));
            await EnterAsync(incident, Submitted(11, "gdpr-authority", "2026-11-21T12:00:00Z", authority));
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct));

            Assert.Contains(await ListAsync(owner, byOwner: true), r => r.Line is { Obligation: "gdpr-data-subjects" } && r.State is DutyState.Promptly);
            var addressed = Assert.Single(await ListAsync(authority, byOwner: false));
            Assert.Equal(("gdpr-authority", owner, incident, DutyState.Met), (addressed.Line.Obligation, addressed.Owner, addressed.Incident, addressed.State));
            Assert.Empty(addressed.Line.Reasons);
            Assert.Empty(await ListAsync(authority, byOwner: true));
            Assert.Null(await Queries.FindFileAsync(authority, incident, Ct));
            Assert.Null(await Queries.FindProfileAsync(authority, Ct));
            Assert.Empty(await ListAsync(other, byOwner: true));
            Assert.Empty(await ListAsync(other, byOwner: false));
            Assert.Null(await Queries.FindFileAsync(other, incident, Ct));
            Assert.Empty(await Queries.OfIncidentAsync(other, incident, Noon, Ct));

            // Before another authority that is named, what the first received is nothing; and the owner has not done with it either.
            await EnterAsync(incident, new DutyEvent.DutyAddressed("gdpr-authority", other, Member(owner)));
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct));
            Assert.Equal(DutyState.Met, Assert.Single(await ListAsync(authority, byOwner: false)).State);
            Assert.NotEqual(DutyState.Met, Assert.Single(await ListAsync(other, byOwner: false)).State);
            Assert.NotEqual(DutyState.Met, Assert.Single(await ListAsync(owner, byOwner: true), r => r.Line.Obligation == "gdpr-authority").State);

            // What was submitted stays with whom it was submitted to; what was only owed goes with the file.
            await EnterAsync(incident, new DutyEvent.DutyFileClosed("Done.", Member(owner)));
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct));
            Assert.Empty(await ListAsync(owner, byOwner: true)); // It was not done with every authority.
            Assert.Equal("gdpr-authority", Assert.Single(await ListAsync(authority, byOwner: false)).Line.Obligation);
            Assert.Empty(await ListAsync(other, byOwner: false));
            Assert.DoesNotContain(await Queries.ToRemindAsync(Noon.AddYears(1), 1_000, Ct), r => r.Owner == owner);
        });
    }

    // GDPR art. 33(1): 72 hours from awareness.
    [Fact]
    public async Task The_clock_decides_when_it_is_asked_and_pages_go_on_where_they_ended()
    {
        var owner = Partner(21);
        await StateAsync(owner, Controller);
        for (var number = 21; number < 26; number++)
        {
            await OpenAsync(Incident(number), owner, $"2026-11-20T0{number - 20}:00:00Z");
        }

        await InStepAsync(async _ =>
        {
            var due = new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero); // Of the third.
            Assert.Equal(3, (await ListAsync(owner, true, DutyState.Next, due)).Count);
            Assert.Equal(2, (await ListAsync(owner, true, DutyState.Overdue, due)).Count);
            Assert.Equal(3, (await ListAsync(owner, true, DutyState.Overdue, due.AddTicks(TimeSpan.TicksPerMicrosecond))).Count);
            Assert.Empty(await ListAsync(owner, true, DutyState.Met, due));
            Assert.Equal(2, (await Queries.ListAsync(owner, new(true, null, due, null), due, 100, Ct)).Count(r => r.State is DutyState.Overdue));

            var whole = await ListAsync(owner, byOwner: true);
            List<Guid> paged = [];
            (long, Guid)? after = null;
            while (await Queries.ListAsync(owner, new(true, null, null, after), Noon, 2, Ct) is { Count: > 0 } page)
            {
                paged.AddRange(page.Select(r => r.Id));
                after = (page[^1].ActByTicks, page[^1].Id);
            }

            Assert.Equal(whole.Select(r => r.Id), paged);
            Assert.Equal(whole.Select(r => r.ActByTicks).Order(), whole.Select(r => r.ActByTicks));
        });
    }

    // Delegated Regulation (EU) 2025/301 art. 5(4): a Sunday's moves to a working day, and of which days are worked no calendar is here.
    [Fact]
    public async Task What_may_roll_is_not_called_overdue_and_the_list_says_what_the_line_says()
    {
        var (owner, incident) = (Partner(51), Incident(51));
        await StateAsync(owner, Controller with { EntityKinds = ["controller", "financial_entity"], Sectors = ["banking", "finance"] });
        await OpenAsync(incident, owner);
        await EnterAsync(incident, Fact("classification", "2026-11-22T09:00:00Z"));
        await InStepAsync(async _ =>
        {
            var due = new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.Zero); // Monday's noon in Paris is lawful in any case.
            var later = due.AddTicks(TimeSpan.TicksPerMicrosecond);
            Assert.Contains(await ListAsync(owner, true, DutyState.Next, due), r => r.Line.Obligation == "dora-initial");
            Assert.Equal("dora-initial", Assert.Single(await ListAsync(owner, true, DutyState.TargetPassed, later)).Line.Obligation);
            Assert.DoesNotContain(await ListAsync(owner, true, DutyState.Overdue, due.AddYears(1)), r => r.Line.Obligation == "dora-initial");
            foreach (var now in new[] { Noon, due, later, due.AddYears(1) })
            {
                Assert.All(await ListAsync(owner, true, state: null, now), row => Assert.Equal(row.Line.StateAt(now), row.State));
            }
        });
    }

    [Fact]
    public async Task A_revision_is_in_the_lists_of_its_owner_and_of_the_authority_that_requires_it_and_of_no_other()
    {
        var (owner, authority, other, incident) = (Partner(61), Partner(62), Partner(63), Incident(61));
        await StateAsync(owner, Controller);
        await OpenAsync(incident, owner);
        await EnterAsync(incident, Submitted(61, "gdpr-authority", "2026-11-21T12:00:00Z", authority));
        await EnterAsync(incident, new DutyEvent.DutyAddressed("gdpr-authority", other, Member(owner)));
        await EnterAsync(incident, new DutyEvent.DutyReportReviewed(Submission(61), ReviewReport.RevisionRequired, ["Too short."], Member(authority)));
        await EnterAsync(incident, new DutyEvent.DutyReminded("gdpr-authority", Due: null, Percent: null, "revision_required", Verdict: null));
        await InStepAsync(async runner =>
        {
            foreach (var (reader, byOwner) in new[] { (owner, true), (authority, false) })
            {
                Assert.Equal("gdpr-authority", Assert.Single(await ListAsync(reader, byOwner, DutyState.RevisionRequired)).Line.Obligation);
                Assert.Empty(await ListAsync(reader, byOwner, DutyState.Met));
            }

            Assert.NotEqual(DutyState.RevisionRequired, Assert.Single(await ListAsync(other, byOwner: false)).State);
            var told = Assert.Single(await Queries.RemindersAsync(owner, 0, 10, Ct));
            Assert.Equal((incident, "gdpr-authority", null, null, "revision_required", null), (told.Incident, told.Obligation, told.Due, told.Percent, told.State, told.Verdict));

            await EnterAsync(incident, Submitted(62, "gdpr-authority", "2026-11-22T12:00:00Z", authority));
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct));
            Assert.Empty(await ListAsync(owner, byOwner: true, DutyState.RevisionRequired));
            Assert.Equal(DutyState.Met, Assert.Single(await ListAsync(authority, byOwner: false)).State);
        });
    }

    [Fact]
    public async Task Whom_to_remind_is_known_from_the_instant_on_and_once_told_no_more()
    {
        var (owner, incident) = (Partner(31), Incident(31));
        await StateAsync(owner, Controller);
        await OpenAsync(incident, owner, "2026-11-20T12:00:00Z");
        await InStepAsync(async runner =>
        {
            var due = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

            // What came before it in the log, another test's too, was recorded no later than the view has it.
            var since = Assert.Single(await MineAsync(due.AddSeconds(-1))).Since;
            Assert.True(since >= (await Queries.FindFileAsync(owner, incident, Ct))!.RecordedAt[1]);
            var half = since + ((due - since) / 2);
            Assert.Empty(await MineAsync(half.AddMinutes(-1)));
            var one = Assert.Single(await MineAsync(half.AddMinutes(1)));
            Assert.Equal(("gdpr-authority", "2026-11-23T12:00:00Z", since), (one.Obligation, one.Due, one.Since));

            await EnterAsync(incident, new DutyEvent.DutyReminded(one.Obligation, one.Due, 50, "next", "not_known"));
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct));
            Assert.Empty(await MineAsync(half.AddMinutes(1)));
            Assert.Single(await MineAsync(due));
            var told = Assert.Single(await Queries.RemindersAsync(owner, 0, 10, Ct));
            Assert.Equal((incident, "gdpr-authority", due, 50, "next", "not_known"), (told.Incident, told.Obligation, told.Due, told.Percent, told.State, told.Verdict));
            Assert.Empty(await Queries.RemindersAsync(owner, told.Position, 10, Ct));
            Assert.Empty(await Queries.RemindersAsync(Partner(32), 0, 10, Ct));

            await EnterAsync(incident, Submitted(31, "gdpr-authority", "2026-11-21T12:00:00Z", authority: null));
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct));
            Assert.Empty(await MineAsync(due.AddYears(1)));
        });

        async Task<List<DueReminder>> MineAsync(DateTimeOffset now) => [.. (await Queries.ToRemindAsync(now, 1_000, Ct)).Where(r => r.Owner == owner)];
    }

    private static PartnerId Partner(int number) => new(new Guid($"00000000-0000-7000-8000-0000000001{number:d2}"));

    private static MemberId Member(PartnerId partner) => new(partner.Value);

    private static IncidentId Incident(int number) => new(new Guid($"00000000-0000-7000-8000-0000000004{number:d2}"));

    private static SubmissionId Submission(int number) => new(new Guid($"00000000-0000-7000-8000-0000000005{number:d2}"));

    private static DutyEvent.DutyFactRecorded Fact(string fact, string at, int? corrects = null) => new(fact, at, null, null, corrects, corrects is null ? null : "Misread.", Member(Partner(1)));

    private static DutyEvent.DutyReportSubmitted Submitted(int number, string obligation, string at, PartnerId? authority) => new(
        Submission(number), obligation, at, DutySubmission.FiledByHand, "The authority", authority, new("receipt.pdf", new string('9', 64)),
        null, new(Rulebook.Shipped.Version.Id, Rulebook.Shipped.Version.Digest, 1, "computed", null, null, null, null), null, null, Member(Partner(1)));

    private Task<IReadOnlyList<DutyRow>> ListAsync(PartnerId reader, bool byOwner, DutyState? state = null, DateTimeOffset? now = null) =>
        Queries.ListAsync(reader, new(byOwner, state, null, null), now ?? Noon, 1_000, Ct);

    private async Task OpenAsync(IncidentId incident, PartnerId owner, string awareness = "2026-11-20T09:00:00Z")
    {
        await EnterAsync(incident, new DutyEvent.DutyFileOpened(incident, owner));
        await EnterAsync(incident, Fact("awareness", awareness));
    }

    private Task StateAsync(PartnerId partner, DutyProfile profile) =>
        AppendAsync(DutyEventCatalog.ProfileStream(partner), DutyEventCatalog.Profiles.Write(new DutyProfileEvent.DutyProfileStated(partner, profile, Member(partner))));

    private Task EnterAsync(IncidentId incident, DutyEvent e) => AppendAsync(DutyEventCatalog.Stream(incident), DutyEventCatalog.Catalog.Write(e));

    private async Task AppendAsync(string stream, StoredForm form)
    {
        var version = _versions[stream] = _versions.GetValueOrDefault(stream) + 1;
        await Log.StoreAsync(stream, version - 1, Noon.AddMinutes(version), [form], Ct);
    }

    private async Task InStepAsync(Func<ProjectionRunner, Task> check)
    {
        var runner = new ProjectionRunner(Log, _exchange.Projector, new DutiesView(), TimeProvider.System);
        await using (new RunningViews(runner))
        {
            Assert.True(await runner.WaitForAsync(await Log.HeadAsync(Ct), Patience, Ct), $"{runner.Health}");
            await check(runner);
        }
    }

    private Task<IReadOnlyList<string>> DumpAsync() => ViewRows.DumpAsync(database.ConnectionString, ["duty_profile", "duty_file", "duty", "duty_reminder"], Ct);
}
