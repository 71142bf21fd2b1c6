using System.Text.RegularExpressions;
using Xunit;

namespace CyberExchange.Tests.Ops;

/// <summary>Whatever a user needs to know is reachable from the README.</summary>
public sealed partial class DocumentLinksTests
{
    private static readonly string[] Folders = ["adr", "ops", "src", "tests"];

    private static IReadOnlyList<string> Documents { get; } =
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Top, folder), "*.md", SearchOption.AllDirectories))
            .Where(path => !Built().IsMatch(path)).Append(Path.Combine(Repository.Top, "README.md")).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_link_leads_to_a_file_or_folder()
    {
        var dead = Documents.SelectMany(document => Links(document).Where(path => !File.Exists(path) && !Directory.Exists(path))
            .Select(path => $"{Path.GetRelativePath(Repository.Top, document)}: {Path.GetRelativePath(Repository.Top, path)}"));

        Assert.Equal([], dead);
    }

    [Fact]
    public void Every_guide_is_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([Path.Combine(Repository.Top, "README.md")]);
        while (next.TryDequeue(out var document))
        {
            if (reached.Add(document) && document.EndsWith(".md", StringComparison.Ordinal))
            {
                foreach (var link in Links(document).Where(File.Exists))
                {
                    next.Enqueue(link);
                }
            }
        }

        Assert.Equal([], Documents.Where(document => document.StartsWith(Path.Combine(Repository.Top, "ops"), StringComparison.Ordinal)).Except(reached));
    }

    private static IEnumerable<string> Links(string document) => Link().Matches(File.ReadAllText(document)).Select(link => link.Groups["to"].Value)
        .Where(to => !to.StartsWith("http", StringComparison.Ordinal)).Select(to => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, to))); // A file is in a folder.

    [GeneratedRegex(@"\]\((?<to>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[/\\](bin|obj|node_modules)[/\\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Built();
}
