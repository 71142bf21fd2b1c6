using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using Microsoft.OpenApi;

namespace CyberExchange.Server.OpenApi;

/// <summary>Says of each route what it takes and answers, for the description of the API.</summary>
public static class RouteDescriptions
{
    private const string Json = "application/json";

    /// <summary>A route that makes something of a JSON body.</summary>
    public static RouteHandlerBuilder DescribesCreation<TBody>(this RouteHandlerBuilder route, string name, string summary, string example)
        where TBody : notnull =>
        route.DescribesCreation<TBody, WriteReceipt>(name, summary, example);

    /// <summary>A route that makes something of a JSON body, with a receipt of its own.</summary>
    public static RouteHandlerBuilder DescribesCreation<TBody, TReceipt>(this RouteHandlerBuilder route, string name, string summary, string example)
        where TBody : notnull =>
        route.Describes(name, summary)
            .Accepts<TBody>(Json)
            .Produces<TReceipt>(StatusCodes.Status201Created)
            .WithProblems(400, 401, 403, 409, 413, 415, 422, 503)
            .WithHeader(WriteRequests.KeyHeader, "Makes the request happen once, however often it is sent: 1 to 200 visible ASCII characters. The answer to a repeat says Idempotency-Replayed: true.", required: true)
            .WithExample(example);

    /// <summary>A route that changes an item.</summary>
    public static RouteHandlerBuilder DescribesChange<TBody>(this RouteHandlerBuilder route, string name, string summary, string example)
        where TBody : notnull =>
        route.DescribesChange<TBody, WriteReceipt>(name, summary, example);

    /// <summary>A route that changes what the caller must know, with a receipt of its own.</summary>
    public static RouteHandlerBuilder DescribesChange<TBody, TReceipt>(this RouteHandlerBuilder route, string name, string summary, string example)
        where TBody : notnull =>
        route.Describes(name, summary)
            .Accepts<TBody>(Json)
            .Produces<TReceipt>()
            .WithProblems(400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428, 503)
            .WithHeader(WriteRequests.KeyHeader, "Makes the request happen once, however often it is sent: 1 to 200 visible ASCII characters. The answer to a repeat says Idempotency-Replayed: true.", required: true)
            .WithHeader("If-Match", "The ETag that the item had for the caller when it was read.", required: true)
            .WithExample(example);

    /// <summary>A route that decides on what the caller has read, by its address alone.</summary>
    public static RouteHandlerBuilder DescribesDecision(this RouteHandlerBuilder route, string name, string summary) => route
        .Describes(name, summary)
        .Produces<WriteReceipt>()
        .WithProblems(400, 401, 403, 404, 409, 410, 412, 422, 428, 503)
        .WithHeader(WriteRequests.KeyHeader, "Makes the request happen once, however often it is sent: 1 to 200 visible ASCII characters.", required: true)
        .WithHeader("If-Match", "The ETag that the item had for the caller when it was read.", required: true);

    /// <summary>A route that orders something without naming a state that the caller must know: to suspend twice is to suspend.</summary>
    public static RouteHandlerBuilder DescribesOrder<TReceipt>(this RouteHandlerBuilder route, string name, string summary) => route
        .Describes(name, summary)
        .Produces<TReceipt>()
        .WithProblems(400, 401, 403, 404, 409, 503)
        .WithHeader(WriteRequests.KeyHeader, "Makes the request happen once, however often it is sent: 1 to 200 visible ASCII characters.", required: true);

    /// <summary>The JSON body of an order.</summary>
    public static RouteHandlerBuilder WithBody<TBody>(this RouteHandlerBuilder route, string example)
        where TBody : notnull =>
        route.Accepts<TBody>(Json).WithProblems(413, 415, 422).WithExample(example);

    /// <summary>A body of bytes that nobody reads here.</summary>
    /// <remarks>It stands in the description alone: a route that is matched by its media type would answer before the gate does.</remarks>
    public static RouteHandlerBuilder WithBytes(this RouteHandlerBuilder route, string mediaType) =>
        route.WithProblems(413, 415, 422).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [mediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                },
            };
            return Task.CompletedTask;
        });

    /// <summary>A route that forwards an item, or takes that back. It names no state that the caller must have read.</summary>
    public static RouteHandlerBuilder DescribesForward(this RouteHandlerBuilder route, string name, string summary) =>
        route.DescribesOrder<WriteReceipt>(name, summary).WithProblems(410);

    /// <summary>A route that reads one thing.</summary>
    public static RouteHandlerBuilder DescribesRead<TAnswer>(this RouteHandlerBuilder route, string name, string summary) =>
        route.Describes(name, summary).Produces<TAnswer>().WithProblems(400, 401, 403, 404, 410, 503).WithConsistencyToken();

    /// <summary>A route that lists items page by page.</summary>
    public static RouteHandlerBuilder DescribesList<TPage>(this RouteHandlerBuilder route, string name, string summary) =>
        route.Describes(name, summary).Produces<TPage>().WithProblems(400, 401, 403, 503).WithConsistencyToken()
            .WithFilter().WithQuery("after", "limit");

    /// <summary>A route that counts items.</summary>
    public static RouteHandlerBuilder DescribesCount(this RouteHandlerBuilder route, string name, string summary) =>
        route.Describes(name, summary).Produces<CountDocument>().WithProblems(400, 401, 403, 503).WithConsistencyToken()
            .WithFilter();

    /// <summary>Name and summary, and that problems have one shape.</summary>
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder route, string name, string summary) =>
        route.WithName(name).WithSummary(summary).WithProblems(429);

    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<ProblemDocument>(status, Problem.MediaType);
        }

        return route;
    }

    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder route, string name, string description, bool required) =>
        route.WithParameter(name, ParameterLocation.Header, description, required);

    /// <summary>Optional query parameters of the route, each a text.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params string[] names)
    {
        foreach (var name in names)
        {
            route.WithParameter(name, ParameterLocation.Query, description: null, required: false);
        }

        return route;
    }

    // Of a parameter that is given several times any value will do; the parameters must all be met.
    private static RouteHandlerBuilder WithFilter(this RouteHandlerBuilder route)
    {
        foreach (var name in ListRequest.FilterNames)
        {
            if (ListRequest.GivenOnce.Contains(name))
            {
                route.WithQuery(name);
            }
            else
            {
                route.WithParameter(name, ParameterLocation.Query, "Any of several values.", required: false, timesMax: ListRequest.ValuesMax);
            }
        }

        return route;
    }

    /// <summary>A body that a test sends as it stands.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, string json) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        if (operation.RequestBody?.Content is { } content && content.TryGetValue(Json, out var body))
        {
            body.Example = JsonNode.Parse(json);
        }

        return Task.CompletedTask;
    });

    private static RouteHandlerBuilder WithConsistencyToken(this RouteHandlerBuilder route) => route.WithHeader(
        FreshReads.TokenHeader, "Given with an earlier write: the read waits until it shows that write.", required: false);

    private static RouteHandlerBuilder WithParameter(
        this RouteHandlerBuilder route, string name, ParameterLocation where, string? description, bool required, int timesMax = 1) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var text = new OpenApiSchema { Type = JsonSchemaType.String };
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = where,
                Description = description,
                Required = required,
                Schema = timesMax == 1 ? text : new OpenApiSchema { Type = JsonSchemaType.Array, Items = text, MaxItems = timesMax },
            });
            return Task.CompletedTask;
        });
}
