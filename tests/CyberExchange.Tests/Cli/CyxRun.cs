using System.Text;
using CyberExchange.Cli;

namespace CyberExchange.Tests.Cli;

/// <summary>One run of cyx inside the test, with its own standard streams and environment.</summary>
internal sealed record CyxRun(ExitCode Code, string Output, string Error)
{
    public IReadOnlyList<string> OutputLines => Lines(Output);

    public IReadOnlyList<string> ErrorLines => Lines(Error);

    public static async Task<CyxRun> OfAsync(
        IReadOnlyList<string> args, IReadOnlyDictionary<string, string>? variables = null, string input = "", CancellationToken ct = default)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        using var inputStream = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var surroundings = Surroundings(inputStream, output, error, variables);
        var code = await CyxProgram.RunAsync(args, surroundings, ct);
        return new((ExitCode)code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    public static Surroundings Surroundings(Stream input, Stream output, Stream error, IReadOnlyDictionary<string, string>? variables = null) =>
        new(input, output, error)
        {
            Variable = name => variables?.GetValueOrDefault(name),
            Folder = Path.GetTempPath(),
            Clock = TimeProvider.System,
        };

    private static IReadOnlyList<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
