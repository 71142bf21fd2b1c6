using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

/// <summary>The checked-in documents, and ways to ask what is read from changed ones.</summary>
internal static class CsafSamples
{
    public const string Full = "egw-2026-0001.json";

    public static string[] Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static CsafAdvisory Accept(ReadOnlySpan<byte> bytes) => CsafDocument.Read(bytes) switch
    {
        CsafReading.Accepted accepted => accepted.Advisory,
        CsafReading.Refused refused => throw new InvalidOperationException(string.Join('\n', refused.Problems)),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    public static CsafReading.Refused Refuse(ReadOnlySpan<byte> bytes)
    {
        var refused = Assert.IsType<CsafReading.Refused>(CsafDocument.Read(bytes));
        Assert.InRange(refused.Problems.Length, 1, CsafLimits.ProblemsMax);
        Assert.All(refused.Problems, problem => Assert.EndsWith(".", problem.Detail, StringComparison.Ordinal));
        return refused;
    }

    public static CsafReading.Refused Refuse(string json) => Refuse(Encoding.UTF8.GetBytes(json));

    /// <summary>The only problem of a document.</summary>
    public static (string Code, string Pointer) OnlyProblem(ReadOnlySpan<byte> bytes)
    {
        var problem = Assert.Single(Refuse(bytes).Problems);
        return (problem.Code, problem.Pointer);
    }

    public static (string Code, string Pointer) OnlyProblem(string json) => OnlyProblem(Encoding.UTF8.GetBytes(json));

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
