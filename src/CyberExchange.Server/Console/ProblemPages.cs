using CyberExchange.Contracts;
using CyberExchange.Server.Console.Pages;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Console;

/// <summary>Problems as pages, for browsers.</summary>
internal sealed class ProblemPages : IProblemPages
{
    /// <summary>Whether somebody navigates here: browsers then name text/html, and programs do not.</summary>
    public bool Suits(HttpRequest request) => HttpMethods.IsGet(request.Method) && JsonRoutes.Names(request, "text/html");

    public Task ShowAsync(HttpContext http, ProblemDocument problem) => new Page<ProblemPage, ProblemDocument>(problem, problem.Status).ExecuteAsync(http);
}
