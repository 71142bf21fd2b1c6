using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Gate;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CyberExchange.EndToEnd.Tests.Hostile;

/// <summary>Makes requests of what the description of the API gives as examples, at what is there and at what is not, as they stand and changed.</summary>
internal sealed class RouteFuzz(IReadOnlyList<OpenRoute> routes, RouteExamples examples, Random random)
{
    /// <summary>The one provider of advisories that the exchange may fetch from: nobody is there.</summary>
    public const string Provider = "localhost:9";

    private static readonly string[] Values =
    [
        "", "-1", "0", "2147483648", "%00", "%ff", "..", "%2e%2e%2f", "'", "\"", "a b", "é", "日本", "%F0%9F%92%A5", "null", "true", "[]", "{}", "a,b", "*", "00000000-0000-0000-0000-000000000000",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1e400", "EU", "TLP:RED", new('x', 2_000),
    ];

    private static readonly string[] Names =
    [
        "limit", "after", "label", "sector", "severity", "since", "until", "q", "vendor", "product", "cve", "subscription", "kind", "originator", "state", "unheard-of",
    ];

    private static readonly string[] Headers =
    [
        "If-Match", "If-None-Match", "Consistency-Token", "Last-Event-ID", "Accept", "Accept-Language", "Idempotency-Key", "Authorization", "X-Forwarded-For",
        "X-Forwarded-Client-Cert", "Client-Cert", "X-SSL-Client-Verify", "Forwarded", "Range", "Origin", "Expect", "Content-Language", "Prefer",
    ];

    private static readonly string[] OtherSide = ["delegate-jp"];

    // What ends a thing is not among what makes things.
    private static readonly string[] Ends = ["withdrawal", "dissolution", "closing", "revocation", "suspension", "rejection", "refusal", "unbinding"];

    /// <summary>What the exchange has told so far.</summary>
    public KnownPlaces Known { get; } = new(routes, random);

    /// <summary>What makes things of which all others can be asked: what needs nothing first, by everybody who may; and the lists of what was made.</summary>
    public IEnumerable<Target> Making =>
        from route in routes.OrderBy(r => r.Pattern.Parameters.Count).ThenBy(r => r.Method == "GET")
        where route.Method != "DELETE" && !(route.Pattern.PathSegments is [.., var last] && last.Parts[0] is RoutePatternLiteralPart end && Ends.Contains(end.Content, StringComparer.Ordinal))
        from member in route is { Method: "POST", Pattern.Parameters.Count: 0 } || IsOfTwoSides(route) ? MembersOf(route) : [null]
        let place = Known.PathOf(route, Filling) // Asked for when its turn comes, since what was made before is known then.
        select new Target(route, place.Path, member ?? (place.Member is { } told && MembersOf(route).Contains(told, StringComparer.Ordinal) ? told : MembersOf(route).FirstOrDefault()));

    /// <summary>A route, with what it is asked about and by whom.</summary>
    public Target Aim(OpenRoute route)
    {
        var real = random.Next(5) > 0;
        var (path, told) = real ? Known.PathOf(route, Filling) : (route.Path(_ => random.Next(3) == 0 ? Values[random.Next(Values.Length)] : OpenRoute.Nobody), null);
        var may = MembersOf(route);
        var member = random.Next(10) switch
        {
            0 => OtherSide[0],
            < 7 when told is not null && may.Contains(told, StringComparer.Ordinal) => told,
            _ => route.Caller is null && random.Next(2) == 0 ? null : may.Count > 0 ? may[random.Next(may.Count)] : route.Caller,
        };
        return new(route, path, member);
    }

    /// <summary>A read of what is there.</summary>
    public static HttpRequestMessage Read(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/json, */*;q=0.1");
        return request;
    }

    /// <summary>The example of the route, about what is there.</summary>
    public HttpRequestMessage AsItStands(Target aim)
    {
        if (aim.Route.Method == "GET")
        {
            return Read(aim.Path);
        }

        var request = new HttpRequestMessage(new HttpMethod(aim.Route.Method), new Uri(aim.Path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("If-Match", Known.TagAbove(aim.Path, aim.Member) ?? "\"none\"");
        if (examples.Of(aim.Route) is var (type, example))
        {
            request.Content = ContentOf(aim.Route, type, example is null ? null : JsonNode.Parse(AboutKnown(example)));
        }

        return request;
    }

    /// <summary>Something like it.</summary>
    public HttpRequestMessage Changed(Target aim)
    {
        var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Names[random.Next(Names.Length)]}={Values[random.Next(Values.Length)]}"));
        var method = random.Next(20) == 0 ? "PATCH" : aim.Route.Method;
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(aim.Path + (query.Length > 0 ? "?" + query : ""), UriKind.Relative));
        if (random.Next(10) > 0)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        }

        if (random.Next(4) > 0 && Known.TagAbove(aim.Path, aim.Member) is { } tag)
        {
            request.Headers.TryAddWithoutValidation(method == "GET" ? "If-None-Match" : "If-Match", tag);
        }

        // Most of them are refused before anything else is looked at.
        for (var i = random.Next(3) == 0 ? random.Next(1, 3) : 0; i > 0; i--)
        {
            request.Headers.TryAddWithoutValidation(Headers[random.Next(Headers.Length)], Values[random.Next(Values.Length)]);
        }

        if (method is "POST" or "PUT" or "PATCH" || random.Next(20) == 0)
        {
            var (type, example) = examples.Of(aim.Route) ?? ("application/json", """{"reason":"a"}""");
            var bytes = Encoding.UTF8.GetBytes(example ?? new string('x', 100));
            request.Content = random.Next(10) switch
            {
                0 => Raw(type, bytes[..random.Next(bytes.Length)]),
                1 => Raw(type, Spoilt(bytes)),
                2 => Raw("multipart/form-data; boundary=x", bytes),
                _ => ContentOf(aim.Route, type, example is null ? null : Changed(JsonNode.Parse(AboutKnown(example))!)), // It has members.
            };
        }

        return request;
    }

    private byte[] Spoilt(byte[] bytes)
    {
        if (random.Next(2) == 0)
        {
            random.NextBytes(bytes);
        }

        for (var i = random.Next(1, 5); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private HttpContent ContentOf(OpenRoute route, string type, JsonNode? example)
    {
        if (type == AdvisoryForms.MediaType && example is JsonObject parts)
        {
            // What is published a second time is refused before it is read.
            if (route.Method == "POST" && random.Next(2) == 0 && parts[AdvisoryForms.DocumentPart] is JsonObject whole && whole["document"] is JsonObject document && document["tracking"] is JsonObject tracking)
            {
                tracking["id"] = $"FUZZ-{random.Next():x8}";
            }

            var form = new MultipartFormDataContent("parts-of-a-form");
            foreach (var part in parts.Where(part => part.Key.Length > 0))
            {
                form.Add(new StringContent(part.Value?.ToJsonString() ?? "null"), part.Key, $"{part.Key}.json");
            }

            return form;
        }

        if (example is not null)
        {
            return Raw(type, Encoding.UTF8.GetBytes(example.ToJsonString()));
        }

        return Raw(type, Encoding.UTF8.GetBytes(type == "application/x-www-form-urlencoded" ? $"grant_type=client_credentials&client_id={OpenRoute.Nobody}" : "bytes"));
    }

    private static ByteArrayContent Raw(string type, byte[] bytes) => new(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    private static List<string?> MembersOf(OpenRoute route) =>
    [
        .. OpenRoute.OneOfEachRole.Where(m => route.Required.All(capability => Rights.Has(m.Role, capability))).Select(m => m.Member),
        .. IsOfTwoSides(route) ? OtherSide : [],
    ];

    // One side proposes, and the other decides.
    private static bool IsOfTwoSides(OpenRoute route) => route.Required.Contains(Capability.ConductDialogue);

    // The ids of an example are nobody's, and nothing is fetched from its provider.
    private string AboutKnown(string example)
    {
        var json = JsonNode.Parse(example.Replace("advisories.example.com", Provider, StringComparison.Ordinal))!;
        foreach (var (parent, key) in Places(json).ToList())
        {
            var value = parent is JsonObject o ? o[key.Name!] : parent.AsArray()[key.Index]; // A place of an object has a name.
            if (value is JsonValue text && text.TryGetValue<string>(out var id) && Guid.TryParse(id, out _) && Known.IdFor(key.Name ?? "") is { } known)
            {
                Put(parent, key, JsonValue.Create(known));
            }
        }

        return json.ToJsonString();
    }

    // Of what a route counts there is one at least.
    private static string Filling(string place) => place switch
    {
        "jurisdiction" => "EU",
        "label" => "green",
        "revision" => "1",
        "row" => "root-cause",
        "handle" => "maker-eu",
        _ => OpenRoute.Nobody,
    };

    private JsonNode Changed(JsonNode json)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            Change(json);
        }

        return json;
    }

    // One value somewhere becomes another, of the same kind or not; or it is gone, or there is one more.
    private void Change(JsonNode json)
    {
        var places = Places(json).ToList();
        if (places.Count == 0)
        {
            return;
        }

        var (parent, key) = places[random.Next(places.Count)];
        if (random.Next(8) == 0 && parent is JsonObject whole)
        {
            whole.Remove(key.Name!); // A place of an object has a name.
            return;
        }

        if (random.Next(8) == 0 && parent is JsonArray list)
        {
            list.Add(list[key.Index]?.DeepClone());
            return;
        }

        Put(parent, key, random.Next(7) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next()),
            2 => JsonValue.Create(-0.5m),
            3 => JsonValue.Create(Known.IdFor(key.Name ?? "") ?? ""),
            4 => new JsonArray(JsonValue.Create("a"), JsonValue.Create(1)),
            5 => new JsonObject { ["a"] = JsonValue.Create(true) },
            _ => JsonValue.Create(Uri.UnescapeDataString(Values[random.Next(Values.Length)])),
        });
    }

    private static void Put(JsonNode parent, (string? Name, int Index) key, JsonNode? value)
    {
        if (parent is JsonObject o)
        {
            o[key.Name!] = value; // A place of an object has a name.
        }
        else
        {
            parent.AsArray()[key.Index] = value;
        }
    }

    private static IEnumerable<(JsonNode Parent, (string? Name, int Index) Key)> Places(JsonNode? json) => json switch
    {
        JsonObject o => o.Select(m => (json, ((string?)m.Key, 0))).Concat(o.SelectMany(m => Places(m.Value))),
        JsonArray a => a.Select((_, i) => ((JsonNode)a, ((string?)null, i))).Concat(a.SelectMany(Places)),
        _ => [],
    };

    /// <summary>A route, with what it is asked about and by whom.</summary>
    /// <param name="Route">The route.</param>
    /// <param name="Path">What it is asked about.</param>
    /// <param name="Member">Who asks; null for the public.</param>
    public sealed record Target(OpenRoute Route, string Path, string? Member);
}
