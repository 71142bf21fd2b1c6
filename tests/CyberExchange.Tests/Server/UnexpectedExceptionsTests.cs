using System.Net.Sockets;
using CyberExchange.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace CyberExchange.Tests.Server;

/// <summary>An outage asks the caller to come back, and a bug does not.</summary>
public sealed class UnexpectedExceptionsTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.AdminShutdown, 503)]
    [InlineData(PostgresErrorCodes.CrashShutdown, 503)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, 503)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, 503)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, 503)]
    [InlineData(PostgresErrorCodes.UniqueViolation, 500)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, 500)]
    public async Task A_restart_of_PostgreSQL_is_an_outage_and_a_broken_rule_of_it_is_a_bug(string sqlState, int status) =>
        Assert.Equal(status, await AnsweredAsync(new PostgresException("text", "FATAL", "FATAL", sqlState)));

    [Fact]
    public async Task A_lost_connection_is_an_outage()
    {
        Assert.Equal(503, await AnsweredAsync(new NpgsqlException("text", new SocketException())));
        Assert.Equal(503, await AnsweredAsync(new TimeoutException()));
        Assert.Equal(500, await AnsweredAsync(new InvalidOperationException()));
    }

    private static async Task<int> AnsweredAsync(Exception exception)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var request = new DefaultHttpContext { RequestServices = services };
        Assert.True(await new UnexpectedExceptions(NullLogger<UnexpectedExceptions>.Instance).TryHandleAsync(
            request, exception, TestContext.Current.CancellationToken));
        return request.Response.StatusCode;
    }
}
