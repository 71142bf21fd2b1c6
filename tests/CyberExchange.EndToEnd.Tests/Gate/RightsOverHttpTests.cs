using System.Net;
using System.Net.Http.Json;
using System.Text;
using CyberExchange.Contracts;
using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Hostile;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Testing.Suites;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>The table of rights, cell by cell, over TLS: every route there is, asked by the public, by each role, and by a partner that is suspended.</summary>
public sealed class RightsOverHttpTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Suspended = "grid-eu-service";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_route_answers_those_who_have_the_right_and_nobody_else()
    {
        await exchange.As("steward").PostJsonAsync($"/v1/partners/{exchange.PartnerOf("grid-eu").Id.Value}/suspension", """{"reason":"Under review."}""").ReceiptAsync();
        var wrong = new List<string>();
        var cells = 0;
        foreach (var route in OpenRoute.All(exchange))
        {
            foreach (var (caller, member) in OpenRoute.OneOfEachRole.Select(m => ($"{m.Role.Text()}", (string?)m.Member)).Prepend(("public", null)).Append(("suspended", Suspended)))
            {
                cells++;
                var expected = Expected(route, caller, member);
                var answered = await AskAsync(route, member);
                if (expected != answered)
                {
                    wrong.Add($"{route} as {caller}: {answered} and should be {expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(cells > 400, $"{cells} cells were asked.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{cells} cells of {cells / (OpenRoute.OneOfEachRole.Count + 2)} routes");
    }

    // What a route requires is written at the route alone, so that a wrong word there would be what the other tests expect: this list is the
    // second opinion. A line is looked at before it is added.
    [Fact]
    public void Each_route_requires_what_the_list_says()
    {
        var listed = File.ReadAllLines(Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.EndToEnd.Tests", "Gate", "route-capabilities.txt"));
        var present = (
            from endpoint in exchange.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]
            let host = endpoint.Metadata.GetMetadata<IHostMetadata>() is { } hosts ? $" at {string.Join(',', hosts.Hosts)}" : ""
            let required = endpoint.Metadata.GetOrderedMetadata<RequiresAttribute>().Select(r => r.Capability)
            select $"{method} {endpoint.RoutePattern.RawText}{host}: {string.Join(' ', required)}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        var added = present.Except(listed, StringComparer.Ordinal).Select(line => $"+ {line}");
        var gone = listed.Except(present, StringComparer.Ordinal).Select(line => $"- {line}");
        Assert.True(present.SequenceEqual(listed, StringComparer.Ordinal), $"In route-capabilities.txt, sorted, change these lines:\n{string.Join('\n', added.Concat(gone))}");
    }

    private static Verdict Expected(OpenRoute route, string caller, string? member)
    {
        if (member == Suspended)
        {
            return Verdict.Suspended;
        }

        if (member is null)
        {
            return route.Required.All(Rights.HasPublic) ? Verdict.LetIn : Verdict.CertificateMissing;
        }

        return route.Required.All(capability => Rights.Has(Roles.Parse(caller)!.Value, capability)) ? Verdict.LetIn : Verdict.NotPermitted;
    }

    private async Task<Verdict> AskAsync(OpenRoute route, string? member)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path());
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (route.Method is "POST" or "PUT")
        {
            request.Content = new StringContent("""{"nothing":"that any route takes"}""", Encoding.UTF8, "application/json");
        }

        using var answer = await exchange.As(member).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        if (route.Required.Contains(Capability.ObtainTokens))
        {
            return await TokenVerdictAsync(answer);
        }

        if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return Verdict.LetIn;
        }

        // Rules of items refuse with 403 too, and say so in another type.
        return (await answer.ProblemAsync()).Type["urn:cyberexchange:problem:".Length..] switch
        {
            "certificate-missing" => Verdict.CertificateMissing,
            "not-permitted" => Verdict.NotPermitted,
            "partner-suspended" => Verdict.Suspended,
            _ => Verdict.LetIn,
        };
    }

    // The token endpoint has the words of RFC 6749 in place of problems.
    private static async Task<Verdict> TokenVerdictAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync(WireJson.Default.TokenErrorDocument, Ct))!.Error switch
        {
            "invalid_client" => Verdict.CertificateMissing,
            "unauthorized_client" => Verdict.Suspended,
            _ => Verdict.LetIn,
        };

    private enum Verdict
    {
        LetIn,
        CertificateMissing,
        NotPermitted,
        Suspended,
    }
}
