using System.Collections.Concurrent;
using CyberExchange.EventStore;
using CyberExchange.Testing.EventStore;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>What the log has promised to keep, and whether it did.</summary>
internal sealed class Acknowledgements
{
    private readonly ConcurrentDictionary<(Guid Scope, string Key), (Append Append, AppendResult.Appended Answer)> given = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>How many appends were acknowledged so far.</summary>
    public int Count => given.Count;

    /// <summary>Sends the append, again with the same key, until it is stored.</summary>
    public Task<AppendResult.Appended> StoreAsync(EventLog log, Append append) =>
        StoreAsync(async () => await log.AppendAsync(append, Ct), append);

    /// <inheritdoc cref="StoreAsync(EventLog, Append)"/>
    /// <remarks>An outage is an answer that says to come back: the log has waited for some seconds before it gives it.</remarks>
    /// <param name="send">Sends it; null when whom it was sent to is gone.</param>
    /// <param name="append">What is sent.</param>
    public async Task<AppendResult.Appended> StoreAsync(Func<Task<AppendResult?>> send, Append append)
    {
        while (true)
        {
            switch (await send())
            {
                case AppendResult.Appended appended:
                    Remember(append, appended);
                    return appended;
                case AppendResult.Busy or null:
                    Ct.ThrowIfCancellationRequested();
                    break;
                case var other:
                    Assert.Fail($"An append under its own key ended as {other}.");
                    break;
            }
        }
    }

    /// <summary>Notes an answer; a second one to the same append must say the same.</summary>
    public void Remember(Append append, AppendResult.Appended appended)
    {
        var (_, first) = given.GetOrAdd((append.Key.Scope, append.Key.Key), (append, appended));
        Assert.Equal(first with { Repeated = false }, appended with { Repeated = false });
    }

    /// <summary>Everything acknowledged is there once, at its place, and the log is sound.</summary>
    public async Task AssertKeptAsync(string superuser)
    {
        var positions = new Dictionary<Guid, long>();
        foreach (var (append, answer) in given.Values)
        {
            Assert.Equal(append.Events.Count, answer.LastPosition - answer.FirstPosition + 1);
            for (var i = 0; i < append.Events.Count; i++)
            {
                positions.Add(append.Events[i].Id, answer.FirstPosition + i);
            }
        }

        Assert.NotEmpty(positions);
        var unpooled = new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }; // A pool may hold connections to the victim.
        Assert.Empty(await LogChecker.CheckAsync(unpooled.ConnectionString, positions, Ct));
    }
}
