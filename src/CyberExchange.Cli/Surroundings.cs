using System.Text;

namespace CyberExchange.Cli;

/// <summary>What a command may touch of the process it runs in, so that tests can stand in for it.</summary>
public sealed class Surroundings : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public Surroundings(Stream input, Stream output, Stream error)
    {
        Input = input;
        OutputBytes = output;
        Output = new StreamWriter(output, Utf8, leaveOpen: true) { AutoFlush = true };
        Error = new StreamWriter(error, Utf8, leaveOpen: true) { AutoFlush = true };
    }

    public Stream Input { get; }

    /// <summary>Where documents go byte for byte; what <see cref="Output"/> wrote before is already there.</summary>
    public Stream OutputBytes { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Whether a person reads the output: tables and colour then, plain text otherwise.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person reads the errors, and so may be shown progress.</summary>
    public bool ErrorIsTerminal { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string Folder { get; init; }

    public required TimeProvider Clock { get; init; }

    public static Surroundings OfProcess() =>
        new(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.OpenStandardError())
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Variable = Environment.GetEnvironmentVariable,
            Folder = Environment.CurrentDirectory,
            Clock = TimeProvider.System,
        };

    public string FullPath(string path) => Path.GetFullPath(path, Folder);

    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
    }
}
