using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CyberExchange.Cli;

/// <summary>The usual help, then the command's examples, and below <c>cyx</c> itself the exit codes.</summary>
public sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        switch (parseResult.CommandResult.Command)
        {
            case IHasExamples command:
                WriteExamples(output, command.Examples);
                break;
            case RootCommand:
                WriteExamples(output,
                [
                    "cyx --as cert-eu incident template > r.json",
                    "cyx --as cert-eu incident report r.json",
                    "cyx --as grid-jp feed --follow",
                ]);
                WriteExitCodes(output);
                break;
        }

        return result;
    }

    private static void WriteExamples(TextWriter output, IReadOnlyList<string> examples)
    {
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine("  " + example);
        }

        output.WriteLine();
    }

    private static void WriteExitCodes(TextWriter output)
    {
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCodes.All)
        {
            output.WriteLine($"  {(int)code,-4} {meaning}");
        }

        output.WriteLine();
    }
}
