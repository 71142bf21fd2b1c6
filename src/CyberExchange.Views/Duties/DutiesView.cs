using System.Diagnostics;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Views.Projections;
using Npgsql;

namespace CyberExchange.Views.Duties;

/// <summary>Duty files, and a row for each duty and each reader of it. What follows from the file is computed here; what follows from the clock is asked when it is read.</summary>
/// <param name="rulebook">The rules; null for those that came with the program.</param>
public sealed class DutiesView(Rulebook? rulebook = null) : Projection
{
    /// <summary>Its name, by which its runner is found.</summary>
    public const string ViewName = "duties";

    private readonly DutyRows _rows = new(rulebook ?? Rulebook.Shipped);

    public override string Name => ViewName;

    /// <summary>Raised with the rulebook that is shipped too: its rules make the rows.</summary>
    public override int Version => 1;

    public override string Schema => "core";

    public override bool TakesSomeTypes => true;

    public override IReadOnlyCollection<string> TypesOf(IReadOnlyList<string> stored) =>
        [.. stored.Where(type => DutyEventCatalog.Catalog.Knows(type) || DutyEventCatalog.Profiles.Knows(type) || DutyContentEventCatalog.Catalog.Knows(type) || !KnownEvents.Knows(type))];

    public override Projection Fresh() => new DutiesView(rulebook);

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
        else
        {
            KnownEvents.PassBy(e);
        }
    }

    public override async Task ClearAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("truncate duty_profile, duty_file, duty, duty_reminder, duty_content").RunAsync(ct);

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

        await _rows.ComputeAsync(connection, file, await FileRows.ProfileAsync(connection, file.Owner, ct), instant, ct);
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
        foreach (var file in await FileRows.OpenOfAsync(connection, owner, ct))
        {
            await _rows.ComputeAsync(connection, file, profile, instant, ct);
        }
    }
}
