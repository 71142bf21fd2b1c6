using System.Diagnostics;
using CyberExchange.DevHost;
using Xunit;

namespace CyberExchange.Tests.Ops;

/// <summary>The launcher as a process, in surroundings that it cannot run in.</summary>
public sealed class LauncherComplaintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cyberexchange-complaint-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_home_that_is_a_file_is_told_in_one_line()
    {
        var home = Path.Combine(_folder.FullName, "home");
        await File.WriteAllTextAsync(home, "", Ct);

        var (code, complaint) = await RunAsync(home);

        Assert.Equal(1, code);
        Assert.Contains(home, Assert.Single(complaint.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_of_the_run_before_is_kept()
    {
        var home = new InstanceHome(_folder.FullName);
        File.WriteAllText(home.ServerLog, "why it ended");

        using (var log = ServerProcess.OpenLog(home.ServerLog, home.EarlierServerLog))
        {
            log.Write("a new run");
        }

        Assert.Equal("why it ended", File.ReadAllText(home.EarlierServerLog));
        Assert.Equal("a new run", File.ReadAllText(home.ServerLog));
    }

    private static async Task<(int Code, string Complaint)> RunAsync(string home)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Launcher).Assembly.Location, "database"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CYBEREXCHANGE_HOME"] = home;
        start.Environment.Remove("CYBEREXCHANGE_DATABASE");
        using var launcher = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var output = launcher.StandardOutput.ReadToEndAsync(Ct);
        var complaint = await launcher.StandardError.ReadToEndAsync(Ct);
        await output;
        await launcher.WaitForExitAsync(Ct);
        return (launcher.ExitCode, complaint);
    }
}
