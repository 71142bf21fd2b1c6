using CyberExchange.Server.Problems;
using Microsoft.Net.Http.Headers;

namespace CyberExchange.Server.Requests;

/// <summary>Routes that answer in JSON and in nothing else.</summary>
public static class JsonRoutes
{
    private const string Json = "application/json";

    /// <summary>The routes answer 406 to whoever takes no JSON (RFC 9110, 12.5.1).</summary>
    public static TBuilder AnswersJson<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter((context, next) => Takes(context.HttpContext.Request, Json)
            ? next(context)
            : ValueTask.FromResult<object?>(ProblemAnswers.NotAcceptable(Json)));

    /// <summary>Whether the caller takes this media type; one that says nothing takes any.</summary>
    public static bool Takes(HttpRequest request, string mediaType)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var offered = new MediaTypeHeaderValue(mediaType);
        return accepted.Count == 0 || accepted.Any(a => a.Quality is not 0 && offered.IsSubsetOf(a));
    }

    /// <summary>Whether the caller names this media type itself; a range that covers it does not count.</summary>
    public static bool Names(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.Any(a => a.Quality is not 0 && a.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase));
}
