using System.Text;
using CyberExchange.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

/// <summary>How one run of cyx ended.</summary>
internal sealed record CyxRun(ExitCode Code, string Output, string Error);

/// <summary>Runs cyx against the running exchange.</summary>
internal static class CyxRuns
{
    /// <summary>Runs as a demo member.</summary>
    public static async Task<CyxRun> CyxAsync(this RunningExchange exchange, string member, string input, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        using var inputStream = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var surroundings = new Surroundings(inputStream, output, error)
        {
            Variable = _ => null,
            Folder = Path.GetTempPath(),
            Clock = TimeProvider.System,
        };
        var code = await CyxProgram.RunAsync(
            [.. args, "--as", member, "--home", exchange.Home, "--server", exchange.Address.ToString()], surroundings, TestContext.Current.CancellationToken);
        return new((ExitCode)code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }
}
