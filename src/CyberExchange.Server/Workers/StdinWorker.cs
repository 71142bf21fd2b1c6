namespace CyberExchange.Server.Workers;

/// <summary>Stops the server when its standard input ends.</summary>
internal sealed class StdinWorker(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stdin = System.Console.OpenStandardInput();
        var ignored = new byte[256];

        // A read of a pipe cannot be cancelled: it waits on a thread of its own, which does not keep the process alive.
        var ended = Task.Run(
            async () =>
            {
                while (await stdin.ReadAsync(ignored, CancellationToken.None) > 0)
                {
                    // Whatever is written there means nothing.
                }
            },
            stoppingToken);
        await ended.WaitAsync(stoppingToken);
        lifetime.StopApplication();
    }
}
