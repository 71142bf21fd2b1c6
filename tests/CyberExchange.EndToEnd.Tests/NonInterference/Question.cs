using System.Globalization;
using System.Text;

namespace CyberExchange.EndToEnd.Tests.NonInterference;

/// <summary>A request that is put to both exchanges.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Path and query; <see cref="Place"/> in it stands for each exchange's own token.</param>
internal sealed record Question(string Method, string Path)
{
    /// <summary>Where a token goes, in a path or a header.</summary>
    public const string Place = "{token}";

    /// <summary>The route that it is put to, as the server has it.</summary>
    public required string Route { get; init; }

    /// <summary>The tokens that the two exchanges gave for the same place.</summary>
    public (string Whole, string Less)? Tokens { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string? Body { get; init; }

    /// <summary>The media type of the body; of a form with parts, the body is the part with the terms.</summary>
    public string? BodyType { get; init; }

    /// <summary>The part of a form that is not the terms.</summary>
    public string? Document { get; init; }

    /// <summary>Whether it asks to be told without end.</summary>
    public bool IsStream => Headers.Contains(("Accept", "text/event-stream"));

    public HttpRequestMessage ToRequest(bool ofWhole)
    {
        var token = Tokens is { } tokens ? ofWhole ? tokens.Whole : tokens.Less : "";
        var request = new HttpRequestMessage(new HttpMethod(Method), Path.Replace(Place, token, StringComparison.Ordinal));
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value.Replace(Place, token, StringComparison.Ordinal));
        }

        request.Content = (Body, Document) switch
        {
            (null, _) => null,
            (_, null) => new StringContent(Body, Encoding.UTF8, BodyType ?? "application/json"),
            _ => new MultipartFormDataContent("parts-of-a-form") { { new StringContent(Body), "terms", "terms.json" }, { new StringContent(Document), "document", "document.json" } },
        };
        return request;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Method} {Path}{string.Concat(Headers.Select(h => $" {h.Name}: {h.Value}"))}{(Body is null ? "" : $" with {Body.Length} characters: {(Body.Length > 200 ? Body[..200] : Body)}")}");
}

/// <summary>What one exchange answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">Status, headers and body, without what is not compared.</param>
/// <param name="Body">The body as it came.</param>
/// <param name="ETag">The entity tag; null for none.</param>
/// <param name="IsHtml">Whether it is a page.</param>
internal sealed record Answer(int Status, string Text, string Body, string? ETag, bool IsHtml);
