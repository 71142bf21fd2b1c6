using System.Reflection;

namespace CyberExchange.Tests.Ops;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    public static string Top { get; } = Find();

    public static string PathOf(string path) => Path.Combine(Top, path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!); // A file on disk.
             folder is not null;
             folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CyberExchange.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("these tests run from the repository, and no CyberExchange.sln is above them");
    }
}
