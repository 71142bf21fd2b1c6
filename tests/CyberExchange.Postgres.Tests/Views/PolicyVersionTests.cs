using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Policies;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>A policy takes force by an event: old items keep the version of their terms, and what was superseded is kept.</summary>
public sealed class PolicyVersionTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PartnerId Cert = new(Id(1));
    private static readonly PartnerId Grid = new(Id(2));

    // Known to this test alone: nobody but the originator sees anything.
    private static readonly PolicyVersions WithSecond = new(
        PolicyVersion.First, new PolicyVersion(2, item => [.. ReleasePolicy.Paths(item).Take(1)], _ => []));

    private readonly List<StoredEvent> _log = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terms_are_judged_under_the_version_in_force_when_they_were_stated_and_a_rebuild_agrees()
    {
        Enrol();
        Happens(10, Reported(10, Terms(TlpLabel.Amber)));
        Happens(11, Reported(11, Terms(TlpLabel.Amber) with { Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", Start.AddDays(30), []) }));
        Happens(12, Reported(12, Terms(TlpLabel.Amber)));
        Adopt(2);
        Happens(13, Reported(13, Terms(TlpLabel.Amber)));
        Happens(11, new IncidentEvent.IncidentEmbargoLifted());
        Happens(12, new IncidentEvent.IncidentShared { Terms = Terms(TlpLabel.Green) });

        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await ProjectAsync(exchange, WithSecond);
        var rows = await DumpAsync();

        // Under the second the operator lost item 12; the way that stays open keeps the version under which it opened.
        Assert.Equal(["10: 1,1", "11: 1,1", "12: 1", "13: 2"], await VersionsAsync(exchange));
        Assert.Equal(["1", "1", "2", "2"], await ReadAsync(exchange, "select policy_version::text from core.item order by item_id"));
        await ProjectAsync(exchange, WithSecond);
        Assert.Equal(rows, await DumpAsync());
    }

    [Fact]
    public async Task What_came_before_the_adoption_has_the_rows_it_would_have_without()
    {
        Enrol();
        Happens(10, Reported(10, Terms(TlpLabel.Amber)));
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await ProjectAsync(exchange, PolicyVersions.Known);
        var before = await VersionsAsync(exchange);

        Adopt(2);
        await ProjectAsync(exchange, WithSecond);

        Assert.Equal(before, await VersionsAsync(exchange));
    }

    [Fact]
    public async Task A_program_that_does_not_know_the_version_stops_at_its_adoption()
    {
        Enrol();
        Adopt(2);
        await using var exchange = new ExchangeDatabase(database.ConnectionString);

        var stopped = await Assert.ThrowsAsync<UnknownPolicyVersionException>(() => ProjectAsync(exchange, PolicyVersions.Known));

        Assert.Contains("Version 2 of the release policy", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_and_labels_that_are_no_longer_so_are_kept_and_nothing_else()
    {
        Enrol();
        Happens(10, Reported(10, Terms(TlpLabel.Amber)));
        Happens(10, new IncidentEvent.IncidentShared { Terms = Terms(TlpLabel.Amber) }); // The labels stay.
        Happens(10, new IncidentEvent.IncidentAmended(Report("second")));
        Happens(10, new IncidentEvent.IncidentShared { Terms = Terms(TlpLabel.Green) });
        Happens(10, new IncidentEvent.IncidentWithdrawn("mistaken"));
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await ProjectAsync(exchange, PolicyVersions.Known);

        var revisions = await ReadAsync(
            exchange,
            "select format('%s-%s r%s label %s %s', from_position, to_position, revision, label, convert_from(content, 'UTF8')::jsonb ->> 'title') from core.item_revision order by from_position");
        Assert.Equal(["3-5 r1 label 2 first", "5-6 r2 label 2 second"], revisions);
        Assert.Equal(
            ["6 r2 label 1 withdrawn at 7"],
            await ReadAsync(exchange, "select format('%s r%s label %s withdrawn at %s', state_position, revision, label, withdrawn_position) from core.item"));
    }

    private void Enrol()
    {
        Append(PartnerEventCatalog.Stream(Cert), PartnerEventCatalog.Catalog.Write(new PartnerEvent.PartnerEnrolled(Cert, Facts("cert-eu", Role.Cert))));
        Append(PartnerEventCatalog.Stream(Grid), PartnerEventCatalog.Catalog.Write(new PartnerEvent.PartnerEnrolled(Grid, Facts("grid-eu", Role.Operator))));
    }

    private void Adopt(int version) => Append(PolicyEventCatalog.Stream, PolicyEventCatalog.Catalog.Write(new PolicyEvent.PolicyAdopted(version)));

    private void Happens(int incident, IncidentEvent e) => Append(IncidentEventCatalog.Stream(new(Id(incident))), IncidentEventCatalog.Catalog.Write(e));

    private void Append(string stream, StoredForm form) => _log.Add(new StoredEvent(
        _log.Count + 1, stream, _log.Count(e => e.Stream == stream) + 1, Id(1_000 + _log.Count), form.Name, form.Version, Start.AddMinutes(_log.Count), [], form.Body, form.Addressing));

    private async Task ProjectAsync(ExchangeDatabase exchange, PolicyVersions policies)
    {
        var core = new SharingCore(new LiveDirectory(exchange.Service), policies);
        await using var connection = await exchange.Projector.OpenForAsync("core", Ct);
        await core.ClearAsync(connection, Ct);
        foreach (var e in _log)
        {
            await core.ApplyAsync(connection, e, e.RecordedAt, Ct);
        }
    }

    // Of each item the versions of its open rows.
    private static Task<List<string>> VersionsAsync(ExchangeDatabase exchange) => ReadAsync(
        exchange,
        """
        select format('%s: %s', ltrim(right(r.item_id::text, 12), '0'), string_agg(r.policy_version::text, ',' order by r.audience_id))
        from core.released r
        where r.to_position is null
        group by r.item_id
        order by r.item_id
        """);

    private static async Task<List<string>> ReadAsync(ExchangeDatabase exchange, string sql)
    {
        await using var connection = await exchange.Projector.OpenConnectionAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<string> rows = [];
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private Task<string> DumpAsync() => CoreRows.DumpAsync(database.ConnectionString, Ct);

    private static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:d12}");

    private static IncidentEvent.IncidentReported Reported(int incident, SharingTerms terms) => new()
    {
        Incident = new(Id(incident)),
        Originator = Cert,
        ReportedBy = new(Id(100)),
        Home = Jurisdiction.EU,
        Report = Report("first"),
        Terms = terms,
    };

    private static SharingTerms Terms(TlpLabel label) => SharingTerms.OriginatorOnly(label) with { Audience = Audience.None with { Partners = [Grid] } };

    private static IncidentReport Report(string title) => new()
    {
        Reference = null,
        Title = title,
        Summary = "A report.",
        Classification = "rsit.availability.outage",
        Severity = null,
        Sectors = ["eu.energy"],
        BeganAt = null,
        DetectedAt = Start,
        EndedAt = null,
        AffectedCount = null,
        Vulnerabilities = [],
        Contacts = [],
        PersonalNotes = null,
    };

    private static PartnerFacts Facts(string handle, Role role) => new()
    {
        Handle = handle,
        Name = handle,
        OrganizationIdentifier = null,
        Jurisdiction = Jurisdiction.EU,
        Roles = [role],
        Sectors = [],
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
    };
}
