using CyberExchange.Appender;
using CyberExchange.EventStore;
using CyberExchange.Testing.Faults;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>A node killed with SIGKILL at a step of an append: the next one finds by its key what was stored, or stores it.</summary>
public sealed class KilledAppenderTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Events of the append and whether they come with a document: both of the database's functions, and all that they write.
    private static readonly (int Events, bool WithDocument)[] Shapes = [(1, false), (3, false), (2, true)];

    public static TheoryData<AppendStep, int, bool> Cases()
    {
        var isQuick = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is null or "quick";
        var cases = new TheoryData<AppendStep, int, bool>();
        foreach (var step in Enum.GetValues<AppendStep>())
        {
            foreach (var (events, withDocument) in isQuick ? [Shapes[(int)step % Shapes.Length]] : Shapes)
            {
                cases.Add(step, events, withDocument);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_a_killed_node_was_appending_is_stored_once(AppendStep step, int events, bool withDocument)
    {
        await HeldAppends.InstallAsync(database.ConnectionString, Ct);
        await using var line = new FaultyLine(database.ConnectionString);
        var kept = new Acknowledgements();
        await using var victim = AppenderProcess.Start(line.ConnectionString);
        await StoreAsync(victim, kept, Line(events: 1));
        var request = Line(events, withDocument ? $"document-{Guid.NewGuid():N}" : "-");

        if (step is AppendStep.AfterAnswer)
        {
            await StoreAsync(victim, kept, request);
            await victim.KillAsync();
        }
        else
        {
            var killed = KillAtAsync(line, step, victim);
            Assert.Null(await victim.AppendAsync(request));
            await killed;
        }

        await using var next = AppenderProcess.Start(line.ConnectionString);
        var stored = await StoreAsync(next, kept, request);
        Assert.Equal(step > AppendStep.InRequest, stored.Repeated);
        Assert.True((await StoreAsync(next, kept, request)).Repeated, "what was stored is found by its key");
        await kept.AssertKeptAsync(database.ConnectionString);
    }

    private static string Line(int events, string document = "-") => AppendLine.Write(
        $"{Guid.NewGuid():N}", Appends.NewStream(), 0, Enumerable.Range(0, events).Select(_ => Guid.CreateVersion7()), document);

    private static Task<AppendResult.Appended> StoreAsync(AppenderProcess process, Acknowledgements kept, string line) =>
        kept.StoreAsync(() => process.AppendAsync(line), AppendLine.Read(line));

    private async Task KillAtAsync(FaultyLine line, AppendStep step, AppenderProcess victim)
    {
        if (step is not AppendStep.AfterRequest)
        {
            await line.At(
                step,
                async met =>
                {
                    await victim.KillAsync();
                    met.Cut(); // What was on its way is lost with the victim.
                });
            return;
        }

        Task? killed = null;
        await line.At(
            AppendStep.BeforeRequest,
            async _ =>
            {
                var held = await HeldAppends.TakeAsync(database.ConnectionString, HeldAppends.Place.BeforeEvents, Ct);
                killed = line.At(
                    AppendStep.AfterRequest,
                    async _ =>
                    {
                        await using (held)
                        {
                            await held.UntilOneIsHeldAsync(Ct);
                            await victim.KillAsync();
                        }
                    });
            });
        await killed!; // Planned by then.
    }
}
