using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.CsafPeers;
using CyberExchange.Testing.Suites;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>The shapes in code say of every document what the official schemas say by ajv.</summary>
public sealed partial class CsafSchemaTests
{
    private const int DamagesMax = 3;
    private const int AtATimeMax = 200;

    private static readonly bool IsQuick = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is not ("full" or "soak");

    [Fact]
    public async Task Documents_of_the_suites_are_judged_as_the_schemas_judge_them()
    {
        using var ajv = Ajv();
        var documents = Documents("suites/oasis-csaf-2.0/test/validator/data", "suites/oasis-csaf-2.1/test/validator/data", "suites/oasis-csaf-2.0/examples", "suites/oasis-csaf-2.1/examples", "suites/gocsaf-testdata");

        Assert.InRange(documents.Count, 1_095, 1_500);
        Assert.Empty(await DifferencesAsync(ajv, documents));
    }

    [Fact]
    public async Task Real_documents_are_judged_as_the_schemas_judge_them()
    {
        Assert.SkipWhen(IsQuick, "a thousand documents, by ajv too");
        using var ajv = Ajv();
        var documents = Documents("data/cisa-csaf", "data/ni-csaf/advisories", "data/stackable-csaf-site/csaf/v2/advisories");

        Assert.Equal(1_043, documents.Count);
        Assert.Empty(await DifferencesAsync(ajv, documents));
    }

    [Fact]
    public void Damaged_documents_are_judged_as_the_schemas_judge_them()
    {
        using var ajv = Ajv();
        var documents = Documents("suites/oasis-csaf-2.0/test/validator/data", "suites/oasis-csaf-2.1/test/validator/data");
        var level = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL");
        var (runs, isSoak) = (level switch { "soak" => 200_000, "full" => 8_000, _ => 400 }, level is "soak");
        var refused = 0;
        var damages =
            from at in Gen.Choose(0, documents.Count - 1)
            from count in Gen.Choose(1, DamagesMax)
            from numbers in Gen.Choose(0, int.MaxValue - 1).ArrayOf(count)
            select (At: at, Numbers: numbers);
        var property = Prop.ForAll(
            Arb.From(damages, of => Enumerable.Range(0, of.Numbers.Length).Where(_ => of.Numbers.Length > 1).Select(i => (of.At, of.Numbers.Where((_, at) => at != i).ToArray()))),
            of =>
            {
                var damaged = CsafMutation.Of(documents[of.At].Document, of.Numbers);
                refused += Ours(damaged).IsValid ? 0 : 1;
                var difference = Task.Run(() => DifferencesAsync(ajv, [(documents[of.At].Name, damaged)])).GetAwaiter().GetResult().SingleOrDefault();
                return (difference is null).Label(difference is null ? "" : $"{difference}\n{damaged.ToJsonString()}");
            });

        // The same damages in every run, so that a run says something of the change that it is of; soaking looks for others.
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs);
        Check.One(isSoak ? config : config.WithReplay(new Replay(new Rnd(20_261_126), size: null)), property);
        Assert.InRange(refused, runs / 4, runs - (runs / 20)); // Else they were damaged too little, or too much, to tell anything.
    }

    private static CsafPeer Ajv() => CsafPeer.StartNode("schema.mjs", SharedSuites.Require("suites"));

    private static IReadOnlyList<(string Name, JsonNode Document)> Documents(params string[] folders) =>
    [
        .. from folder in folders
           from file in Directory.GetFiles(SharedSuites.Require(folder), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
           let document = Parsed(file)
           where document?["document"] is JsonObject
           select (Path.GetFileName(file), document),
    ];

    private static JsonNode? Parsed(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(file)) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // A document of gocsaf's about what is no JSON.
        }
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(CsafPeer ajv, IReadOnlyList<(string Name, JsonNode Document)> documents)
    {
        var differences = new List<string>();
        foreach (var some in documents.Chunk(AtATimeMax))
        {
            var answers = new List<JsonNode>();
            await ajv.AskAsync(new JsonObject { ["documents"] = new JsonArray([.. some.Select(one => one.Document.DeepClone())]) }, line => answers.Add(JsonNode.Parse(line)!)); // a line is an object
            differences.AddRange(some.Zip(answers).Select(pair => Difference(pair.First.Name, Ours(pair.First.Document), pair.Second)).OfType<string>());
        }

        return differences;
    }

    private static CsafValidation Ours(JsonNode document) =>
        CsafValidator.Validate(Encoding.UTF8.GetBytes(document.ToJsonString()), CsafValidationOptions.Default with { Preset = CsafPreset.Schema });

    private static string? Difference(string name, CsafValidation ours, JsonNode ajv)
    {
        var (isValid, errors) = ((bool)ajv["valid"]!, ajv["errors"]!.AsArray().Select(error => (string)error!).ToList());
        return isValid == ours.IsValid || IsJustified(ours, errors) ? null
            : $"{name}: {(isValid ? "refused" : "taken for valid")}\najv: {string.Join("; ", errors.Take(5))}\nours: {string.Join("; ", ours.Results.Take(5).Select(result => $"{result.Pointer} {result.Test} {result.Message}"))}";
    }

    // Whatever else the two differ in is a defect of ours.
    private static bool IsJustified(CsafValidation ours, List<string> errors) => errors.Count == 0 && ours.Results.All(result =>

        // CSAF 2.1 wants an upper-case T and no leap seconds; the format date-time of JSON Schema takes a lower-case t, a space and leap seconds.
        result.Test is "6.1.37"

        // A port has digits only (RFC 3986, section 3.2.3); the format uri of ajv takes what stands behind the scheme for a path then.
        || PortOfOtherThanDigits().IsMatch(result.Message));

    [GeneratedRegex(@"^""[A-Za-z][A-Za-z0-9+.-]*://[^/?#""]*:[^/?#"":]*[^/?#"":0-9][^""]*"" is not a URI", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PortOfOtherThanDigits();
}
