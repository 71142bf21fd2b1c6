using System.Text.Json;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>One document of an OASIS suite of validator tests.</summary>
/// <param name="Test">The test that it is about.</param>
/// <param name="Fails">Whether that test fails.</param>
/// <param name="IsValid">Whether the document as a whole is valid.</param>
internal sealed record OasisCase(string Test, string Name, bool Fails, bool IsValid, byte[] Bytes)
{
    /// <summary>What the validator says that the suite does not: empty when the two agree.</summary>
    public IEnumerable<string> Disagreements(CsafValidationOptions options)
    {
        var validation = CsafValidator.Validate(Bytes, options);
        if (validation.Results.Any(result => result.Test == Test) != Fails)
        {
            yield return $"{Name}: {(Fails ? "missed" : "reported")}";
        }

        if (validation.IsValid != IsValid)
        {
            yield return $"{Name}: {(IsValid ? "refused" : "taken for valid")}";
        }
    }
}

/// <summary>The suites of validator tests that OASIS keeps beside the standard.</summary>
internal static class OasisSuite
{
    public static IReadOnlyList<OasisCase> Cases(string suite)
    {
        var folder = Path.Combine(SharedSuites.Require("suites/" + suite), "test", "validator", "data");
        using var list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "testcases.json")));
        return
        [
            .. from test in list.RootElement.GetProperty("tests").EnumerateArray()
               from kind in new[] { "failures", "valid" }
               where test.TryGetProperty(kind, out _)
               from entry in test.GetProperty(kind).EnumerateArray()
               let name = entry.GetProperty("name").GetString()! // every entry names its file
               select new OasisCase(
                   test.GetProperty("id").GetString()!, // every test has an id
                   Path.GetFileName(name),
                   kind is "failures",
                   entry.GetProperty("valid").GetBoolean(),
                   File.ReadAllBytes(Path.Combine(folder, name))),
        ];
    }
}
