using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Architecture;

/// <summary>The arrows between projects, as adr/0003 draws them: what is not in this table may not be referred to.</summary>
public sealed class ArrowTests
{
    private const string Analyzer = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    private static readonly Dictionary<string, Arrows> May = new(StringComparer.Ordinal)
    {
        ["Domain"] = new([], ["NodaTime", Analyzer]),
        ["Contracts"] = new([], []),
        ["EventStore"] = new([], ["Npgsql"]),
        ["Storage"] = new([], ["Npgsql"]),
        ["Interop"] = new(["Domain"], []),
        ["Fetching"] = new(["Interop"], []),
        ["Views"] = new(["Domain", "EventStore", "Interop"], ["Npgsql"]),
        ["Server"] = new(
            ["Contracts", "Domain", "EventStore", "Fetching", "Interop", "Storage", "Views"],
            [
                "Npgsql", "NodaTime", "Microsoft.AspNetCore.OpenApi", "Microsoft.AspNetCore.Authentication.JwtBearer",
                "OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Exporter.OpenTelemetryProtocol",
            ]),
        ["Cli"] = new(["Contracts", "Domain", "Fetching", "Interop"], ["System.CommandLine", "Spectre.Console"]),
        ["DevDatabase"] = new([], ["Npgsql"]),
        ["DevHost"] = new(["Contracts", "DevDatabase"], []),
    };

    // The flow below Server runs without ASP.NET Core, so a rule or a view cannot reach for a request.
    private static readonly string[] WithoutHttp = ["Domain", "Contracts", "EventStore", "Storage", "Interop", "Fetching", "Views"];

    public static TheoryData<string> Projects => [.. ProjectFile.Below("src").Select(p => p.Name)];

    [Fact]
    public void The_house_has_the_projects_of_the_table() =>
        Assert.Equal(May.Keys.Order(StringComparer.Ordinal), ProjectFile.Below("src").Select(p => p.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_where_its_arrows_point(string name) =>
        Assert.Empty(Project(name).Projects.Except(May[name].Projects, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_its_own_packages(string name) =>
        Assert.Empty(Project(name).Packages.Except(May[name].Packages, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_project_is_released_from_the_common_rules(string name) =>
        Assert.Empty(Project(name).Settings.Intersect(
            ["TreatWarningsAsErrors", "WarningsNotAsErrors", "NoWarn", "Nullable", "AnalysisLevel", "DisableTransitiveProjectReferences"],
            StringComparer.Ordinal));

    [Fact]
    public void Tests_are_not_released_from_the_common_rules_either() =>
        Assert.All(ProjectFile.Below("tests"), p => Assert.Empty(p.Settings.Intersect(
            ["TreatWarningsAsErrors", "WarningsNotAsErrors", "Nullable", "DisableTransitiveProjectReferences"], StringComparer.Ordinal)));

    [Fact]
    public void The_flow_below_the_server_knows_no_request() =>
        Assert.All(WithoutHttp.Select(Project), p =>
        {
            Assert.Equal("Microsoft.NET.Sdk", p.Sdk);
            Assert.Empty(p.Frameworks);
        });

    [Fact]
    public void The_common_rules_hold()
    {
        var props = System.Xml.Linq.XDocument.Load(Path.Combine(SharedSuites.RepositoryRoot, "Directory.Build.props"));

        Assert.All(
            ["TreatWarningsAsErrors", "DisableTransitiveProjectReferences", "RestorePackagesWithLockFile", "InvariantGlobalization"],
            (string rule) => Assert.Equal("true", Assert.Single(props.Descendants(rule)).Value));
        Assert.Equal("enable", Assert.Single(props.Descendants("Nullable")).Value);
    }

    [Fact]
    public void The_rules_are_kept_from_clocks_ids_and_io()
    {
        var domain = Project("Domain");
        var banned = File.ReadAllText(Path.Combine(SharedSuites.RepositoryRoot, "src", "CyberExchange.Domain", "BannedSymbols.txt"));

        Assert.Contains(Analyzer, domain.Packages, StringComparer.Ordinal);
        Assert.Contains("BannedSymbols.txt", domain.AnalyzerFiles, StringComparer.Ordinal);
        Assert.All(
            [
                "P:System.DateTime.UtcNow;", "P:System.DateTimeOffset.UtcNow;", "T:System.TimeProvider;", "T:NodaTime.SystemClock;",
                "M:System.Guid.NewGuid;", "M:System.Guid.CreateVersion7;", "T:System.Random;", "T:System.IO.File;", "T:System.Net.Http.HttpClient;",
            ],
            (string symbol) => Assert.Contains(symbol, banned, StringComparison.Ordinal));
    }

    private static ProjectFile Project(string name) => ProjectFile.Below("src").Single(p => p.Name == name);

    private sealed record Arrows(string[] Projects, string[] Packages);
}
