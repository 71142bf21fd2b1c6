namespace CyberExchange.Testing.Suites;

/// <summary>Outside suites and real documents, which are too large or not ours to keep in the repository.</summary>
/// <remarks>They lie in `CYBEREXCHANGE_SHARED`, or else in `../shared` beside the repository.</remarks>
public static class SharedSuites
{
    // The contract by which xunit.v3 tells a skipped test from a failed one, whoever throws it: Xunit.Sdk.DynamicSkipToken.
    private const string SkipMark = "$XunitDynamicSkip$";

    /// <summary>The folder of this repository, wherever the tests were built.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    private static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static string SharedRoot => Environment.GetEnvironmentVariable("CYBEREXCHANGE_SHARED") ?? Path.Combine(RepositoryRoot, "..", "shared");

    /// <summary>The full path of a shared folder such as `data/cisa-csaf`.</summary>
    /// <exception cref="InvalidOperationException">
    /// The folder is absent. The running test counts as skipped, with a line that says how to get the suite; in CI, where
    /// `CI` is true, it fails.
    /// </exception>
    public static string Require(string folder) =>
        Require(
            folder,
            SharedRoot,
            IsCi);

    /// <summary>The full path of a shared folder, or null: for tests that have something of their own to use instead.</summary>
    /// <exception cref="InvalidOperationException">The folder is absent in CI, where nothing of one's own will do.</exception>
    public static string? Find(string folder) =>
        IsCi || Directory.Exists(Path.Combine(SharedRoot, folder)) ? Require(folder) : null;

    /// <inheritdoc cref="Require(string)"/>
    public static string Require(string folder, string sharedRoot, bool isCi)
    {
        var path = Path.GetFullPath(Path.Combine(sharedRoot, folder));
        if (Directory.Exists(path))
        {
            return path;
        }

        var advice = $"suite {folder} did not run: {path} is absent; put the shared folder beside the repository or name it in CYBEREXCHANGE_SHARED";
        throw Absent(advice, isCi);
    }

    /// <summary>What a test throws that cannot run here: it counts as skipped, with this line; in CI it fails.</summary>
    public static InvalidOperationException Absent(string advice) => Absent(advice, IsCi);

    private static InvalidOperationException Absent(string advice, bool isCi) => new(isCi ? advice : SkipMark + advice);

    private static string FindRepositoryRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CyberExchange.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No CyberExchange.sln at or above {AppContext.BaseDirectory}: run the tests from a clone.");
    }
}
