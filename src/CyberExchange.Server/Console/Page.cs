using System.Text;
using CyberExchange.Server.Console.Pages;
using CyberExchange.Server.Console.Texts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CyberExchange.Server.Console;

/// <summary>A page that is rendered on the server, from what it is given and nothing else.</summary>
/// <remarks>
/// Pages ask no services and are routes like any other: the gate, the freshness rule and the queries come before them.
/// The renderer alone is used, and not the framework's page routing, which would bring antiforgery cookies and a key ring
/// before there is a form that changes anything.
/// </remarks>
/// <typeparam name="TModel">What the page shows.</typeparam>
/// <typeparam name="TComponent">The component that shows it.</typeparam>
public sealed class Page<TComponent, TModel>(TModel model, int status = StatusCodes.Status200OK) : IResult
    where TComponent : PageOf<TModel>
    where TModel : class
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(PageOf<>.Model)] = model,
            [nameof(PageOf<>.Request)] = PageRequest.Of(httpContext.Request),
        });
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(parameters)).ToHtmlString());

        var bytes = Encoding.UTF8.GetBytes(html);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        PageHeaders.Write(response);
        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
