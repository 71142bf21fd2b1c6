using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Items;

/// <summary>Lets a read of content through only while what may be shown is certain.</summary>
/// <remarks>
/// A core that is stopped or behind may still show what was withdrawn from the viewer. It is also here that a read waits
/// for a write whose consistency token it carries.
/// </remarks>
public sealed class FreshReads(ProjectionRunner core, TokenSealer sealer) : IEndpointFilter
{
    public const string TokenHeader = "Consistency-Token";

    /// <summary>How old the last moment may be at which the core held the whole log.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TokenWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Whether content may be shown now. Streams ask again while they run.</summary>
    public bool MayShow => core.IsFresh(AgeMax);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.Headers[TokenHeader] is { Count: > 0 } given)
        {
            var viewer = context.HttpContext.RequestServices.GetRequiredService<Viewer>();
            if (given is not [{ } token] || sealer.Open(TokenPurpose.Consistency, viewer, token) is not { } place)
            {
                return ProblemAnswers.BadToken(TokenHeader);
            }

            if (!await core.WaitForAsync(place.Position, TokenWaitMax, context.HttpContext.RequestAborted))
            {
                return ProblemAnswers.ViewsBehind;
            }
        }

        return MayShow ? await next(context) : ProblemAnswers.ViewsBehind;
    }
}

/// <summary>Puts the filter on routes.</summary>
public static class FreshReadsOfRoutes
{
    /// <summary>The route reads content: it answers 503 while what may be shown is not certain, and takes a Consistency-Token.</summary>
    public static RouteHandlerBuilder ReadsContent(this RouteHandlerBuilder route) => route.AddEndpointFilter<RouteHandlerBuilder, FreshReads>();
}
