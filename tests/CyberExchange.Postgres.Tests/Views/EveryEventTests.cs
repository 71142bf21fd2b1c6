using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Suites;
using CyberExchange.Views;
using CyberExchange.Views.Core;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Every event that can be stored has an arm in every view: whoever adds one and forgets a view is told here.</summary>
public sealed class EveryEventTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Path.Combine(SharedSuites.RepositoryRoot, "tests/CyberExchange.Tests/StoredEvents"), "*.json").Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_view_has_an_arm_for_a_stored_event(string sample)
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        foreach (var view in ViewCatalog.All(new LiveDirectory(exchange.Service)))
        {
            await using var connection = await exchange.Projector.OpenForAsync(view.Schema, Ct);
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            var refused = await Record.ExceptionAsync(() => view.ApplyAsync(connection, Read(sample), DateTimeOffset.UnixEpoch, Ct));

            // A sample stands alone: what it changes may not be there, which is no missing arm.
            Assert.False(refused is UnreachableException or UnreadableEventException, $"{view.Name} does not know {sample}: {refused?.Message}");
        }
    }

    [Fact]
    public async Task An_event_without_an_arm_is_told()
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        var view = ViewCatalog.All(new LiveDirectory(exchange.Service))[0];
        await using var connection = await exchange.Projector.OpenForAsync(view.Schema, Ct);
        var unknown = Read("incident.amended.v1.json") with { Type = "incident.dreamt" };

        await Assert.ThrowsAsync<UnreadableEventException>(() => view.ApplyAsync(connection, unknown, DateTimeOffset.UnixEpoch, Ct));
    }

    private static StoredEvent Read(string sample)
    {
        var name = sample[..sample.LastIndexOf(".v", StringComparison.Ordinal)];
        var version = int.Parse(sample[(name.Length + 2)..^".json".Length], System.Globalization.CultureInfo.InvariantCulture);
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.RepositoryRoot, "tests/CyberExchange.Tests/StoredEvents", sample)));
        var capability = name[..name.IndexOf('.', StringComparison.Ordinal)];
        var stream = capability == "key" ? PartnerEventCatalog.Stream(new SpkiDigest(new string('0', 64))) : $"{capability}-{Guid.Empty:D}";
        return new StoredEvent(1, stream, 1, Guid.Empty, name, version, DateTimeOffset.UnixEpoch, [], Part("body"), Part("addressing"));

        byte[] Part(string part) => file.RootElement.TryGetProperty(part, out var value) && value.ValueKind is JsonValueKind.Object
            ? CanonicalJson.Canonicalise(Encoding.UTF8.GetBytes(value.GetRawText()))
            : [];
    }
}
