using System.Diagnostics;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Views.Duties;

/// <summary>Duty files, and a row for each duty and each reader of it. What follows from the file is computed here; what follows from the clock is asked when it is read.</summary>
/// <param name="rulebook">The rules until others are adopted; null for those that came with the program.</param>
/// <param name="live">Reloaded before a page is announced in which others took force; null where nobody asks for them.</param>
/// <param name="pageFiles">How many files are computed at once when a profile or the rules change.</param>
public sealed class DutiesView(Rulebook? rulebook = null, LiveRulebook? live = null, int pageFiles = DutiesView.PageFilesDefault) : Projection
{
    // Enough that neither the journeys to the database nor the start of the cores show; two such pages are in memory at once.
    private const int PageFilesDefault = 500;

    /// <summary>Its name, by which its runner is found.</summary>
    public const string ViewName = "duties";

    private readonly RulebookRows _rulebooks = new(rulebook ?? Rulebook.Shipped);

    public override string Name => ViewName;

    /// <summary>Raised with the rulebook that is shipped too: its rules make the rows.</summary>
    public override int Version => 2;

    public override string Schema => "core";

    public override bool TakesSomeTypes => true;

    public override IReadOnlyCollection<string> TypesOf(IReadOnlyList<string> stored) =>
        [.. stored.Where(type => DutyEventCatalog.Catalog.Knows(type) || DutyEventCatalog.Profiles.Knows(type) || DutyContentEventCatalog.Catalog.Knows(type) || RulebookEventCatalog.Catalog.Knows(type) || !KnownEvents.Knows(type))];

    public override Projection Fresh() => new DutiesView(rulebook, live, pageFiles);

    public override bool Touches(StoredEvent e) => RulebookEventCatalog.Catalog.Knows(e.Type);

    public override Task RefreshAsync(CancellationToken ct) => live?.ReloadAsync(ct) ?? Task.CompletedTask;

    public override async Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        if (DutyEventCatalog.Catalog.Knows(e.Type))
        {
            await ApplyAsync(connection, DutyEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, instant, ct);
        }
        else if (DutyEventCatalog.Profiles.Knows(e.Type))
        {
            await ApplyAsync(connection, DutyEventCatalog.Profiles.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), e, instant, ct);
        }
        else if (DutyContentEventCatalog.Catalog.Knows(e.Type))
        {
            await ContentRows.ApplyAsync(connection, e, ct);
        }
        else if (RulebookEventCatalog.Catalog.Knows(e.Type))
        {
            await ApplyAsync(connection, RulebookEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing), instant, ct);
        }
        else
        {
            KnownEvents.PassBy(e);
        }
    }

    public override async Task RefreshStatisticsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("select core.refresh_duty_statistics()").RunAsync(ct);

    public override async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("truncate duty_profile, duty_file, duty, duty_reminder, duty_content, rulebook").RunAsync(ct);

    private async Task ApplyAsync(NpgsqlConnection connection, DutyEvent e, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var incident = new IncidentId(Guid.ParseExact(stored.Stream.AsSpan(DutyEventCatalog.StreamPrefix.Length), "D"));
        var before = e is DutyEvent.DutyFileOpened ? null : await FileRows.ReadAsync(connection, incident, ct);
        var file = DutyFile.Evolve(before, e);
        await FileRows.WriteAsync(connection, file, stored.RecordedAt, ct);
        if (e is DutyEvent.DutyReminded reminded)
        {
            await FileRows.AddReminderAsync(connection, file, reminded, stored, ct);
        }

        var known = await DutyRows.RemoveAsync(connection, [file], ct);
        var duties = new OwnerDuties(await FileRows.ProfileAsync(connection, file.Owner, ct), await _rulebooks.InForceAsync(connection, ct));
        await DutyRows.WriteAsync(connection, DutyRows.Of(file, duties, known, instant), ct);
    }

    // The profile says which laws bind its partner: every open file may have other duties now.
    private async Task ApplyAsync(NpgsqlConnection connection, DutyProfileEvent e, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        if (e is not DutyProfileEvent.DutyProfileStated { Partner: var owner })
        {
            throw new UnreachableException($"{stored.Type} has no arm in the duties.");
        }

        var profile = StatedProfile.Evolve(await FileRows.ProfileAsync(connection, owner, ct), e);
        await FileRows.WriteAsync(connection, profile, stored.RecordedAt, ct);
        await RecomputeAsync(connection, owner, instant, ct);
    }

    // Other rules make other rows of every open file, for each names the version it was computed with; what was closed stays as it was.
    private async Task ApplyAsync(NpgsqlConnection connection, RulebookEvent e, DateTimeOffset instant, CancellationToken ct)
    {
        if (await RulebookRows.ApplyAsync(connection, e, ct))
        {
            await RecomputeAsync(connection, owner: null, instant, ct);
        }
    }

    private async Task RecomputeAsync(NpgsqlConnection connection, PartnerId? owner, DateTimeOffset instant, CancellationToken ct) =>
        await new OpenFiles(connection, await _rulebooks.InForceAsync(connection, ct), pageFiles).RecomputeAsync(owner, instant, ct);
}
