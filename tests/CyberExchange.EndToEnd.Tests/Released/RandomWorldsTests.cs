using System.Net;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Search;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Gate;
using CyberExchange.Testing.Worlds;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Released;

/// <summary>The model's random worlds over TLS: after every step each viewer's lists, counts, reads and feed are held against the oracle.</summary>
public sealed class RandomWorldsTests
{
    private const int StepsMax = 12;
    private const int PageMax = 3;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_door_shows_each_viewer_of_a_random_world_what_was_released_to_it()
    {
        var worlds = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 500, "full" => 30, _ => 4 };
        var steps = Gen.Choose(0, SharingWorld.StepMax).ArrayOf(StepsMax).ToArbitrary();
        var property = Prop.ForAll(
            Arb.From(steps.Generator, Shorter),
            numbers =>
            {
                var failure = Task.Run(() => LiveThroughAsync(numbers), Ct).GetAwaiter().GetResult();
                return (failure is null).Label(failure ?? "");
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(worlds).WithParallelRunConfig(new ParallelRunConfig(Math.Max(2, Environment.ProcessorCount))), property);
    }

    private static IEnumerable<int[]> Shorter(int[] numbers) =>
        Enumerable.Range(0, numbers.Length).Select(i => numbers.Where((_, at) => at != i).ToArray());

    // Null when all agreed after every step; else the story and the first disagreement.
    private static async Task<string?> LiveThroughAsync(int[] numbers)
    {
        await using var exchange = await RunningExchange.StartEmptyAsync();
        var real = new WorldOverTls(exchange);
        var oracle = new VisibilityOracle();
        var world = new SharingWorld(oracle, real.DoAsync) { MayAct = profile => !profile.Suspended && profile.Roles.Any(role => Rights.Has(role, Capability.ReportIncidents)) };
        var followers = new Dictionary<MemberId, FollowingClient>();
        await world.BeginAsync();
        foreach (var number in numbers)
        {
            var told = world.Story.Count;
            await world.StepAsync(number);
            if (world.Story.Count > told && await DisagreementAsync(exchange, world, oracle, real, followers) is { } disagreement)
            {
                return $"[{string.Join(", ", numbers)}]\n{string.Join("\n", world.Story)}\n=> {disagreement}";
            }
        }

        return null;
    }

    private static async Task<string?> DisagreementAsync(
        RunningExchange exchange, SharingWorld world, VisibilityOracle oracle, WorldOverTls real, Dictionary<MemberId, FollowingClient> followers)
    {
        using var nobody = exchange.With(certificate: null, patient: true);
        if (await DisagreementAsync(nobody, null, oracle, real) is { } ofPublic)
        {
            return $"the public {ofPublic}";
        }

        foreach (var (partner, member) in world.Partners.SelectMany(p => p.Members.Values.Select(m => (p, m))))
        {
            var client = real.Clients[member.Id];
            if (partner.Suspended || partner.Facts.Roles.Contains(Role.Steward))
            {
                using var refused = await client.ReadAsync("/v1/incidents");
                if (refused.StatusCode != HttpStatusCode.Forbidden)
                {
                    return $"{member.Handle} lists and is answered {refused.StatusCode}";
                }

                continue;
            }

            if ((await DisagreementAsync(client, member.Id, oracle, real) ?? await AstrayAsync(client, member.Id, oracle, real, followers)) is { } ofMember)
            {
                return $"{member.Handle} {ofMember}";
            }
        }

        return null;
    }

    private static async Task<string?> DisagreementAsync(HttpClient client, MemberId? member, VisibilityOracle oracle, WorldOverTls real)
    {
        var expected = oracle.Items.Where(id => oracle.Sees(member, id)).Select(id => real.Real(id.Value)).ToHashSet();
        var listed = await ListAsync(client);
        if (!listed.Order().SequenceEqual(expected.Order()))
        {
            return $"lists {Names(listed, real)} and should list {Names(expected, real)}";
        }

        var count = await (await client.ReadAsync("/v1/incidents/count")).BodyAsync(WireJson.Default.CountDocument);
        if (count.Count != expected.Count)
        {
            return $"counts {count.Count} and should count {expected.Count}";
        }

        // Every incident of the world has this word.
        var search = await (await client.ReadAsync("/v1/search?q=world&limit=200")).BodyAsync(WireJson.Default.SearchPage);
        if (!search.Items.Select(hit => hit.Id).Order().SequenceEqual(expected.Order()) || search.Total != new SearchTotal(expected.Count, More: false))
        {
            return $"searches and finds {Names(search.Items.Select(hit => hit.Id), real)} and should find {Names(expected, real)}";
        }

        foreach (var id in oracle.Items)
        {
            using var answer = await client.ReadAsync($"/v1/incidents/{real.Real(id.Value)}");
            var right = expected.Contains(real.Real(id.Value)) ? HttpStatusCode.OK : oracle.Lost(member, id) ? HttpStatusCode.Gone : HttpStatusCode.NotFound;
            if (answer.StatusCode != right)
            {
                return $"reads {Names([real.Real(id.Value)], real)} and is answered {answer.StatusCode} instead of {right}";
            }
        }

        return null;
    }

    // Whoever follows from the beginning, or goes on from where it was, holds what it sees.
    private static async Task<string?> AstrayAsync(
        HttpClient client, MemberId member, VisibilityOracle oracle, WorldOverTls real, Dictionary<MemberId, FollowingClient> followers)
    {
        if (!followers.TryGetValue(member, out var follower))
        {
            followers.Add(member, follower = new());
        }

        var fresh = new FollowingClient();
        await fresh.CatchUpAsync(client);
        await follower.CatchUpAsync(client);
        var expected = oracle.Items.Where(id => oracle.Sees(member, id)).Select(id => real.Real(id.Value)).Order().ToList();
        var lost = oracle.Items.Where(id => oracle.Lost(member, id)).Select(id => real.Real(id.Value)).Order().ToList();
        if (!fresh.Held.Order().SequenceEqual(expected) || !fresh.Removed.Order().SequenceEqual(lost))
        {
            return $"follows from the beginning and holds {Names(fresh.Held, real)} without {Names(fresh.Removed, real)} instead of {Names(expected, real)} without {Names(lost, real)}";
        }

        return follower.Held.Order().SequenceEqual(expected)
            ? null
            : $"follows on and holds {Names(follower.Held, real)} instead of {Names(expected, real)}";
    }

    private static async Task<List<Guid>> ListAsync(HttpClient client)
    {
        List<Guid> all = [];
        string? next = null;
        do
        {
            var page = await (await client.ReadAsync($"/v1/incidents?limit={PageMax}{(next is null ? "" : $"&after={next}")}")).BodyAsync(WireJson.Default.PageIncidentDocument);
            all.AddRange(page.Items.Select(i => i.Id));
            next = page.Next;
        }
        while (next is not null);
        return all;
    }

    private static string Names(IEnumerable<Guid> ids, WorldOverTls real) => $"[{string.Join(' ', ids.Select(id => real.Model(id).ToString("N")[..8]))}]";

    /// <summary>A client that applies every entry of its feed.</summary>
    private sealed class FollowingClient
    {
        private string? _cursor;

        public HashSet<Guid> Held { get; } = [];

        public HashSet<Guid> Removed { get; } = [];

        public async Task CatchUpAsync(HttpClient client)
        {
            FeedPage page;
            do
            {
                page = await (await client.ReadAsync($"/v1/feed?limit={PageMax}{(_cursor is null ? "" : $"&after={_cursor}")}")).BodyAsync(WireJson.Default.FeedPage);
                foreach (var entry in page.Entries)
                {
                    var (into, outOf) = entry.Type == "removal" ? (Removed, Held) : (Held, Removed);
                    into.Add(entry.Id);
                    outOf.Remove(entry.Id);
                }

                _cursor = page.Cursor;
            }
            while (page.More);
        }
    }
}
