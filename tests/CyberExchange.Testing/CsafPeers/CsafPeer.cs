using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Testing.CsafPeers;

/// <summary>A validator in a process of its own: a line of JSON asks it, and lines of JSON answer.</summary>
/// <remarks>Others' run under node, from the packages beside this file, which the build of this project fetches.</remarks>
public sealed class CsafPeer : IDisposable
{
    private readonly Process _process;

    private CsafPeer(Process process) => _process = process;

    /// <summary>Starts one of the programs beside this file.</summary>
    /// <exception cref="InvalidOperationException">There is no node, or its packages were not fetched. The running test counts as skipped; in CI it fails.</exception>
    public static CsafPeer StartNode(string script, params string[] arguments)
    {
        var folder = Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Testing", "CsafPeers");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw SharedSuites.Absent("others' validators of CSAF were not asked: run `npm ci --ignore-scripts` in tests/CyberExchange.Testing/CsafPeers");
        }

        try
        {
            return Start("node", [Path.Combine(folder, script), .. arguments]);
        }
        catch (Win32Exception)
        {
            throw SharedSuites.Absent("others' validators of CSAF were not asked: there is no node; install Node 20");
        }
    }

    /// <summary>Starts a program that is asked as those of others are.</summary>
    /// <param name="environment">Variables that it gets besides ours.</param>
    public static CsafPeer Start(string program, IReadOnlyList<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
    }

    /// <summary>Asks for many documents.</summary>
    /// <param name="answer">Given the line of each document, in any order.</param>
    /// <returns>The line after them, which counts them.</returns>
    public async Task<JsonObject> AskAsync(JsonObject request, Action<string> answer)
    {
        await _process.StandardInput.WriteLineAsync(request.ToJsonString());
        await _process.StandardInput.FlushAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("{\"documents\":", StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<JsonObject>(line)!; // an object by its first characters
            }

            answer(line);
        }

        throw new InvalidOperationException("The validator ended before it had answered; its complaint is above.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
