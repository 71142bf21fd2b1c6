using System.Globalization;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Suites;
using CyberExchange.Views;
using CyberExchange.Views.Core;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>What a newer program wrote stops every view, rather than being passed over: what it means, only that program can say.</summary>
public sealed class NewerEventsTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Views => [.. ViewCatalog.All(null!).Select(view => view.Name)];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task An_unknown_event_stops_a_view_in_whatever_stream_it_is(string view)
    {
        foreach (var capability in Names().Select(Capability).Distinct(StringComparer.Ordinal).Append("dream"))
        {
            await RefusedAsync(view, capability, $"{capability}.dreamt", 1);
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_later_version_of_a_known_event_stops_a_view(string view)
    {
        foreach (var name in Names())
        {
            await RefusedAsync(view, Capability(name), name, 1_000);
        }
    }

    private static List<string> Names() =>
    [
        .. Directory.GetFiles(Path.Combine(SharedSuites.RepositoryRoot, "tests/CyberExchange.Tests/StoredEvents"), "*.json")
            .Select(f => Path.GetFileName(f).Split(".v")[0]).Distinct(StringComparer.Ordinal),
    ];

    private static string Capability(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)];

    private async Task RefusedAsync(string viewName, string capability, string type, int version)
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await using var connection = await exchange.Projector.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        var view = ViewCatalog.All(new LiveDirectory(exchange.Service)).Single(v => v.Name == viewName);
        var stored = new StoredEvent(1, $"{capability}-{Guid.Empty:D}", 1, Guid.Empty, type, version, DateTimeOffset.UnixEpoch, [], [], []);

        var refused = await Assert.ThrowsAsync<UnreadableEventException>(() => view.ApplyAsync(connection, stored, DateTimeOffset.UnixEpoch, Ct));

        // The operator is told what to wait for.
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{type} v{version} "), refused.Message, StringComparison.Ordinal);
    }
}
