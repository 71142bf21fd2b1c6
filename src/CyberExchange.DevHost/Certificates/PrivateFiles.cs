namespace CyberExchange.DevHost.Certificates;

/// <summary>Files and folders that only their owner can read, from the moment they exist.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public static void MakeFolder(string folder)
    {
        Directory.CreateDirectory(folder, OwnerFolder);
        File.SetUnixFileMode(folder, OwnerFolder); // It may be older than this rule, or made under another umask.
    }

    /// <summary>Writes the file as a whole or not at all.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".unfinished";
        File.Delete(unfinished);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerFile,
        };
        using (var stream = new FileStream(unfinished, options))
        {
            stream.Write(content);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
