using System.Text.Json;
using System.Text.RegularExpressions;

namespace CyberExchange.EndToEnd.Tests.Hostile;

/// <summary>The bodies that the description of the API gives as examples, route by route: the places from which changes go furthest.</summary>
internal sealed partial class RouteExamples(JsonElement paths)
{
    public static async Task<RouteExamples> ReadAsync(HttpClient anybody, CancellationToken ct)
    {
        using var description = JsonDocument.Parse(await anybody.GetStringAsync("/openapi/v1.json", ct));
        return new(description.RootElement.GetProperty("paths").Clone());
    }

    /// <summary>The media type of a route's body, and its example; null where the description has none.</summary>
    public (string Type, string? Example)? Of(OpenRoute route)
    {
        var path = Constraint().Replace(route.Pattern.RawText ?? "", "{${name}}").TrimEnd('/'); // Every route has a text.
        if (!(paths.TryGetProperty(path, out var operations) || paths.TryGetProperty(path + "/", out operations))
            || !operations.TryGetProperty(route.Method.ToLowerInvariant(), out var operation)
            || !operation.TryGetProperty("requestBody", out var body))
        {
            return route.Accepts is { } accepted ? (accepted, null) : null;
        }

        var content = body.GetProperty("content").EnumerateObject().First();
        return (content.Name, content.Value.TryGetProperty("example", out var example) ? example.GetRawText() : null);
    }

    [GeneratedRegex("\\{(?<name>\\w+)(:[^}]*)?\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Constraint();
}
