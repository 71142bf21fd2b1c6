using System.Collections;
using System.Diagnostics;
using CyberExchange.EventStore;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>What is nobody's fault but the log's or the program's is told to the caller as such.</summary>
public sealed class DamagedLogTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_position_given_out_twice_is_no_fault_of_the_caller(int events)
    {
        NewEvent[] some = [.. Enumerable.Range(0, events).Select(_ => Appends.Event())];
        await database.Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);
        await database.AsSuperuserAsync("update cx.head set position = position - 1");
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None, some);

        var damage = await Assert.ThrowsAsync<PostgresException>(() => database.Log.AppendAsync(append, Ct));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, damage.SqlState);
        await database.AsSuperuserAsync("update cx.head set position = position + 1");
        Assert.IsType<AppendResult.Appended>(await database.Log.AppendAsync(append, Ct));
    }

    [Fact]
    public async Task A_commit_that_fails_in_a_way_nobody_foresaw_fails_its_own_appends_and_no_later_one()
    {
        var failing = Appends.To(Appends.NewStream(), ExpectedVersion.None) with { Events = new EventsThatFailWhenWritten() };

        await Assert.ThrowsAsync<NotSupportedException>(
            () => database.Log.AppendAsync(failing, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.True(failing.Events is EventsThatFailWhenWritten { FailedInTheAppender: true }, "it failed before it was queued");
        Assert.IsType<AppendResult.Appended>(
            await database.Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));
    }

    /// <summary>Two events that are there when they are hashed, and fail when they are taken into a batch.</summary>
    private sealed class EventsThatFailWhenWritten : IReadOnlyList<NewEvent>
    {
        private readonly NewEvent[] events = [Appends.Event(), Appends.Event()];
        private int looks;

        /// <summary>Whether the look that failed was none of the caller's.</summary>
        public bool FailedInTheAppender { get; private set; }

        public int Count => events.Length;

        // Before it is queued, an append looks at each of its events twice.
        public NewEvent this[int index]
        {
            get
            {
                if (++looks <= 2 * events.Length)
                {
                    return events[index];
                }

                FailedInTheAppender = new StackTrace().ToString().Contains("AppendColumns", StringComparison.Ordinal);
                throw new NotSupportedException("No event.");
            }
        }

        public IEnumerator<NewEvent> GetEnumerator() => events.AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
