using CyberExchange.Contracts.Tokens;
using CyberExchange.Server.Gate;
using CyberExchange.Server.OpenApi;
using Microsoft.OpenApi;

namespace CyberExchange.Server.Tokens;

/// <summary>The exchange as an authorization server: tokens, its metadata and its keys.</summary>
public static class TokenRoutes
{
    public static IServiceCollection AddTokens(this IServiceCollection services, TokenOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton<TokenKeys>()
            .AddSingleton<IssueToken>()
            .AddSingleton<AuthorizationServer>()
            .AddSingleton(s => new TokenIssuer(options.Origin, options.Origin, s.GetRequiredService<TokenKeys>().Find));
        if (options.External is not { } external)
        {
            return services;
        }

        return services
            .AddSingleton(s => new ExternalIssuer(
                external, ExternalIssuer.DefaultHandler(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ExternalIssuer>>()))
            .AddSingleton(s => s.GetRequiredService<ExternalIssuer>().Issuer)
            .AddHostedService(s => s.GetRequiredService<ExternalIssuer>());
    }

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("").WithTags("Tokens");
        tokens.MapPost(IssueToken.Address, (HttpContext http, Caller caller, IssueToken handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.ObtainTokens)
            .WithMetadata(new TokenRefusals())
            .Describes("IssueToken", "Get an access token that is bound to the certificate of the connection (RFC 8705)")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = Form();
                return Task.CompletedTask;
            })
            .Produces<TokenDocument>()
            .Produces<TokenErrorDocument>(StatusCodes.Status400BadRequest)
            .Produces<TokenErrorDocument>(StatusCodes.Status401Unauthorized)
            .WithProblems(503);
        tokens.MapGet(AuthorizationServer.MetadataAddress, (AuthorizationServer server) => server.Metadata())
            .Requires(Capability.ReadTokenMetadata)
            .Describes("ReadAuthorizationServer", "Read how access tokens are had (RFC 8414)")
            .Produces<AuthorizationServerDocument>().WithProblems(401, 403);
        tokens.MapGet(AuthorizationServer.KeysAddress, (AuthorizationServer server) => server.Keys())
            .Requires(Capability.ReadTokenMetadata)
            .Describes("ReadTokenKeys", "Read the keys that access tokens are signed with (RFC 7517)")
            .Produces<KeySetDocument>().WithProblems(401, 403);
    }

    // Said to readers only: said to routing, a body of another kind would be refused before the endpoint can, in other words.
    private static OpenApiRequestBody Form() => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [TokenRequests.MediaType] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string>(StringComparer.Ordinal) { "grant_type", "client_id" },
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["grant_type"] = Text($"Always {IssueToken.GrantType}."),
                        ["client_id"] = Text("The id of the member whose certificate the connection has, as /v1/me tells it."),
                        ["scope"] = Text("Capabilities between spaces, as /v1/me tells them; all of them when it is left out."),
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
