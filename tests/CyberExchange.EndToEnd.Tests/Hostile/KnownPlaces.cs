using System.Text.Json;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CyberExchange.EndToEnd.Tests.Hostile;

/// <summary>What the exchange has told so far of what is there: addresses below which routes lead on, who was told of them, and entity tags.</summary>
internal sealed class KnownPlaces(IReadOnlyList<OpenRoute> routes, Random random)
{
    /// <summary>So many are remembered of a kind; then new ones take the place of others, which may have come to an end.</summary>
    private const int OfAKindMax = 24;

    private const int WordCharactersMax = 64;

    // What stands there when the exchange starts holds up the test itself: its partners, their keys, and the views.
    private static readonly string[] Spared = ["/v1/partners", "/v1/me", "/v1/views"];

    private static readonly string[] Names = ["id", "name", "handle", "version", "edition", "key", "cve", "jurisdiction"];

    private readonly Dictionary<string, List<(string Path, string? Member)>> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);

    /// <summary>A path of the route, as far as possible that of something which is there, and who was told of it; null where nobody was.</summary>
    /// <param name="route">The route.</param>
    /// <param name="fill">What is put into places of which nothing is known.</param>
    public (string Path, string? Member) PathOf(OpenRoute route, Func<string, string> fill)
    {
        var places = route.Pattern.PathSegments.ToList();
        for (var depth = places.Count; depth > 0; depth--)
        {
            if (places[depth - 1].Parts[0] is RoutePatternParameterPart && _known.TryGetValue(Shape(places.Take(depth)), out var of))
            {
                var (known, member) = of[random.Next(of.Count)];
                var rest = route.Path(fill).Split('/').Skip(depth + 1);
                return (string.Join('/', [known, .. rest]), member);
            }
        }

        return (route.Path(fill), null);
    }

    /// <summary>An id of something that is there, if possible of what the name says.</summary>
    public string? IdFor(string name)
    {
        var start = name[..Math.Min(name.Length, 5)];
        var ids = _known.Values.SelectMany(of => of).Where(k => Guid.TryParse(Last(k.Path), out _)).Select(k => k.Path).ToList();
        var fitting = ids.Where(path => path.Contains("/" + start, StringComparison.Ordinal)).ToList();
        return fitting.Count > 0 ? Last(fitting[random.Next(fitting.Count)]) : ids.Count > 0 ? Last(ids[random.Next(ids.Count)]) : null;
    }

    /// <summary>The tag that the nearest thing above the path had when the member read it; null where it read none.</summary>
    public string? TagAbove(string path, string? member)
    {
        for (var at = path; at.Length > 0; at = at[..at.LastIndexOf('/')])
        {
            if (_tags.TryGetValue($"{member} {at}", out var tag))
            {
                return tag;
            }
        }

        return null;
    }

    /// <summary>The nearest thing above the path that is there.</summary>
    public string? Above(string path)
    {
        var parts = path.Split('/');
        return Enumerable.Range(1, parts.Length).Reverse().Select(n => string.Join('/', parts[..n])).FirstOrDefault(at => _known.Values.Any(of => of.Any(k => k.Path == at)));
    }

    /// <summary>Takes from an answer what it tells.</summary>
    public async Task LearnAsync(string method, string path, string? member, HttpResponseMessage answer, CancellationToken ct)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return;
        }

        if (answer.Headers.ETag is { } tag && method == "GET")
        {
            _tags[$"{member} {path}"] = tag.ToString();
        }

        if (answer.Headers.Location is { } location)
        {
            Add((location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString).Split('?')[0], member);
        }

        if (answer.Content.Headers.ContentType?.MediaType is not "application/json" || Spared.Any(spared => path.StartsWith(spared, StringComparison.Ordinal)))
        {
            return;
        }

        using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
        if (method != "GET" && body.RootElement.ValueKind is JsonValueKind.Object && body.RootElement.TryGetProperty("id", out var id))
        {
            Add($"{path.TrimEnd('/')}/{id}", member);
        }
        else if (method == "GET")
        {
            Learn(path.TrimEnd('/'), body.RootElement, member);
        }
    }

    // The elements of a list are places below it, and those of a list within it below a place of that name.
    private void Learn(string path, JsonElement element, string? member)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    AddWords(path, item, member);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object))
                {
                    Learn(path, property.Value, member);
                    Learn($"{path}/{property.Name}", property.Value, member);
                }

                break;
        }
    }

    private void AddWords(string path, JsonElement item, string? member)
    {
        if (item.ValueKind is JsonValueKind.String)
        {
            Add($"{path}/{item.GetString()}", member);
        }
        else if (item.ValueKind is JsonValueKind.Object)
        {
            foreach (var word in item.EnumerateObject().Where(p => Names.Contains(p.Name, StringComparer.Ordinal) && p.Value.ValueKind is JsonValueKind.String))
            {
                Add($"{path}/{word.Value.GetString()}", member);
            }
        }
    }

    // Only where a route leads on: whatever else is in an answer is no place.
    private void Add(string path, string? member)
    {
        var parts = path.Trim('/').Split('/');
        if (parts[^1].Length is 0 or > WordCharactersMax || !parts[^1].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            return;
        }

        foreach (var shape in routes.Where(route => LeadsTo(route, parts)).Select(route => Shape(route.Pattern.PathSegments.Take(parts.Length))).Distinct(StringComparer.Ordinal).ToList())
        {
            var of = _known.TryGetValue(shape, out var known) ? known : _known[shape] = [];
            if (of.Any(k => k.Path == path))
            {
                continue;
            }

            if (of.Count < OfAKindMax)
            {
                of.Add((path, member));
            }
            else
            {
                of[random.Next(of.Count)] = (path, member);
            }
        }
    }

    private static bool LeadsTo(OpenRoute route, string[] parts) =>
        route.Pattern.PathSegments.Count >= parts.Length
        && route.Pattern.PathSegments[parts.Length - 1].Parts[0] is RoutePatternParameterPart last
        && (Guid.TryParse(parts[^1], out _) || !last.ParameterPolicies.Any(policy => policy.Content == "guid"))
        && route.Pattern.PathSegments.Take(parts.Length).Zip(parts).All(pair => pair.First.Parts[0] is not RoutePatternLiteralPart literal || literal.Content == pair.Second);

    private static string Shape(IEnumerable<RoutePatternPathSegment> places) =>
        string.Concat(places.Select(place => place.Parts[0] is RoutePatternLiteralPart literal ? $"/{literal.Content}" : "/{}"));

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}
