using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

/// <summary>The checked-in documents, and ways to ask what is read from changed ones.</summary>
internal static class CsafSamples
{
    public const string Full = "egw-2026-0001.json";

    private static readonly CsafValidationOptions Schema = CsafValidationOptions.Default with { Preset = CsafPreset.Schema };

    public static string[] Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf");

    /// <summary>A valid document of CSAF 2.1.</summary>
    public static byte[] Of21() => File.ReadAllBytes(Path.Combine(Folder + "-2.1", "egw-2026-0007.json"));

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>What is told of a document of which the schema has nothing to say.</summary>
    public static CsafAdvisory Accept(ReadOnlyMemory<byte> bytes)
    {
        var (validation, advisory) = CsafDocument.Read(bytes, Schema);
        Assert.Empty(validation.Results);
        Assert.Equal(JsonSerializer.Serialize(advisory), JsonSerializer.Serialize(CsafDocument.Summarise(bytes)));
        return advisory!; // A document that passes the schema has all that a summary tells.
    }

    /// <summary>What the schema says of a document that fails it.</summary>
    public static CsafValidation Refuse(ReadOnlyMemory<byte> bytes)
    {
        var (validation, _) = CsafDocument.Read(bytes, Schema);
        Assert.False(validation.IsValid);
        Assert.All(validation.Results, result => Assert.EndsWith(".", result.Message, StringComparison.Ordinal));
        return validation;
    }

    public static CsafValidation Refuse(string json) => Refuse(Encoding.UTF8.GetBytes(json));

    /// <summary>The only problem of a document.</summary>
    public static (string Test, string Pointer) OnlyProblem(ReadOnlyMemory<byte> bytes)
    {
        var result = Assert.Single(Refuse(bytes).Results);
        return (result.Test, result.Pointer);
    }

    public static (string Test, string Pointer) OnlyProblem(string json) => OnlyProblem(Encoding.UTF8.GetBytes(json));

    /// <summary>The full sample after a change to the value at a pointer: another value, or none.</summary>
    public static byte[] FullWith(string pointer, string? valueJson)
    {
        var root = JsonNode.Parse(Bytes(Full))!; // the sample is not the JSON null
        var steps = pointer.Split('/')[1..];
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[Index(step)]! : node[step]!); // tests name existing places
        var value = valueJson is null ? null : JsonNode.Parse(valueJson);
        switch (parent)
        {
            case JsonObject container when valueJson is null:
                Assert.True(container.Remove(steps[^1]), pointer);
                break;
            case JsonObject container:
                container[steps[^1]] = value;
                break;
            case JsonArray array when steps[^1] is "-":
                array.Add(value);
                break;
            default:
                parent[Index(steps[^1])] = value;
                break;
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static int Index(string step) => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
}
