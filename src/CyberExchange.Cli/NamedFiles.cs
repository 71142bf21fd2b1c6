namespace CyberExchange.Cli;

/// <summary>The files that somebody names, by themselves or by a folder.</summary>
public static class NamedFiles
{
    /// <summary>The file itself, or the files below the folder that have one of the endings, in the order of their paths.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="endings">Such as `.json`, in any case.</param>
    /// <exception cref="CyxFailure">It is not there, or cannot be searched.</exception>
    public static IEnumerable<string> Below(string path, params string[] endings)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        try
        {
            return Directory.GetFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot search {path}: {e.Message}", e);
        }
    }
}
