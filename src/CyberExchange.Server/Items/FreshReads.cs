using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Items;

/// <summary>Lets a read of a view through only while what may be shown is certain.</summary>
/// <remarks>
/// A core that is stopped or behind may still show what was withdrawn from the viewer. It is also here that a read waits
/// for a write whose consistency token it carries.
/// </remarks>
/// <param name="view">The view that is read.</param>
/// <param name="sealer">Opens the token.</param>
public sealed class FreshReads(ProjectionRunner view, TokenSealer sealer) : IEndpointFilter
{
    public const string TokenHeader = "Consistency-Token";

    /// <summary>How old the last moment may be at which the core held the whole log.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TokenWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Whether content may be shown now. Streams ask again while they run.</summary>
    public bool MayShow => view.IsFresh(AgeMax);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await CheckAsync(context.HttpContext) is { } problem ? problem : await next(context);

    /// <summary>Waits for the write that the request names; what keeps the view from being shown, or null.</summary>
    public async Task<Problem?> CheckAsync(HttpContext http)
    {
        if (http.Request.Headers[TokenHeader] is { Count: > 0 } given)
        {
            var viewer = http.RequestServices.GetRequiredService<Viewer>();
            if (given is not [{ } token] || sealer.Open(TokenPurpose.Consistency, viewer, token) is not { } place)
            {
                return ProblemAnswers.BadToken(TokenHeader);
            }

            if (!await view.WaitForAsync(place.Position, TokenWaitMax, http.RequestAborted))
            {
                return ProblemAnswers.ViewsBehind;
            }
        }

        return MayShow ? null : ProblemAnswers.ViewsBehind;
    }
}

/// <summary>Puts the filter on routes.</summary>
public static class FreshReadsOfRoutes
{
    /// <summary>The route reads content: it answers 503 while what may be shown is not certain, and takes a Consistency-Token.</summary>
    public static RouteHandlerBuilder ReadsContent(this RouteHandlerBuilder route) => route.AddEndpointFilter<RouteHandlerBuilder, FreshReads>();

    /// <summary>The same for a route that reads another view.</summary>
    /// <param name="route">The route.</param>
    /// <param name="view">Name of the view.</param>
    /// <param name="reads">Whether a request reads it at all; null where each does.</param>
    public static RouteHandlerBuilder ReadsView(this RouteHandlerBuilder route, string view, Func<HttpRequest, bool>? reads = null) => route.AddEndpointFilterFactory((context, next) =>
    {
        var filter = new FreshReads(
            context.ApplicationServices.GetRequiredService<ViewRunners>().Of(view), context.ApplicationServices.GetRequiredService<TokenSealer>());
        return invocation => reads?.Invoke(invocation.HttpContext.Request) is false ? next(invocation) : filter.InvokeAsync(invocation, next);
    });
}
