using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Purl;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Purl;

/// <summary>The test suite of the package URL specification.</summary>
public sealed class PackageUrlSuiteTests
{
    private const int Tests = 579;

    [Fact]
    public void Package_urls_are_read_built_and_written_as_the_suite_says()
    {
        var tests = Directory.GetFiles(SharedSuites.Require("suites/purl-spec"), "*-test.json", SearchOption.AllDirectories)
            .SelectMany(file => JsonNode.Parse(File.ReadAllBytes(file))!["tests"]!.AsArray()) // every file has tests
            .Select(test => test!.AsObject())
            .ToList();

        Assert.Equal(Tests, tests.Count);
        Assert.Empty(tests.Where(test => !Agrees(test)).Select(test => test.ToJsonString()));
    }

    private static bool Agrees(JsonObject test)
    {
        var kind = (string?)test["test_type"];
        var isRead = kind is "build" ? Build(test["input"]!, out var purl) : PackageUrl.TryParse((string)test["input"]!, out purl, out _); // every test has an input
        if ((bool)test["expected_failure"]! || purl is null)
        {
            return !isRead && (bool)test["expected_failure"]!;
        }

        return kind is "parse" ? JsonNode.DeepEquals(Parts(purl), WithoutEmpty(test["expected_output"]!)) : purl.ToString() == (string?)test["expected_output"];
    }

    private static bool Build(JsonNode parts, out PackageUrl? purl) => PackageUrl.TryBuild(
        (string?)parts["type"],
        (string?)parts["namespace"],
        (string?)parts["name"],
        (string?)parts["version"],
        parts["qualifiers"]?.AsObject().Select(qualifier => KeyValuePair.Create(qualifier.Key, (string?)qualifier.Value ?? "")),
        (string?)parts["subpath"],
        out purl,
        out _);

    private static JsonNode Parts(PackageUrl purl) => WithoutEmpty(new JsonObject
    {
        ["type"] = purl.Type,
        ["namespace"] = purl.Namespace,
        ["name"] = purl.Name,
        ["version"] = purl.Version,
        ["qualifiers"] = new JsonObject(purl.Qualifiers.Select(qualifier => KeyValuePair.Create(qualifier.Key, (JsonNode?)qualifier.Value))),
        ["subpath"] = purl.Subpath,
    });

    private static JsonObject WithoutEmpty(JsonNode parts) =>
        new(parts.AsObject().Where(part => part.Value is not null and not JsonObject { Count: 0 }).Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone())));
}
