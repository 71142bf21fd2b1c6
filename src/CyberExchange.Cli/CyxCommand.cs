using System.CommandLine;

namespace CyberExchange.Cli;

/// <summary>A command whose help ends with examples.</summary>
public interface IHasExamples
{
    IReadOnlyList<string> Examples { get; }
}

/// <summary>A word that only groups commands, such as <c>incident</c>.</summary>
public sealed class CommandGroup : Command, IHasExamples
{
    public CommandGroup(string name, string description, IReadOnlyList<string> examples, IEnumerable<Command> commands)
        : base(name, description)
    {
        Examples = examples;
        foreach (var command in commands)
        {
            Add(command);
        }
    }

    public IReadOnlyList<string> Examples { get; }
}

/// <summary>A command that does something. Failures become one line on standard error and an exit code here, and only here.</summary>
public abstract class CyxCommand : Command, IHasExamples
{
    private readonly CyxContext _context;

    protected CyxCommand(CyxContext context, string name, string description, IReadOnlyList<string> examples)
        : base(name, description)
    {
        _context = context;
        Examples = examples;
        SetAction(async (parsed, ct) => (int)await RunGuardedAsync(parsed, ct));
    }

    public IReadOnlyList<string> Examples { get; }

    /// <summary>Carries the command out.</summary>
    /// <exception cref="CyxFailure">It could not.</exception>
    protected abstract Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct);

    private async Task<ExitCode> RunGuardedAsync(ParseResult parsed, CancellationToken ct)
    {
        try
        {
            using var session = new CyxSession(_context, parsed);
            return await RunAsync(session, ct);
        }
        catch (CyxFailure failure)
        {
            var error = _context.Surroundings.Error;
            await error.WriteLineAsync(SafeText.OneLine(failure.Message));
            foreach (var line in failure.FurtherLines)
            {
                await error.WriteLineAsync("  " + SafeText.OneLine(line));
            }

            return failure.Code;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }
}
