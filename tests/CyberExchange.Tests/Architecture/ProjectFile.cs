using System.Xml.Linq;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Tests.Architecture;

/// <summary>What a project file of the repository says.</summary>
/// <param name="Name">Without the common prefix, such as <c>Domain</c>.</param>
public sealed record ProjectFile(string Name, string Folder, XDocument Text)
{
    private const string Prefix = "CyberExchange.";

    public static IReadOnlyList<ProjectFile> Below(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(SharedSuites.RepositoryRoot, folder), "*.csproj", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => new ProjectFile(Short(f), folder, XDocument.Load(f))),
    ];

    public string Sdk => Text.Root!.Attribute("Sdk")!.Value;

    /// <summary>The projects it refers to.</summary>
    public IReadOnlyList<string> Projects => [.. Included("ProjectReference").Select(Short)];

    /// <summary>The packages it refers to.</summary>
    public IReadOnlyList<string> Packages => Included("PackageReference");

    public IReadOnlyList<string> Frameworks => Included("FrameworkReference");

    public IReadOnlyList<string> AnalyzerFiles => Included("AdditionalFiles");

    /// <summary>The names of everything it sets or contains.</summary>
    public IReadOnlyList<string> Settings => [.. Text.Descendants().Select(e => e.Name.LocalName).Distinct(StringComparer.Ordinal)];

    private string[] Included(string item) => [.. Text.Descendants(item).Select(e => e.Attribute("Include")!.Value)];

    private static string Short(string path) =>
        Path.GetFileNameWithoutExtension(path) is var name && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
