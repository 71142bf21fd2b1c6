using System.Diagnostics;

namespace CyberExchange.Testing.Faults;

/// <summary>A small disk in memory, which can be filled to its last byte.</summary>
public sealed class BoundedDisk : IAsyncDisposable
{
    private const int BlockBytes = 1024 * 1024;

    private BoundedDisk(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <returns>Null where mounting is not allowed.</returns>
    public static async Task<BoundedDisk?> TryMountAsync(int megabytes, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("cyberexchange-disk-");
        folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute; // For the account of PostgreSQL.
        if (await RunAsync(["mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder.FullName], ct) == 0)
        {
            return new(folder.FullName);
        }

        folder.Delete();
        return null;
    }

    /// <summary>Takes all the room that is left.</summary>
    public async Task FillAsync(CancellationToken ct)
    {
        await using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[BlockBytes];
        for (var bytes = BlockBytes; bytes > 0;)
        {
            try
            {
                await ballast.WriteAsync(block.AsMemory(0, bytes), ct);
            }
            catch (IOException)
            {
                bytes /= 2; // No room for so much.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        // Lazily: whoever still works in it keeps it until he ends.
        if (await RunAsync(["umount", "-l", Folder], CancellationToken.None) == 0)
        {
            Directory.Delete(Folder);
        }
    }

    private static async Task<int> RunAsync(string[] command, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{command[0]} did not start");
        await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }
}
