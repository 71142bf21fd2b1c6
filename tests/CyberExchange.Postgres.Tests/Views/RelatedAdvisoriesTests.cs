using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Documents that name each other at random, shared at random: each viewer is told of those of which it sees both, and of no other.</summary>
public sealed class RelatedAdvisoriesTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const int Addresses = 8;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ExchangeDatabase _exchange = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int Count => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? 100 : 40;

    public ValueTask InitializeAsync()
    {
        _exchange = new ExchangeDatabase(database.ConnectionString);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Fact]
    public async Task Whoever_sees_both_is_told_what_they_are_to_each_other()
    {
        var random = new Random(11);
        List<Made> made = [.. Enumerable.Range(1, Count).Select(number => Made.Of(random, number))];
        var world = await PublishAsync(random, made);
        var (told, kept) = (0, 0);
        foreach (var viewer in world.Partners.SelectMany(p => p.Members.Keys.Select(m => (Viewer)new Viewer.Partner(world.ProfileOf(p), m))).Append(Viewer.Public))
        {
            var seen = (await new ItemQueries(_exchange.Service).ListAsync(viewer, ItemFilter.None, after: null, max: 1_000, Ct)).Rows.Select(row => row.Id.Value).ToHashSet();
            foreach (var one in made)
            {
                var all = made.Where(other => other.Id != one.Id).SelectMany(one.To).ToList();
                var expected = seen.Contains(one.Id) ? all.Where(related => seen.Contains(related.Advisory.Value)).ToList() : [];

                Assert.Equal(expected.ToHashSet(), (await new RelatedQueries(_exchange.Service).ListAsync(viewer, new(one.Id), Ct)).Related.ToHashSet());
                (told, kept) = (told + expected.Count, kept + all.Count - expected.Count);
            }
        }

        Assert.True(told > 20 && kept > 20, $"{told} were told and {kept} were not: nothing was shown.");
    }

    [Fact]
    public async Task Of_many_no_more_are_told_than_anybody_reads()
    {
        var original = new Made(1, Released: 1, KnownAs: 0, Translates: null, Superseded: 2);
        var translation = new Made(2, Released: 1, KnownAs: 1, Translates: 0, Superseded: null);
        var successors = Enumerable.Range(3, 60).Select(number => new Made(number, Released: 2, KnownAs: 2, Translates: null, Superseded: null));
        await PublishAsync(new Random(1), [original, translation, .. successors], everybody: true);

        var (related, more) = await new RelatedQueries(_exchange.Service).ListAsync(Viewer.Public, new(original.Id), Ct);
        Assert.Equal((RelatedQueries.EachMax, true), (related.Count(r => r.Relation is AdvisoryRelation.Successor), more));
        Assert.Equal([translation.Id], related.Where(r => r.Relation is not AdvisoryRelation.Successor).Select(r => r.Advisory.Value)); // Many of one relation hide none of another.
        Assert.False((await new RelatedQueries(_exchange.Service).ListAsync(Viewer.Public, new(translation.Id), Ct)).More);
    }

    private async Task<SharingWorld> PublishAsync(Random random, IReadOnlyList<Made> documents, bool everybody = false)
    {
        var core = new SharingCore(new LiveDirectory(_exchange.Service));
        await using var connection = await _exchange.Projector.OpenForAsync(core.Schema, Ct);
        await core.ClearAsync(connection, Ct);
        var position = 0L;
        var world = new SharingWorld(new VisibilityOracle(), ApplyAsync);
        await world.BeginAsync();
        foreach (var made in documents)
        {
            var facts = await MadeDocument.StoreAsync(database, made.Document(), Ct);
            var originator = world.Partners[random.Next(world.Partners.Count)];
            var terms = everybody ? SharingTerms.OriginatorOnly(TlpLabel.Clear) : MadeDocument.Terms(random, world);
            await ApplyAsync(MadeDocument.Published(made.Id, facts, originator, terms) with { RecordedAt = Start });
        }

        return world;

        async Task ApplyAsync(StoredEvent e)
        {
            position = Math.Max(position + 1, e.Position);
            await core.ApplyAsync(connection, e with { Position = position }, e.RecordedAt, Ct);
        }
    }

    /// <summary>A document, and what it says of others.</summary>
    /// <param name="Number">Makes its id.</param>
    /// <param name="Released">On which day.</param>
    /// <param name="KnownAs">The number of its address: several partners may hold a document.</param>
    /// <param name="Translates">The number of the address of its original.</param>
    /// <param name="Superseded">The number of the address of its successor.</param>
    private sealed record Made(int Number, int Released, int KnownAs, int? Translates, int? Superseded)
    {
        public Guid Id { get; } = new(Number, 0, 0, new byte[8]);

        public static Made Of(Random random, int number) => new(
            number, random.Next(1, 4), random.Next(Addresses), random.Next(2) == 0 ? random.Next(Addresses) : null, random.Next(3) == 0 ? random.Next(Addresses) : null);

        // A document that calls itself its own original names none.
        private int? Original => Translates == KnownAs ? null : Translates;

        public IEnumerable<RelatedRow> To(Made other)
        {
            if (Original == other.KnownAs)
            {
                yield return new(new(other.Id), AdvisoryRelation.Original, other.Released > Released);
            }

            if (other.Original == KnownAs)
            {
                yield return new(new(other.Id), AdvisoryRelation.Translation, Released > other.Released);
            }

            if (Superseded == other.KnownAs)
            {
                yield return new(new(other.Id), AdvisoryRelation.Successor, false);
            }
        }

        public byte[] Document()
        {
            var references = new JsonArray();
            if (Translates is { } original)
            {
                references.Add(Reference("external", original, "Original"));
            }

            references.Add(Reference("self", KnownAs, "Canonical"));
            if (Superseded is { } successor)
            {
                references.Add(Reference("external", successor, "Superseding Document"));
            }

            var released = FormattableString.Invariant($"2026-01-{Released:D2}T00:00:00Z");
            var document = new JsonObject
            {
                ["category"] = Superseded is null ? "csaf_base" : "csaf_superseded",
                ["csaf_version"] = "2.1",
                ["publisher"] = new JsonObject { ["category"] = "vendor", ["name"] = "V", ["namespace"] = "https://v.example" },
                ["references"] = references,
                ["title"] = $"Document {Number}",
                ["tracking"] = new JsonObject
                {
                    ["current_release_date"] = released, ["id"] = $"A-{KnownAs}", ["initial_release_date"] = "2026-01-01T00:00:00Z",
                    ["revision_history"] = new JsonArray(), ["status"] = "final", ["version"] = $"{Number}",
                },
            };
            if (Translates is not null)
            {
                document["source_lang"] = "de";
            }

            return Encoding.UTF8.GetBytes(new JsonObject { ["document"] = document }.ToJsonString());
        }

        private static JsonObject Reference(string category, int address, string summary) => new()
        {
            ["category"] = category, ["summary"] = summary, ["url"] = $"https://v.example/a-{address}.json",
        };
    }
}
