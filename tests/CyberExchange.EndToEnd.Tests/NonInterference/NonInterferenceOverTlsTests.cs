using System.Collections.Immutable;
using CyberExchange.Domain;
using CyberExchange.Testing.Worlds;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>Two exchanges that differ only in what is hidden from a partner answer that partner, and the public, with the same bytes.</summary>
/// <remarks>
/// Everything is asked over TLS: lists, counts, searches, single items, their explanations, holders and documents, pages, feeds and streams,
/// entity tags, tombstones, and what is answered to writes. <see cref="NotCompared"/> says what may differ.
/// </remarks>
public sealed class NonInterferenceOverTlsTests
{
    private const int Steps = 16;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string? Level => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL");

    [Fact]
    public void What_is_hidden_from_a_partner_changes_no_byte_of_what_it_is_answered()
    {
        // A viewer has some thousands of questions; which of them are asked is another part in each process, and the same while a world is shrunk.
        var (worlds, every) = Level switch { "soak" => (10_000, 1), "full" => (30, 10), _ => (1, 10) };
        var steps = Gen.Choose(0, SharingWorld.StepMax).ArrayOf(Steps).ToArbitrary();
        var asked = 0;
        var property = Prop.ForAll(
            Arb.From(steps.Generator, Shorter),
            numbers =>
            {
                var failure = Task.Run(() => CompareAsync(numbers, every, () => Interlocked.Increment(ref asked)), Ct).GetAwaiter().GetResult();
                return (failure is null).Label(failure ?? "");
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(worlds), property);
        TestContext.Current.TestOutputHelper?.WriteLine($"{worlds} worlds, {asked} questions");
    }

    [Fact]
    public async Task A_leak_is_found_wherever_it_is()
    {
        await using var twins = await TwinWorlds.PlayAsync([]);
        var everything = await Everything.OfAsync(twins, twins.Partner.Members.Keys.First());
        var leaks = Leak.All(twins.Life.Item);
        Assert.Empty((await AskAsync(twins, everything, question => !question.IsStream && leaks.Any(leak => leak.Concerns(question)))).Differences);
        var unnoticed = new List<string>();
        foreach (var leak in Drawn(leaks))
        {
            twins.Whole.Leak = leak.Into;
            if ((await AskAsync(twins, everything, leak.Concerns)).Differences.Count == 0)
            {
                unnoticed.Add(leak.Name);
            }
        }

        twins.Whole.Leak = null;
        await twins.LeakAsync();
        foreach (var (viewer, doors) in new[]
        {
            (await Everything.OfAsync(twins, everything.Viewer), new[] { "/", "/items/{id:guid}", "/search", "/v1/feed", "/v1/incidents/{id:guid}" }),
            (await Everything.OfAsync(twins, viewer: null), ["/", "/items/{id:guid}", "/search", "/v1/incidents/", "/v1/incidents/count", "/v1/incidents/{id:guid}", "/v1/search/"]),
        })
        {
            foreach (var door in Drawn(doors))
            {
                if ((await AskAsync(twins, viewer, question => question.Route == $"GET {door}" && !question.IsStream)).Differences.Count == 0)
                {
                    unnoticed.Add($"an item too many, by {door} for {(viewer.Viewer is null ? "the public" : "a partner")}");
                }
            }
        }

        Assert.True(unnoticed.Count == 0, string.Join('\n', unnoticed));
    }

    // All of them where there is time; else some, others each time.
    private static IEnumerable<T> Drawn<T>(IReadOnlyList<T> all) => Level is "full" or "soak" ? all : all.OrderBy(_ => Random.Shared.Next()).Take(all.Count / 4);

    private static IEnumerable<int[]> Shorter(int[] numbers) =>
        Enumerable.Range(0, numbers.Length).Select(i => numbers.Where((_, at) => at != i).ToArray());

    // Null when every answer was the same; else the story and where the first ones differ.
    private static async Task<string?> CompareAsync(int[] numbers, int every, Action told)
    {
        await using var twins = await TwinWorlds.PlayAsync(numbers);
        var members = twins.Partner.Members.Keys.Where(twins.Whole.World.Clients.ContainsKey).ToImmutableArray();
        foreach (var viewer in members.Select(m => (MemberId?)m).Append(null))
        {
            var asking = await AskAsync(twins, await Everything.OfAsync(twins, viewer), question => question.IsStream || (uint)HashCode.Combine(question.Method, question.Path) % every == 0);
            for (var i = 0; i < asking.Asked; i++)
            {
                told();
            }

            if (asking.Differences.Count > 0)
            {
                return $"[{string.Join(", ", numbers)}]\n{string.Join('\n', twins.World.Story)}\n=> {(viewer is null ? "the public" : twins.Partner.Facts.Handle)}, {asking.Differences.Count} of {asking.Asked}:\n"
                    + string.Join('\n', asking.Differences.Take(8));
            }
        }

        return null;
    }

    /// <summary>Asks whatever is chosen of everything.</summary>
    private static async Task<Asking> AskAsync(TwinWorlds twins, Everything everything, Func<Question, bool> isAsked)
    {
        var (whole, less) = everything.Viewer is { } member ? (twins.Whole.World.Clients[member], twins.Less.World.Clients[member]) : (twins.Whole.Public, twins.Less.Public);
        var asking = new Asking(twins, whole, less);
        twins.Begin($"asked-{everything.Viewer?.Value:N}");
        await asking.ReadAsync(everything.Reads.Where(isAsked));
        await asking.StreamAsync(await everything.Streams.Where(isAsked).ToAsyncEnumerable().Where(async (question, _) => await asking.IsStreamAsync(question)).ToListAsync(Ct));
        var tags = everything.Writes(new Dictionary<string, string>(StringComparer.Ordinal)).Any(isAsked) ? await asking.TagsAsync(everything.Tagged()) : [];
        await asking.WriteAsync(everything.Writes(tags).Where(isAsked));
        await twins.CaughtUpAsync();
        await asking.ReadAsync(everything.Lists.Where(isAsked));
        return asking;
    }
}
