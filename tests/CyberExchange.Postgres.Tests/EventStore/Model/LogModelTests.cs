using CyberExchange.Testing.EventStore;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore.Model;

/// <summary>Random scenarios of two nodes against a reference that lives in memory and fits on a screen.</summary>
public sealed class LogModelTests : IAsyncLifetime
{
    private const int Streams = 3;
    private const int Keys = 8;
    private const int Minutes = 6;
    private const int StepsMax = 40;

    // A view is built from the beginning of the log, so the log is kept short.
    private const int ScenariosPerDatabase = 40;

    // Narrow partitions, so that a scenario crosses some, fills some, and has events where none was made yet.
    private const int PartitionPositions = 30;

    private static readonly Gen<AppendOf> AppendOfs =
        from node in Gen.Choose(0, ModelRun.Nodes - 1)
        from stream in Gen.Choose(0, Streams - 1)
        from expected in Gen.Frequency((2, Gen.Constant(-1)), (3, Gen.Choose(0, 4)))
        from key in Gen.Choose(0, Keys - 1)
        from request in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(1)))
        from events in Gen.Choose(1, 3)
        from type in Gen.Choose(0, ModelRun.Types - 1)
        from document in Gen.Elements(true, false, false)
        from minute in Gen.Choose(0, Minutes)
        select new AppendOf(node, stream, expected, key, request, events, type, document, minute);

    private static readonly Gen<ModelStep> Steps = Gen.Frequency(
        (12, AppendOfs.Select(ModelStep (append) => new AppendStep(append))),
        (4, AppendOfs.ListOf(3).Select(ModelStep (appends) => new RaceStep([.. appends]))),
        (2, Numbers(Streams, 4, Keys, 2, (node, n) => new KeepKeyStep(node, n[0], n[1], n[2], n[3] / 2))),
        (1, Numbers(Keys, 1, 1, 1, (node, n) => new FindKeyStep(node, n[0]))),
        (2, Numbers(Streams, 5, 1, 1, (node, n) => new ReadStreamStep(node, n[0], 1 + n[1]))),
        (1, Numbers(Streams, 5, 1, 1, (node, n) => new ReadAsOfVersionStep(node, n[0], n[1]))),
        (2, Numbers(Streams, Minutes + 3, 1, 1, (node, n) => new ReadAsOfInstantStep(node, n[0], n[1] - 1))),
        (2, Numbers(1 << ModelRun.Types, 20, 4, 10, (node, n) => new ReadTypesStep(node, n[0], n[1], n[2], 1 + n[3]))),
        (1, Numbers(1, 1, 1, 1, (node, _) => new TypesStep(node))),
        (1, Numbers(1, 1, 1, 1, (node, _) => new UpkeepStep(node))),
        (1, Gen.Choose(0, 60).Select(ModelStep (before) => new ArchiveStep(before))),
        (2, Numbers(30, 10, 1, 1, (node, n) => new ReadAllStep(node, n[0], 1 + n[1]))),
        (1, Numbers(Keys, 1, 1, 1, (node, n) => new ReadDocumentStep(node, n[0]))),
        (1, Numbers(1, 1, 1, 1, (node, _) => new RestartStep(node))),
        (1, Numbers(1, 1, 1, 1, (node, _) => new DisconnectStep(node))),
        (1, Gen.Constant<ModelStep>(new RebuildStep())));

    private LogDatabase? database;
    private int scenarios;
    private int archived;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public void The_log_does_what_the_reference_does()
    {
        var runs = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 50_000, "full" => 2_000, _ => 100 };
        var all = Arb.From(Steps.ListOf().Select(steps => new Scenario([.. steps])), scenario => scenario.Shrink());

#pragma warning disable VSTHRD002 // FsCheck runs synchronous properties; the work waits on no context of this thread.
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(runs).WithEndSize(StepsMax),
            Prop.ForAll(all, scenario => Task.Run(() => RunAsync(scenario)).GetAwaiter().GetResult()));
#pragma warning restore VSTHRD002
        Assert.True(archived > 0, "nothing was archived, so little was shown");
    }

    private static Gen<ModelStep> Numbers(int first, int second, int third, int fourth, Func<int, int[], ModelStep> make) =>
        from node in Gen.Choose(0, ModelRun.Nodes - 1)
        from a in Gen.Choose(0, first - 1)
        from b in Gen.Choose(0, second - 1)
        from c in Gen.Choose(0, third - 1)
        from d in Gen.Choose(0, fourth - 1)
        select make(node, [a, b, c, d]);

    private async Task RunAsync(Scenario scenario)
    {
        var log = await DatabaseAsync();
        var begins = Appends.RecordedAt.AddDays(scenarios);
        await using var run = new ModelRun(log, new LogReference(await log.Log.HeadAsync(Ct)), begins, Ct);
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            var (answered, expected) = await scenario.Steps[i].RunAsync(run);
            Assert.True(
                answered == expected,
                $"Step {i + 1}, {scenario.Steps[i]}\n  answered: {Short(answered, run)}\n  expected: {Short(expected, run)}\nof {scenario}");
            Assert.Equal(run.Reference.Head, await run.ReadAsync(() => run.Log(0).HeadAsync(Ct)));
        }

        archived += run.Archived;
        var stored = await run.ReadAsync(() => run.Log(0).ReadAllAsync(run.Reference.Start, int.MaxValue, Ct));
        Assert.Equal(ModelRun.Show(run.Reference.After(0)), ModelRun.Show(stored));
    }

    private static string Short(string text, ModelRun run) => text.Replace(run.Prefix, "stream", StringComparison.Ordinal);

    /// <summary>A database that holds the last scenarios; its log is checked before the next one takes its place.</summary>
    private async Task<LogDatabase> DatabaseAsync()
    {
        if (scenarios++ % ScenariosPerDatabase == 0)
        {
            if (database is not null)
            {
                Assert.Empty(await LogChecker.CheckAsync(database.ConnectionString, ct: Ct));
                await database.DisposeAsync();
            }

            database = new();
            await database.InitializeAsync();
            await database.AsSuperuserAsync(ModelView.Table);
            await database.PartitionAsync(PartitionPositions);
        }

        return database!; // Made by the first scenario.
    }

    /// <summary>Steps in their order.</summary>
    private sealed record Scenario(IReadOnlyList<ModelStep> Steps)
    {
        /// <summary>Half of the steps, all but one, or one of them simpler.</summary>
        public IEnumerable<Scenario> Shrink() =>
        [
            .. Steps.Count < 4 ? [] : (IEnumerable<Scenario>)[new([.. Steps.Take(Steps.Count / 2)]), new([.. Steps.Skip(Steps.Count / 2)])],
            .. Enumerable.Range(0, Steps.Count).Select(i => new Scenario([.. Steps.Where((_, at) => at != i)])),
            .. Steps.SelectMany((step, at) => step.Shrink().Select(
                simpler => new Scenario([.. Steps.Select((other, i) => i == at ? simpler : other)]))),
        ];

        public override string ToString() => "\n" + string.Join('\n', Steps.Select((step, i) => $"  {i + 1}. {step}"));
    }
}
