using System.Globalization;
using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Views.Core;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Live figures against what the same viewer lists, item by item.</summary>
public sealed class FigureQueriesTests : InViewWorld
{
    // Rows of these tables that were read one after another, and not by an index.
    private const string Scanned = "select coalesce(sum(s.seq_tup_read), 0)::bigint from pg_stat_xact_all_tables s where s.schemaname = 'core' and s.relname in ('figure', 'released', 'item')";

    private static readonly FigureScope Always = new(Period.OfYear(2020), Period.OfYear(2030), [], []);

    private static readonly DutyProfile Insurer = new()
    {
        EntityKinds = ["controller", "essential_entity"],
        Sectors = ["insurance"],
        Jurisdictions = [Jurisdiction.EU],
        Size = null,
        MemberState = "FR",
        Zone = "Europe/Paris",
        ReliefExcluded = false,
        EntityFacts = [],
        Targets = [],
    };

    private static bool IsFull => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak";

    [Fact]
    public async Task Every_viewer_counts_what_it_lists_and_nothing_else()
    {
        var world = await World.FillAsync(steps: 160);
        await using (var node = World.Start("one"))
        {
            await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        }

        var (items, figures) = (new ItemQueries(World.Exchange.Service), new FigureQueries(World.Exchange.Service));
        var homes = world.Partners.ToDictionary(p => p.Id, p => p.Facts.Jurisdiction);
        var (most, withdrawn, strict) = (0L, 0, 0);
        foreach (var viewer in world.Partners.SelectMany(p => p.Members.Keys.Select(m => (Viewer)new Viewer.Partner(world.ProfileOf(p), m))).Append(Viewer.Public))
        {
            var rows = (await items.ListAsync(viewer, ItemFilter.None, after: null, max: 1_000, Ct)).Rows.Where(row => row.Incident is not null && (row.Label < TlpLabel.AmberStrict || IsOwn(row))).ToList();
            withdrawn += rows.Count(row => row.WithdrawnBecause is not null);
            var right = rows.Where(row => row.WithdrawnBecause is null).SelectMany(row => new[]
                {
                    ("sectors", row.Incident!.Sectors.FirstOrDefault(s => !s.StartsWith("area.", StringComparison.Ordinal))), // Only those that are there.
                    ("areas", row.Incident.Sectors.FirstOrDefault(s => s.StartsWith("area.", StringComparison.Ordinal))),
                    ("classes", row.Incident.Classification), ("severities", row.Incident.Severity), ("regimes", null),
                }.Select(v => (Dimension: v.Item1, Side: homes[row.Originator], Month: Period.MonthOf(row.Incident.DetectedAt), Term: v.Item2)))
                .GroupBy(v => v).Select(g => new LiveCount(g.Key.Dimension, g.Key.Side, g.Key.Month, g.Key.Term, g.LongCount())).ToHashSet();

            var told = await figures.CountAsync(viewer, Always, [], Ct);
            bool IsOwn(ItemRow row) => viewer is Viewer.Partner reader && row.Originator == reader.Profile.Id;
            Assert.Equal(right, told.Where(c => c.Dimension is not LiveTables.IncidentLabels and not LiveTables.AdvisoryLabels).ToHashSet());
            var counted = rows.Where(row => row.WithdrawnBecause is null).ToList();
            Assert.Equal(
                counted.Count == 0 ? null : new CountedLabels(counted.Max(row => row.Label), counted.Max(row => row.Pap)),
                LiveTables.LabelsOf(told, LiveTables.IncidentLabels, [.. Enumerable.Range(2020, 11).Select(Period.OfYear)]));
            var narrowed = await figures.CountAsync(viewer, Always with { Sectors = ["eu.energy"] }, [], Ct);
            var all = (await items.ListAsync(viewer, new() { Sectors = ["eu.energy"], Kinds = [ItemKind.Incident], Withdrawn = false }, after: null, max: 1_000, Ct)).Rows;
            strict += all.Count(row => row.Label >= TlpLabel.AmberStrict && !IsOwn(row));
            Assert.Equal(all.Count(row => row.Label < TlpLabel.AmberStrict || IsOwn(row)), narrowed.Where(c => c.Dimension == "classes").Sum(c => c.Items));
            Assert.Empty(await figures.CountAsync(viewer, new(Period.OfYear(2020), Period.OfYear(2020), [], []), [], Ct));
            most = Math.Max(most, told.Where(c => c.Dimension == "classes").Sum(c => c.Items));
        }

        Assert.True(most > 5 && withdrawn > 0 && strict > 0, $"At most {most} were counted, {withdrawn} withdrawn ones seen and {strict} of strict labels: nothing was shown.");
    }

    // As editions count: reports that were made, with what the clock said then; not what is still to be reported.
    [Fact]
    public async Task Regimes_and_timeliness_are_of_the_reports_in_the_viewers_own_files_alone()
    {
        var (own, other) = await TwoAsync();
        await ItemsAsync(own, count: 9);
        await WriteAsync(1); // Duties are open, and nothing was reported.
        await WriteAsync(2, Report("gdpr-authority", inTime: true));
        await WriteAsync(3, Report("nis2-early-warning", inTime: true), Report("nis2-notification", inTime: false));
        await WriteAsync(4, Report("gdpr-authority", inTime: null)); // Nobody knows whether the target rolls.
        await WriteAsync(5, Report("gdpr-authority", inTime: true), Report("nis2-early-warning", inTime: null));
        var wrong = Report("gdpr-authority", inTime: false);
        await WriteAsync(6, wrong, Report("gdpr-authority", inTime: true, corrects: wrong.Submission));
        await WriteAsync(7, Report("gdpr-authority", inTime: true, insteadOf: "nis2-early-warning")); // Both are met, and one report was made.
        await WriteAsync(8, Report("nis2-early-warning", inTime: true), new DutyEvent.DutyFileClosed("Done.", default));
        var regimes = Rulebook.Shipped.Obligations.Select(o => (o.Id, o.RegimeId)).ToList();

        Assert.Equal(
            [(null, 2), ("gdpr/in-time", 3), ("gdpr/no-limit", 1), ("nis2/in-time", 1), ("nis2/late", 1), ("several/in-time", 1)],
            Regimes(await FiguresAsync(own.Viewer, regimes)));
        Assert.Equal([(null, 9)], Regimes(await FiguresAsync(other.Viewer, regimes))); // It was named for the same duties.

        static IEnumerable<(string? Term, long Items)> Regimes(IReadOnlyList<LiveCount> told) =>
            told.Where(c => c.Dimension == "regimes").GroupBy(c => c.Term).Select(g => (g.Key, g.Sum(c => c.Items))).OrderBy(c => c.Key, StringComparer.Ordinal);

        static DutyEvent.DutyReportSubmitted Report(string obligation, bool? inTime, string? insteadOf = null, SubmissionId? corrects = null) => new(
            new(Guid.NewGuid()), obligation, "2026-01-02T09:00:00Z", DutySubmission.FiledByHand, "The authority", Authority: null, new("receipt.pdf", new string('9', 64)), insteadOf,
            new("rules", "digest", 1, "computed", null, null, inTime, null), corrects, corrects is null ? null : "It was read wrongly.", default);

        // The rows of a file as the view of duties writes them.
        async Task WriteAsync(int number, params DutyEvent[] said)
        {
            var incident = new IncidentId(Guid.Parse(number.ToString("d32", CultureInfo.InvariantCulture)));
            var file = DutyFile.Fold(
            [
                new DutyEvent.DutyFileOpened(incident, new(own.Id)), new DutyEvent.DutyFactRecorded("awareness", "2026-01-01T09:00:00Z", Zone: null, Evidence: null, Corrects: null, Reason: null, default), .. said,
            ])!; // It begins with the opening.
            var lines = new OwnerDuties(new(new(own.Id), Insurer, Version: 1), Rulebook.Shipped).Of(file);
            Assert.True(file.IsClosed || lines.Any(line => line.MetAt is null));
            foreach (var line in lines)
            {
                await World.ExecuteAsync($"""
                    insert into core.duty (reader_id, duty_id, by_owner, owner_id, incident_id, obligation_id, outcome, act_by_ticks, late_from, met_at, line)
                    select o.partner, gen_random_uuid(), o.by_owner, '{own.Id}', '{incident.Value}', '{line.Obligation}', '{line.Outcome}', 0,
                        {Instant(line.LateFrom)}, {Instant(line.MetAt)}, decode('{Convert.ToHexString(JsonSerializer.SerializeToUtf8Bytes(line, DutyJson.Default.DutyLine))}', 'hex')
                    from (values ('{own.Id}'::uuid, true), ('{other.Id}'::uuid, false)) o (partner, by_owner)
                    """);
            }
        }

        static string Instant(DateTimeOffset? at) => at is { } known ? $"'{known:O}'::timestamptz" : "null";
    }

    [Theory]
    [InlineData("vendors.eu", "Microsoft  Corporation", "microsoft  corporation")]
    [InlineData("vendors.jp", "ＡＣＭＥ", "acme")]
    [InlineData("weaknesses.eu", "cwe-79", "CWE-79")]
    [InlineData("vendors.eu", "total", "total")]
    [InlineData("sectors.eu", "eu.Energy", "eu.Energy")]
    public void A_row_is_asked_for_as_lists_compare_it(string table, string asked, string row) => Assert.Equal(row, FigureQueries.RowOf(table, asked));

    [Fact]
    public async Task Exercises_are_not_counted()
    {
        var (own, _) = await TwoAsync();
        await ItemsAsync(own, count: 3);
        await World.ExecuteAsync($"update core.figure set classification = 'rsit.test.test' where item_id = '{new Guid("00000000-0000-0000-0000-000000000001")}'");

        Assert.Equal(2, (await FiguresAsync(own.Viewer, [])).Where(c => c.Dimension == "sectors").Sum(c => c.Items));
    }

    // What it costs is known by the rows that are read one after another: none for who sees little, however much there is.
    [Fact]
    public async Task Who_sees_little_reads_little()
    {
        var count = IsFull ? 100_000 : 2_000;
        var (own, other) = await TwoAsync();
        await ItemsAsync(own, count, seenByOther: 5);
        await World.ExecuteAsync("analyze core.figure; analyze core.released; analyze core.item; analyze core.audience_member");

        foreach (var (partner, sees) in new[] { (own, count), (other, 5) })
        {
            await using var connection = await World.Exchange.Service.OpenConnectionAsync(Ct);
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            var before = await NumberAsync(Scanned);
            var counted = await NumberAsync($"""
                select set_config('cx.partner', '{partner.Id}', true), set_config('cx.member', '{partner.Member}', true);
                select sum(f.items)::bigint from core.figures_of('{partner.Id}', '{partner.Member}', 0, 200000, null, array['rsit.test'], array[]::text[], array[]::text[], 20, null) f where f.dimension = 'classes'
                """);
            Assert.Equal(sees, counted);
            if (partner == other)
            {
                Assert.Equal(0, await NumberAsync(Scanned) - before);
            }

            async Task<long> NumberAsync(string sql)
            {
                await using var command = new NpgsqlCommand(sql, connection, transaction);
                await using var reader = await command.ExecuteReaderAsync(Ct);
                do
                {
                    await reader.ReadAsync(Ct);
                }
                while (!reader.GetDataTypeName(0).Contains("bigint", StringComparison.Ordinal) && await reader.NextResultAsync(Ct));
                return reader.GetInt64(0);
            }
        }
    }

    private Task<IReadOnlyList<LiveCount>> FiguresAsync(Viewer viewer, IReadOnlyList<(string Duty, string Regime)> regimes) =>
        new FigureQueries(World.Exchange.Service).CountAsync(viewer, Always, regimes, Ct);

    private async Task<(Seer Own, Seer Other)> TwoAsync()
    {
        var world = await World.FillAsync(steps: 0);
        await using (var node = World.Start("one"))
        {
            await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        }

        var seers = world.Partners.Take(2).Select(p => new Seer(p.Id.Value, p.Members.Keys.First().Value, new Viewer.Partner(world.ProfileOf(p), p.Members.Keys.First()))).ToList();
        return (seers[0], seers[1]);
    }

    // Items of one partner, straight into the rows: each open to that partner, and some or all to the other.
    private Task ItemsAsync(Seer own, int count, int? seenByOther = null) =>
        World.ExecuteAsync($"""
            insert into core.audience (audience_id, clause) values ('00000000-0000-0000-00aa-000000000001', ''), ('00000000-0000-0000-00aa-000000000002', '');
            insert into core.audience_member (audience_id, partner_id, member_id, from_position, from_at)
            select '00000000-0000-0000-00aa-000000000001'::uuid, '{own.Id}'::uuid, '{Guid.Empty}'::uuid, 1, 'epoch'::timestamptz
            union all
            select '00000000-0000-0000-00aa-000000000002', p.partner_id, '{Guid.Empty}', 1, 'epoch' from core.partner p where p.partner_id <> '{own.Id}';
            insert into core.figure (item_id, originator_id, kind, home, month, withdrawn, label, pap, sector, area, classification, severity, sectors, vendors, cwes, cves)
            select lpad(n::text, 32, '0')::uuid, '{own.Id}', 'incident', 'EU', 2026 * 12 + n % 12, false, 2, 0, 'eu.energy', null, 'rsit.availability.outage', null, array['eu.energy'], array[]::text[], array[]::text[], array[]::text[]
            from generate_series(1, {count}) n;
            insert into core.released (
                item_id, audience_id, destination, from_position, from_at, changed_position, reason, newcomers, born, sole, originator_id, policy_version)
            select lpad(n::text, 32, '0')::uuid, a.audience_id::uuid, '*', 10 + n, 'epoch', 10 + n, 0, false, true, false, '{own.Id}', 1
            from generate_series(1, {count}) n
            join (values ('00000000-0000-0000-00aa-000000000001', {count}), ('00000000-0000-0000-00aa-000000000002', {seenByOther ?? count})) a (audience_id, upto) on n <= a.upto
            """);

    private sealed record Seer(Guid Id, Guid Member, Viewer Viewer);
}
