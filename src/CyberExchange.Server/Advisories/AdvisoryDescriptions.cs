using System.Text.Json.Nodes;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using Microsoft.OpenApi;

namespace CyberExchange.Server.Advisories;

/// <summary>Describes the one body that is not JSON.</summary>
internal static class AdvisoryDescriptions
{
    /// <summary>The publication of a document with its terms.</summary>
    public static RouteHandlerBuilder DescribesPublication(this RouteHandlerBuilder route) =>
        route.Describes("PublishAdvisory", "Publish a CSAF document; the receipt says what its tests found")
            .Produces<WriteReceipt>(StatusCodes.Status201Created)
            .WithProblems(400, 401, 403, 409, 413, 415, 422, 503)
            .WithHeader(WriteRequests.KeyHeader, "Makes the request happen once, however often it is sent: 1 to 200 visible ASCII characters.", required: true)
            .WithForm<PublishAdvisoryTerms>(AdvisoryExamples.Terms);

    /// <summary>A form of terms and a document.</summary>
    /// <typeparam name="TTerms">The shape of the terms.</typeparam>
    /// <param name="route">The route.</param>
    /// <param name="example">The terms, as a test sends them.</param>
    public static RouteHandlerBuilder WithForm<TTerms>(this RouteHandlerBuilder route, string example) =>
        route.AddOpenApiOperationTransformer(async (operation, context, ct) =>
        {
            var terms = await context.GetOrCreateSchemaAsync(typeof(TTerms), cancellationToken: ct);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The terms, and the document byte for byte as its publisher made it; in any order.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [AdvisoryForms.MediaType] = Form(terms, example) },
            };
        });

    private static OpenApiMediaType Form(OpenApiSchema terms, string example) => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(StringComparer.Ordinal) { AdvisoryForms.TermsPart, AdvisoryForms.DocumentPart },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                [AdvisoryForms.TermsPart] = terms,
                [AdvisoryForms.DocumentPart] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A CSAF document of version 2.0 or 2.1 that passes the schema and, unless it is a third party's, the mandatory tests (6.1)." },
            },
        },
        Example = new JsonObject
        {
            [AdvisoryForms.TermsPart] = JsonNode.Parse(example),
            [AdvisoryForms.DocumentPart] = JsonNode.Parse(AdvisoryExamples.Document),
        },
    };
}
