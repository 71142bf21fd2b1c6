namespace CyberExchange.Cli;

/// <summary>Files that hold what was shared with the caller and with nobody else on this machine.</summary>
public static class Private
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>A file that, where it is new, only the caller's account may read and write.</summary>
    public static FileStream Open(string path, FileMode mode, FileOptions options = FileOptions.None) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        Options = options,
        BufferSize = BufferBytes,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
