using Spectre.Console;

namespace CyberExchange.Cli.Import;

/// <summary>Shows how far an import is: a bar on a terminal, and nothing where nobody watches.</summary>
public static class ImportProgress
{
    /// <summary>Runs the work, which reports each document that ended.</summary>
    public static async Task<T> RunAsync<T>(Surroundings surroundings, int documents, Func<Action, Task<T>> work)
    {
        if (!surroundings.ErrorIsTerminal || documents == 0)
        {
            return await work(() => { });
        }

        // On standard error, so that the answer can go through a pipe while somebody watches.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(surroundings.Error) });
        return await console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask($"{documents} documents", maxValue: documents);
                return await work(() => bar.Increment(1));
            });
    }
}
