using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hostile;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Server.Explain;
using CyberExchange.Server.Gate;
using Microsoft.AspNetCore.Routing.Patterns;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>
/// Every question that a viewer can put, made of the routes that the server has and of their description: a new route is asked without
/// a word here. Its places are filled with everything that is in either world, and with what is in none.
/// </summary>
internal sealed partial class Everything
{
    private const string Json = "application/json, */*;q=0.1";

    // Handles in the examples of the description: they are replaced by those of partners of the worlds.
    private static readonly string[] ExampleHandles = ["cert-eu", "cert-jp", "grid-eu", "grid-jp", "maker-eu"];

    private readonly TwinWorlds _twins;
    private readonly List<OpenRoute> _routes;
    private readonly JsonElement _paths;
    private readonly List<string> _ids;
    private readonly List<string> _names;
    private readonly List<string> _fewIds;
    private readonly HashSet<Capability> _may;
    private readonly Dictionary<string, string[]> _values;
    private int _probes;

    private Everything(TwinWorlds twins, MemberId? viewer, JsonElement paths)
    {
        (_twins, Viewer, _paths) = (twins, viewer, paths);
        _routes = [.. OpenRoute.All(twins.Whole.Exchange).Where(route => !NotCompared.Routes.ContainsKey($"{route}"))];
        _ids = [.. twins.Ids.Append(Guid.Parse(OpenRoute.Nobody)).Select(id => id.ToString())];
        _names = ["hidden-isac", "hidden-others", .. Groups, "nobody", "search", "EU", "v1", "hidden-grid", "cert-eu-of-the-world", HiddenLife.Key("hidden-grid"), twins.Life.Item.ToString()];
        _may = viewer is null ? [.. Enum.GetValues<Capability>().Where(Rights.HasPublic)] : [.. Enum.GetValues<Capability>().Where(c => twins.Partner.Facts.Roles.Any(role => Rights.Has(role, c)))];
        _fewIds =
        [
            .. twins.Own.Select(id => id.ToString()), .. Own.Take(1), .. twins.Told.Select(id => id.ToString()), .. HiddenIds.Take(1), twins.Life.Item.ToString(),
            twins.Life.Partner("hidden-fab").ToString(), twins.Subscriptions[^1].ToString(), Real(twins.World.Partners.First(p => p != twins.Partner).Id.Value), OpenRoute.Nobody,
        ];
        string[] handles = ["cert-eu-of-the-world", "grid-jp-of-the-world", "crier", "hidden-cert", "hidden-fab", "nobody", $"{twins.Life.Partner("hidden-grid")}"];
        _values = new(StringComparer.Ordinal)
        {
            ["after"] = ["nothing"],
            ["at"] = [twins.Whole.Exchange.Clock.GetUtcNow().AddSeconds(-5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)],
            ["changedSince"] = [twins.Whole.Exchange.Clock.GetUtcNow().AddSeconds(-20).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)],
            ["cve"] = ["CVE-2026-0001"],
            ["cvssMin"] = ["5"],
            ["cvssMax"] = ["9"],
            ["cvssVersion"] = ["3"],
            ["from"] = ["1", "2"],
            ["kind"] = ["incident", "advisory", "signal"],
            ["knownExploited"] = ["true", "false"],
            ["label"] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED"],
            ["limit"] = ["1", "2"],
            ["member"] = [$"{twins.Life.Member("hidden-cert")}"],
            ["originator"] = handles,
            ["partner"] = handles,
            ["q"] = ["world", "first", "hidden", "amended", "CVE-2026-0001"],
            ["purl"] = ["pkg:npm/world"],
            ["cpe"] = ["cpe:2.3:a:*:world:*:*:*:*:*:*:*:*"],
            ["currentReleaseSince"] = ["2026-01-01T00:00:00Z"],
            ["sector"] = ["eu.energy", "jp.electricity"],
            ["severity"] = ["nis-cg-impact.red"],
            ["status"] = ["final"],
            ["subscription"] = [.. twins.Subscriptions.Concat(twins.Life.Ids).Select(id => id.ToString())],
            ["to"] = ["1", "2"],
            ["withdrawn"] = ["true", "false"],
        };
    }

    /// <summary>Who asks; null for the public.</summary>
    public MemberId? Viewer { get; }

    private List<string> Own => [.. _twins.World.Incidents.Values.Where(i => i.Sharing.Originator == _twins.Partner.Id && Viewer is not null).Select(i => Real(i.Id.Value))];

    private List<string> HiddenIds => [.. _twins.Hidden.Select(id => id.Value.ToString())];

    private static string[] FewNames => ["hidden-isac", "energy-isac-0", "nobody", "EU", "search", HiddenLife.Key("hidden-grid")];

    private static string[] Numbers => ["1", "2", "3"];

    private static string[] Groups => ["energy-isac-0", "fabs-0", "cables-0"];

    /// <summary>Makes the questions of one viewer.</summary>
    /// <param name="twins">The two worlds.</param>
    /// <param name="viewer">A member of the partner from whom something is hidden; null for the public.</param>
    public static async Task<Everything> OfAsync(TwinWorlds twins, MemberId? viewer)
    {
        using var description = JsonDocument.Parse(await twins.Less.Public.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        return new(twins, viewer, description.RootElement.GetProperty("paths").Clone());
    }

    /// <summary>Everything that can be read, by every address and with every parameter of its own.</summary>
    public IReadOnlyList<Question> Reads => field ??= [.. _routes.Where(r => r.Method == "GET").SelectMany(route => Addresses(route, few: false).Select(path => Read(route, path)).Concat(Narrowed(route)))];

    /// <summary>The lists alone, as they are by now.</summary>
    public IEnumerable<Question> Lists => _routes.Where(r => r.Method == "GET" && r.Pattern.Parameters.Count == 0).Select(route => Read(route, route.Path()));

    /// <summary>What could go on without end, if it is asked to.</summary>
    public IEnumerable<Question> Streams =>
        from route in _routes.Where(r => r.Method == "GET" && r.Pattern.Parameters.Count == 0)
        from query in new[] { "", "?kind=incident" }.Concat(_twins.Subscriptions.Take(1).Select(id => $"?subscription={id}"))
        where query.Length == 0 || ParametersOf(route).Any(name => query.StartsWith($"?{name}=", StringComparison.Ordinal))
        select Read(route, route.Path() + query) with { Headers = [("Accept", "text/event-stream")] };

    /// <summary>Everything that can be written, with the bodies of the description and with what they must not tell about.</summary>
    /// <remarks>Most is refused. What is not is done in both worlds alike.</remarks>
    public IEnumerable<Question> Writes(IReadOnlyDictionary<string, string> tags) =>
        from route in _routes.Where(r => r.Method != "GET")
        let may = MayAsk(route)
        let bodies = Bodies(route).Take(may ? int.MaxValue : 1).ToList()
        from path in Addresses(route, few: true).Take(may ? int.MaxValue : 2)
        from body in bodies
        from match in may ? Matches(path, tags, isFirst: body == bodies[0]) : [null]
        select new Question(route.Method, path)
        {
            Route = $"{route}",
            Headers = [("Accept", Json), .. match is null ? [] : new[] { ("If-Match", match) }, ("Idempotency-Key", NextKey())],
            Body = body.Text,
            BodyType = Takes(route),
            Document = body.Document,
        };

    /// <summary>The items whose tags make writes meet them.</summary>
    public IEnumerable<Question> Tagged() =>
        from id in _fewIds
        from kind in new[] { "incidents", "advisories" }
        select new Question("GET", $"/v1/{kind}/{id}") { Route = $"GET /v1/{kind}/{{id:guid}}", Headers = [("Accept", Json)] };

    // Every tenth write comes under a key that somebody hidden has used: keys are each partner's own.
    private string NextKey() => ++_probes % 10 == 0 ? $"hidden-rest-{_probes % 7}" : $"probe-{Viewer?.Value:N}-{_probes}";

    private static Question Read(OpenRoute route, string path) => new("GET", path)
    {
        Route = $"{route}",
        Headers = [("Accept", path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/openapi", StringComparison.Ordinal) ? Json : "text/html, */*;q=0.1")],
    };

    private IEnumerable<string> Addresses(OpenRoute route, bool few)
    {
        var places = route.Pattern.Parameters.Select(p => p.Name).ToList();
        return places.Count switch
        {
            0 => [route.Path()],
            _ when route.Pattern.RawText!.StartsWith(CsafPlaces.Root, StringComparison.Ordinal) => SiteAddresses(route), // Every route has a text.
            1 => Words(route, places[0], few).Select(word => route.Path(_ => word)),
            _ => from first in Words(route, places[0], few: true)
                 from second in Words(route, places[1], few: true).Append($"{_twins.Life.Member("hidden-fab")}")
                 select route.Path(place => place == places[0] ? first : place == places[1] ? second : HiddenLife.Key("hidden-grid-2")),
        };
    }

    // Sites of partners, shown and hidden and absent, with the names that their files have.
    private static IEnumerable<string> SiteAddresses(OpenRoute route) =>
        (from handle in new[] { "crier", "cert-eu-of-the-world", "hidden-cert", "nobody" }
         from label in new[] { "green", "amber", "red" }
         from name in new[] { CsafPlaces.FeedOf(label), CsafPlaces.Index, CsafPlaces.FeedOf("white", "2026"), "probe-1.json", "probe-1.json.sha256" }
         select route.Path(place => place switch { "handle" => handle, "label" => label, "year" => "2026", _ => name })).Distinct(StringComparer.Ordinal);

    private IReadOnlyList<string> Words(OpenRoute route, string place, bool few) => Is("int", route.Pattern, place) ? Numbers : (Is("guid", route.Pattern, place), few) switch
    {
        (true, true) => _fewIds,
        (true, false) => _ids,
        (false, false) => _names,
        (false, true) => FewNames,
    };

    private static bool Is(string constraint, RoutePattern pattern, string place) =>
        pattern.ParameterPolicies.TryGetValue(place, out var policies) && policies.Any(p => p.Content == constraint);

    // Each parameter alone, and with pages as small as there are.
    private IEnumerable<Question> Narrowed(OpenRoute route)
    {
        // Whoever may not ask is answered so before the parameters are looked at.
        var names = MayAsk(route) ? ParametersOf(route) : [];
        var alone = names.Contains("q") ? "q=world&" : ""; // A search without words is none.
        foreach (var path in Addresses(route, few: true))
        {
            foreach (var (name, value) in names.SelectMany(name => Values(name).Select(value => (name, value))))
            {
                var query = $"{(name is "q" ? "" : alone)}{name}={Uri.EscapeDataString(value)}";
                yield return Read(route, $"{path}?{query}");
                if (name is not "limit" and not "after" && names.Contains("limit"))
                {
                    yield return Read(route, $"{path}?{query}&limit=2");
                }

                if (name is "partner" && names.Contains("at"))
                {
                    yield return Read(route, $"{path}?{query}&at={_values["at"][0]}");
                }
            }
        }
    }

    // A parameter of which nothing is known here gets an id and a name of what is hidden.
    private string[] Values(string name) => _values.GetValueOrDefault(name) ?? [$"{_twins.Life.Item}", "hidden-cert"];

    // Pages are not described: they take what the API takes.
    private List<string> ParametersOf(OpenRoute route) => Described(route) is { } operation
        ? operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!)] // Every parameter has a name.
            : []
        : route.Required.Contains(Capability.OpenPages) ? ["q", "kind", "label", "partner"] : [];

    private bool MayAsk(OpenRoute route) => route.Required.All(_may.Contains);

    private JsonElement? Described(OpenRoute route) =>
        _paths.TryGetProperty($"/{Constraint().Replace(route.Pattern.RawText ?? "", "{${name}}").Trim('/')}", out var path) && path.TryGetProperty(route.Method.ToLowerInvariant(), out var operation)
            ? operation
            : null;

    private JsonProperty? ContentOf(OpenRoute route) => Described(route) is { } operation && operation.TryGetProperty("requestBody", out var body)
        ? body.GetProperty("content").EnumerateObject().First()
        : null;

    private string? Takes(OpenRoute route) => ContentOf(route)?.Name ?? route.Accepts;

    private IEnumerable<string?> Matches(string path, IReadOnlyDictionary<string, string> tags, bool isFirst)
    {
        yield return tags.FirstOrDefault(tag => path.StartsWith(tag.Key, StringComparison.Ordinal)).Value ?? "\"another\"";
        if (isFirst)
        {
            yield return null;
            yield return "*";
        }
    }

    private IEnumerable<(string? Text, string? Document)> Bodies(OpenRoute route)
    {
        var type = Takes(route);
        if (type == AdvisoryForms.MediaType)
        {
            var terms = route.Pattern.RawText!.EndsWith("preview", StringComparison.Ordinal) ? PreviewExamples.AdvisoryTerms : AdvisoryExamples.Terms; // Every route has a text.
            var document = AdvisoryRequests.Changed(AdvisoryExamples.Document, d => d["tracking"]!["id"] = "PROBE-1");
            return Variants(JsonNode.Parse(terms)!.AsObject()).Select(variant => ((string?)Coordinated(variant).ToJsonString(), (string?)document));
        }

        if (type == "application/x-www-form-urlencoded")
        {
            var member = Viewer is { } viewer ? Real(viewer.Value) : OpenRoute.Nobody;
            return new[] { member, $"{_twins.Life.Member("hidden-grid")}", OpenRoute.Nobody }.Select(id => ((string?)$"grant_type=client_credentials&client_id={id}", (string?)null));
        }

        if (type is null)
        {
            return [(null, null)];
        }

        return ContentOf(route) is { } content && content.Value.TryGetProperty("example", out var example)
                ? Variants(JsonNode.Parse(example.GetRawText())!.AsObject()).Select(variant => ((string?)variant.ToJsonString(), (string?)null))
                : [("{}", null)];
    }

    // The example itself; the same about partners of the worlds, shown and hidden and absent; and its terms for what is hidden.
    private IEnumerable<JsonObject> Variants(JsonObject example)
    {
        yield return example;
        var text = example.ToJsonString();
        foreach (var handle in new[] { "crier", "hidden-cert", "nobody-at-all" }.Where(_ => ExampleHandles.Any(h => text.Contains($"\"{h}\"", StringComparison.Ordinal))))
        {
            yield return JsonNode.Parse(ExampleHandles.Aggregate(text, (now, old) => now.Replace($"\"{old}\"", $"\"{handle}\"", StringComparison.Ordinal)))!.AsObject();
        }

        if (example["sharing"] is null)
        {
            yield break;
        }

        foreach (var audience in new[]
        {
            """{ "groups": ["hidden-isac"] }""", """{ "groups": ["nobody"] }""", $$"""{ "groups": ["{{Groups[0]}}"] }""", $$"""{ "partners": ["{{_twins.Life.Partner("hidden-cert")}}"] }""",
            $$"""{ "members": ["{{_twins.Life.Member("hidden-cert")}}"] }""", """{ "roles": ["operator"] }""", """{ "sectors": ["jp.electricity"] }""",
        })
        {
            var variant = JsonNode.Parse(text)!.AsObject();
            variant["sharing"] = new JsonObject { ["label"] = audience.Contains("members", StringComparison.Ordinal) ? "TLP:RED" : "TLP:AMBER", ["audience"] = JsonNode.Parse(audience) };
            if (variant.ContainsKey("as"))
            {
                variant["as"] = "crier";
            }

            yield return variant;
        }
    }

    private static JsonObject Coordinated(JsonObject terms)
    {
        terms["provenance"] = "coordinator";
        return terms;
    }

    private string Real(IncidentId id) => Real(id.Value);

    private string Real(Guid id) => _twins.Whole.World.Real(id).ToString();

    [GeneratedRegex("\\{(?<name>\\w+)(:[^}]*)?\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Constraint();
}
