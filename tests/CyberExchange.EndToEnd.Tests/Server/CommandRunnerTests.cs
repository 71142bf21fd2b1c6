using System.Security.Cryptography;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Server;

/// <summary>What no partner can bring about at will.</summary>
public sealed class CommandRunnerTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_retry_whose_precondition_never_settles_is_answered_from_its_key()
    {
        var runner = exchange.Services.GetRequiredService<CommandRunner>();
        var suspend = new SuspendPartner(exchange.PartnerOf("steward").Id, "Unpaid.");
        var command = new Command<Partner, PartnerEvent>
        {
            Stream = PartnerStreams.Of(exchange.PartnerOf("maker-jp").Id),
            By = Actor.System("test"),
            Key = new IdempotencyKey(Guid.Empty, "unsettled", SHA256.HashData("unsettled"u8)),
            Decide = (state, _) => Task.FromResult(suspend.Decide(state)),
        };
        var first = Assert.IsType<CommandResult.Done>(await runner.RunAsync(command, Ct));
        var unsettled = command with { Precondition = (_, _) => Task.FromResult(Precondition.LookAgain) };

        Assert.Equal(first with { Repeated = true }, await runner.RunAsync(unsettled, Ct));
        Assert.IsType<CommandResult.Conflict>(await runner.RunAsync(unsettled with { Key = command.Key with { Key = "never used" } }, Ct));
    }
}
