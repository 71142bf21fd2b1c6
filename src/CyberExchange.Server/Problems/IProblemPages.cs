using CyberExchange.Contracts;

namespace CyberExchange.Server.Problems;

/// <summary>Shows problems to people: whoever asks for a page reads one instead of JSON, under the same status.</summary>
public interface IProblemPages
{
    /// <summary>Whether the request asks for a page.</summary>
    bool Suits(HttpRequest request);

    Task ShowAsync(HttpContext http, ProblemDocument problem);
}
