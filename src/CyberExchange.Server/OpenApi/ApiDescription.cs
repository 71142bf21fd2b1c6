using CyberExchange.Contracts;
using CyberExchange.Server.Gate;
using Microsoft.OpenApi;

namespace CyberExchange.Server.OpenApi;

/// <summary>The description of the API: <c>/openapi/v1.json</c>.</summary>
public static class ApiDescription
{
    public static IServiceCollection AddDescription(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default))
        .AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new()
                {
                    Title = "CyberExchange",
                    Version = "v1",
                    Description = "Incidents and CSAF advisories, exchanged between partners of the EU and Japan. "
                        + "Callers show a client certificate in the TLS handshake; an access token beside it (POST /oauth2/token, RFC 8705) narrows what they may do. Every problem is application/problem+json (RFC 9457).",
                };

                // The address is the reader's: the one under which it fetched this document.
                document.Servers = [];
                return Task.CompletedTask;
            });
        });

    public static void MapDescription(this IEndpointRouteBuilder routes) =>
        routes.MapOpenApi("/openapi/{documentName}.json").Requires(Capability.ReadOpenApi);
}
