using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Explanations and holders of random worlds, now and at every instant before, held against the oracle of what was seen.</summary>
public sealed class ExplainWorldsTests : IAsyncLifetime
{
    private const int Steps = 24;

    // Each statement is planned once: a world has a handful of rows.
    private const string PlannedOnce = ";Options=-c plan_cache_mode=force_generic_plan -c jit=off";

    private readonly MigratedDatabase _database = new();
    private ExchangeDatabase? _exchange;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _exchange = new ExchangeDatabase(_database.ConnectionString + PlannedOnce);
    }

    public async ValueTask DisposeAsync()
    {
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public void What_is_explained_is_what_is_seen_now_and_at_every_instant_before()
    {
        var worlds = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 2_000, "full" => 40, _ => 2 };
        var steps = Gen.Choose(0, 1_000_000).ArrayOf(Steps).ToArbitrary();
        var property = Prop.ForAll(
            Arb.From(steps.Generator, numbers => Enumerable.Range(0, numbers.Length).Select(i => numbers.Where((_, at) => at != i).ToArray())),
            numbers =>
            {
                var failure = Task.Run(() => LiveThroughAsync(numbers), Ct).GetAwaiter().GetResult();
                return (failure is null).Label(failure ?? "");
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(worlds), property);
    }

    // Null when all agreed; else the story and the first disagreement.
    private async Task<string?> LiveThroughAsync(int[] numbers)
    {
        var core = new SharingCore(new LiveDirectory(_exchange!.Service)); // Made before every test.
        await using var connection = await _exchange.Projector.OpenForAsync("core", Ct);
        await core.ClearAsync(connection, Ct);
        var oracle = new VisibilityOracle();
        var now = default(DateTimeOffset);
        var world = new SharingWorld(oracle, async e =>
        {
            now = e.RecordedAt;
            await core.ApplyAsync(connection, e, e.RecordedAt, Ct);
            if (core.Touches(e))
            {
                await core.RefreshAsync(Ct);
            }
        });
        var past = new List<Moment>();
        await world.BeginAsync();
        foreach (var number in numbers)
        {
            await world.StepAsync(number);
            past.Add(Moment.Of(now, world, oracle));
            if (await DisagreementAsync(world, past[^1], at: null) is { } present)
            {
                return $"{string.Join("\n", world.Story)}\n=> now, {present}";
            }
        }

        foreach (var moment in past)
        {
            if (await DisagreementAsync(world, moment, moment.At) is { } disagreement)
            {
                return $"{string.Join("\n", world.Story)}\n=> at {moment.At:HH:mm}, {disagreement}";
            }
        }

        return null;
    }

    private async Task<string?> DisagreementAsync(SharingWorld world, Moment moment, DateTimeOffset? at)
    {
        var queries = new ExplainQueries(_exchange!.Service);
        var holders = new HolderQueries(_exchange.Service);
        foreach (var id in world.Incidents.Keys.Select(i => new ItemId(i.Value)))
        {
            foreach (var partner in world.Partners)
            {
                var whole = await queries.ExplainAsync(id, world.ProfileOf(partner), member: null, at, knownGroups: null, Ct);
                if (Wrong(moment.PartnersSee, (id, partner.Id), whole) is { } wrong)
                {
                    return $"{partner.Facts.Handle} and {Tail(id.Value)}: {wrong}";
                }

                foreach (var member in partner.Members.Keys.Where(moment.Members.Contains))
                {
                    var own = await queries.ExplainAsync(id, world.ProfileOf(partner), member, at, knownGroups: null, Ct);
                    if (Wrong(moment.MembersSee, (id, member), own) is { } astray)
                    {
                        return $"member {Tail(member.Value)} and {Tail(id.Value)}: {astray}";
                    }
                }
            }

            if (await HeldAsync(holders, queries, world, id, moment, at) is { } held)
            {
                return held;
            }
        }

        return null;
    }

    // Holders are who sees it by a way of its own, and the CERTs that forwarded it. That the ways are right was asked before.
    private static async Task<string?> HeldAsync(
        HolderQueries queries, ExplainQueries explain, SharingWorld world, ItemId id, Moment moment, DateTimeOffset? at)
    {
        var held = (await queries.HoldersAsync(id, at, shown: null, HolderPlace.First, max: null, Ct))
            .Select(h => h switch
            {
                Holder.Everyone => "everyone",
                Holder.Whole whole => Tail(whole.Partner.Value),
                Holder.Person person => Tail(person.Partner.Value),
                Holder.Forwarded forwarded => "clients of " + Tail(forwarded.Cert.Value),
                _ => throw new System.Diagnostics.UnreachableException("A holder of no known kind."),
            })
            .Distinct().Order(StringComparer.Ordinal).ToList();
        List<string> right = moment.Public.Contains(id) ? ["everyone"] : [];
        foreach (var partner in world.Partners)
        {
            var ways = (await explain.ExplainAsync(id, world.ProfileOf(partner), member: null, at, knownGroups: null, Ct))!.Ways; // The item is there.
            right.AddRange(ways.Select(way => way.Clause switch
            {
                AudienceClause.Everyone => "everyone",
                AudienceClause.Clients clients => "clients of " + Tail(clients.Cert.Value),
                _ => Tail(partner.Id.Value),
            }));
        }

        right = [.. right.Distinct().Order(StringComparer.Ordinal)];
        return held.SequenceEqual(right) ? null : $"{Tail(id.Value)} is held by {string.Join(", ", held)} and should be by {string.Join(", ", right)}";
    }

    private static string? Wrong<TKey>(HashSet<TKey> seeing, TKey key, Explanation? explanation) => explanation is null
        ? "no explanation"
        : explanation.Visible == seeing.Contains(key) && explanation.Visible == explanation.Ways.Count > 0
            ? null
            : $"{(explanation.Withheld is { } withheld ? $"withheld: {withheld}" : $"visible: {explanation.Ways[0].Reason}")}, and should be the other";

    private static string Tail(Guid id) => id.ToString("N")[..8];

    /// <summary>Who saw what after one step, as the oracle has it.</summary>
    private sealed record Moment(
        DateTimeOffset At, HashSet<MemberId> Members, HashSet<(ItemId, MemberId)> MembersSee, HashSet<(ItemId, PartnerId)> PartnersSee, HashSet<ItemId> Public)
    {
        public static Moment Of(DateTimeOffset at, SharingWorld world, VisibilityOracle oracle)
        {
            var seeing = (from id in oracle.Items from p in world.Partners from m in p.Members.Keys where oracle.Sees(m, id) select (Id: id, p, m)).ToList();
            return new(
                at,
                [.. world.Partners.SelectMany(p => p.Members.Keys)],
                [.. seeing.Select(s => (s.Id, s.m))],
                [.. seeing.Select(s => (s.Id, s.p.Id))],
                [.. oracle.Items.Where(id => oracle.Sees(null, id))]);
        }
    }
}
