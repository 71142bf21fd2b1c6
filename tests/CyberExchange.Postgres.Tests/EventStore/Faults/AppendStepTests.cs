using System.Security.Cryptography;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Faults;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>Whatever breaks at whatever step of an append: it is stored once, and its answer says where.</summary>
public sealed class AppendStepTests(HoldablePostgres postgres) : IClassFixture<HoldablePostgres>
{
    /// <summary>What breaks.</summary>
    public enum Breaks
    {
        Line,
        Backend,
        Server,
    }

    /// <summary>What is appended, by which of the database's functions.</summary>
    public enum Shape
    {
        /// <summary>One event alone.</summary>
        One,

        /// <summary>Several events of one caller.</summary>
        Several,

        /// <summary>Several events and a document that they name.</summary>
        Document,

        /// <summary>Several callers' appends in one transaction.</summary>
        Callers,
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A killed server takes seconds to come back: each step meets it once, and in the long run with every shape.</summary>
    public static TheoryData<AppendStep, Breaks, Shape> Cases()
    {
        var isQuick = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is null or "quick";
        var cases = new TheoryData<AppendStep, Breaks, Shape>();
        foreach (var step in Enum.GetValues<AppendStep>())
        {
            foreach (var breaks in Enum.GetValues<Breaks>())
            {
                foreach (var shape in Enum.GetValues<Shape>().Where(shape => !isQuick || breaks is Breaks.Line || shape == Sample(step)))
                {
                    cases.Add(step, breaks, shape);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_append_that_meets_a_fault_is_stored_once(AppendStep step, Breaks breaks, Shape shape)
    {
        await using var line = new FaultyLine(postgres.ConnectionString);
        await using var connections = new ExchangeDatabase(line.ConnectionString);
        await using var log = new EventLog(connections.Service);
        var kept = new Acknowledgements();
        await kept.StoreAsync(log, Appends.To(Appends.NewStream(), ExpectedVersion.None));
        var appends = Appended(shape);

        var answers = await SendAsync(line, log, kept, appends, () => PlanAsync(line, step, breaks, shape));

        var expectsRepeat = WasCommitted(step, breaks) && step is not AppendStep.AfterAnswer;
        Assert.All(answers, answer => Assert.Equal(expectsRepeat, answer.Repeated));
        foreach (var append in appends)
        {
            Assert.True((await kept.StoreAsync(log, append)).Repeated, "what was stored is found by its key");
        }

        await AssertDocumentsAsync(appends);

        await kept.AssertKeptAsync(postgres.ConnectionString);
    }

    [Theory]
    [InlineData(AppendStep.BeforeRequest)]
    [InlineData(AppendStep.InRequest)]
    [InlineData(AppendStep.BeforeAnswer)]
    [InlineData(AppendStep.InAnswer)]
    public async Task A_key_that_meets_a_cut_is_kept_once(AppendStep step)
    {
        await using var line = new FaultyLine(postgres.ConnectionString);
        await using var connections = new ExchangeDatabase(line.ConnectionString);
        await using var log = new EventLog(connections.Service);
        var (stream, key) = (Appends.NewStream(), Appends.Key());

        var cut = line.CutAt(step);
        var lost = await Assert.ThrowsAnyAsync<NpgsqlException>(() => log.KeepKeyAsync(stream, 0, key, Ct));
        await cut;

        Assert.True(Outage.Is(lost), "the caller is to send it again");
        var kept = Assert.IsType<AppendResult.Appended>(await log.KeepKeyAsync(stream, 0, key, Ct));
        Assert.Equal(step > AppendStep.InRequest, kept.Repeated);
        Assert.Equal(kept with { Repeated = true }, await log.KeepKeyAsync(stream, 0, key, Ct));
    }

    [Fact]
    public async Task What_the_database_says_before_its_commit_acknowledges_nothing()
    {
        await using var line = new FaultyLine(postgres.ConnectionString);
        await using var connections = new ExchangeDatabase(line.ConnectionString);
        await using var log = new EventLog(connections.Service);
        var kept = new Acknowledgements();
        var repeated = Appends.To(Appends.NewStream(), ExpectedVersion.None);
        await kept.StoreAsync(log, repeated);

        // With a repeat among them the answer names every stream: more than a server keeps back until the commit.
        List<Append> appends = [.. Enumerable.Range(0, 200).Select(_ => Appends.To(Appends.NewStream() + new string('s', 150), ExpectedVersion.None))];
        List<Task<AppendResult.Appended>> answers = [];
        HeldAppends? held = null;
        var gathered = line.At(
            AppendStep.InAnswer,
            async _ =>
            {
                held = await HeldAppends.TakeAsync(postgres.ConnectionString, HeldAppends.Place.AtCommit, Ct);
                answers.AddRange(appends.Prepend(repeated).Select(append => kept.StoreAsync(log, append)));
            });
        await kept.StoreAsync(log, Appends.To(Appends.NewStream(), ExpectedVersion.None));
        await gathered;
        await using (held)
        {
            var backend = await held!.UntilOneIsHeldAsync(Ct); // Taken by then.
            Assert.All(answers, answer => Assert.False(answer.IsCompleted, "nothing is committed yet"));
            OwnPostgres.Kill(backend);
        }

        Assert.All((await Task.WhenAll(answers)).Skip(1), answer => Assert.False(answer.Repeated, "the first attempt was not committed"));
        await kept.AssertKeptAsync(postgres.ConnectionString);
    }

    // On connections of its own: a pool may still hold some that lead to the victim.
    private async Task AssertDocumentsAsync(List<Append> appends)
    {
        await using var connections = new ExchangeDatabase(postgres.ConnectionString);
        await using var log = new EventLog(connections.Service);
        foreach (var document in appends.SelectMany(append => append.Documents))
        {
            Assert.Equal(document.Bytes.ToArray(), await log.ReadDocumentAsync(document.Sha512, Ct));
        }
    }

    private static Shape Sample(AppendStep step) => (Shape)((int)step % Enum.GetValues<Shape>().Length);

    // A backend whose line is cut goes on with what it has read to the end.
    private static bool WasCommitted(AppendStep step, Breaks breaks) => step switch
    {
        AppendStep.BeforeRequest or AppendStep.InRequest => false,
        AppendStep.AfterRequest => breaks is Breaks.Line,
        AppendStep.BeforeAnswer or AppendStep.InAnswer or AppendStep.AfterAnswer => true,
    };

    private static List<Append> Appended(Shape shape) => shape switch
    {
        Shape.One => [Appends.To(Appends.NewStream(), ExpectedVersion.None)],
        Shape.Several => [SeveralEvents()],
        Shape.Document => [SeveralEvents() with { Documents = [RandomDocument()] }],
        Shape.Callers => [.. Enumerable.Range(0, 5).Select(_ => SeveralEvents())],
    };

    private static Append SeveralEvents() =>
        Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event(), Appends.Event(), Appends.Event());

    private static Document RandomDocument()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        return new(SHA512.HashData(bytes), bytes);
    }

    /// <summary>Sends the appends in one transaction, with the fault that they are to meet.</summary>
    private static async Task<AppendResult.Appended[]> SendAsync(
        FaultyLine line, EventLog log, Acknowledgements kept, List<Append> appends, Func<Task> plan)
    {
        Task? met = null;
        Task<AppendResult.Appended[]>? answers = null;
        if (appends.Count == 1)
        {
            Send();
        }
        else
        {
            // While another append is on the line these gather behind it.
            var gathered = line.At(
                AppendStep.BeforeRequest,
                _ =>
                {
                    Send();
                    return Task.CompletedTask;
                });
            await kept.StoreAsync(log, Appends.To(Appends.NewStream(), ExpectedVersion.None));
            await gathered;
        }

        var answered = await answers!; // Both are set by then.
        await met!;
        return answered;

        void Send()
        {
            met = plan();
            answers = Task.WhenAll(appends.Select(append => kept.StoreAsync(log, append)));
        }
    }

    private Task PlanAsync(FaultyLine line, AppendStep step, Breaks breaks, Shape shape)
    {
        var ofSeveral = shape is not Shape.One;
        return step is AppendStep.AfterRequest
            ? BreakInTransactionAsync(line, breaks, ofSeveral)
            : line.At(step, met => BreakAsync(line, met, breaks), ofSeveral);
    }

    private async Task BreakInTransactionAsync(FaultyLine line, Breaks breaks, bool ofSeveral)
    {
        Task? broken = null;
        await line.At(
            AppendStep.BeforeRequest,
            async _ =>
            {
                var held = await HeldAppends.TakeAsync(postgres.ConnectionString, HeldAppends.Place.BeforeEvents, Ct);
                broken = line.At(
                    AppendStep.AfterRequest,
                    async met =>
                    {
                        await using (held)
                        {
                            await held.UntilOneIsHeldAsync(Ct);
                            await BreakAsync(line, met, breaks);
                        }
                    },
                    ofSeveral);
            },
            ofSeveral);
        await broken!; // Planned by then.
    }

    private async Task BreakAsync(FaultyLine line, FaultyLineConnection met, Breaks breaks)
    {
        switch (breaks)
        {
            case Breaks.Line:
                break;
            case Breaks.Backend:
                OwnPostgres.Kill(met.BackendPid);
                break;
            case Breaks.Server:
                await postgres.KillAsync(Ct);
                await postgres.StartAsync(Ct);
                line.PointTo(postgres.ConnectionString);
                break;
        }

        met.Cut(); // What the victim had sent and the program has not read is lost with it.
    }
}
