using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using CyberExchange.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Faults;

/// <summary>A log that takes nothing more for now tells partners so, and when to come back.</summary>
public sealed class BackPressureTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_log_answers_503_with_the_time_to_come_back_and_takes_the_same_request_then()
    {
        var reporter = exchange.As("grid-eu");
        var log = exchange.Services.GetRequiredService<EventLog>();
        var body = ReportIncidentTests.Own("under pressure");
        List<Task<AppendResult>> crowd = [];
        await using (await HeldHead.TakeAsync(exchange.ConnectionString))
        {
            // Of streams that do not exist: what they ask for conflicts, so the crowd leaves no event behind.
            do
            {
                crowd.Add(log.AppendAsync(Unwanted(), Ct));
            }
            while (!crowd[^1].IsCompleted);

            using var refused = await reporter.WriteAsync(HttpMethod.Post, "/v1/incidents", body, key: "under-pressure");
            await refused.AssertProblemAsync(503, "busy");
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        Assert.All(await Task.WhenAll(crowd), answer => Assert.True(answer is AppendResult.Busy or AppendResult.Conflict, answer.ToString()));
        using var taken = await reporter.WriteAsync(HttpMethod.Post, "/v1/incidents", body, key: "under-pressure");
        var receipt = await taken.BodyAsync(WireJson.Default.WriteReceipt);
        Assert.False(taken.Headers.Contains("Idempotency-Replayed"), "the refused request was not stored");
        using var read = await reporter.ReadAsync($"/v1/incidents/{receipt.Id}", receipt.ConsistencyToken);
        Assert.Equal("under pressure", (await read.BodyAsync(WireJson.Default.IncidentDocument)).Report.Title);
    }

    private static Append Unwanted() => new()
    {
        Stream = $"crowd-{Guid.NewGuid():N}",
        Expected = ExpectedVersion.Exactly(1),
        Key = new(Guid.NewGuid(), "crowd", default),
        Events = [new() { Id = Guid.NewGuid(), Type = "test.crowd", TypeVersion = 1, Body = "{}"u8.ToArray(), Addressing = default }],
        RecordedAt = DateTimeOffset.UnixEpoch,
        Metadata = "{}"u8.ToArray(),
    };

    /// <summary>The lock on the head, as another node in the middle of its commit holds it.</summary>
    private sealed class HeldHead(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public static async Task<HeldHead> TakeAsync(string superuser)
        {
            var opened = new NpgsqlConnection(superuser);
            await opened.OpenAsync(Ct);
            var begun = await opened.BeginTransactionAsync(Ct);
            await using var command = new NpgsqlCommand("select position from cx.head for update", opened);
            await command.ExecuteScalarAsync(Ct);
            return new(opened, begun);
        }

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
