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
        route.Describes("PublishAdvisory", "Publish a CSAF document")
            .Produces<WriteReceipt>(StatusCodes.Status201Created)
            .WithProblems(400, 401, 403, 409, 413, 415, 422, 503)
            .WithHeader(WriteRequests.KeyHeader, "Makes the request happen once, however often it is sent: 1 to 200 visible ASCII characters.", required: true)
            .AddOpenApiOperationTransformer(async (operation, context, ct) =>
            {
                var terms = await context.GetOrCreateSchemaAsync(typeof(PublishAdvisoryTerms), cancellationToken: ct);
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Description = "The terms, and the document byte for byte as its publisher made it; in any order.",
                    Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [AdvisoryForms.MediaType] = Form(terms) },
                };
            });

    private static OpenApiMediaType Form(OpenApiSchema terms) => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(StringComparer.Ordinal) { AdvisoryForms.TermsPart, AdvisoryForms.DocumentPart },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                [AdvisoryForms.TermsPart] = terms,
                [AdvisoryForms.DocumentPart] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A CSAF 2.0 document." },
            },
        },
        Example = new JsonObject
        {
            [AdvisoryForms.TermsPart] = JsonNode.Parse(AdvisoryExamples.Terms),
            [AdvisoryForms.DocumentPart] = JsonNode.Parse(AdvisoryExamples.Document),
        },
    };
}
