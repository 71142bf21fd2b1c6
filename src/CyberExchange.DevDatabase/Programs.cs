using System.Diagnostics;

namespace CyberExchange.DevDatabase;

/// <summary>Runs short programs to their end.</summary>
internal static class Programs
{
    /// <returns>What the program wrote to its standard output.</returns>
    /// <exception cref="EmbeddedPostgresException">It ended with another code than 0; the message holds its complaint.</exception>
    public static async Task<string> RunAsync(
        PostgresAccount? account, string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/", // Ours may be closed to the account.
        };
        account?.ApplyTo(start);
        using var process = Process.Start(start)
            ?? throw new EmbeddedPostgresException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new EmbeddedPostgresException($"{Path.GetFileName(program)} failed: {(await complaint).Trim()}");
    }
}
