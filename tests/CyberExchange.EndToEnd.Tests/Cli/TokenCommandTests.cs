using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Cli;

public sealed class TokenCommandTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_printed_bare_as_a_header_and_as_JSON()
    {
        var bare = await exchange.CyxAsync("grid-jp", "", "token");
        Assert.Equal((ExitCode.Done, ""), (bare.Code, bare.Error));
        Assert.Equal(3, bare.Output.TrimEnd('\n').Split('.').Length);

        var header = await exchange.CyxAsync("grid-jp", "", "token", "--header");
        Assert.StartsWith("Authorization: Bearer ey", header.Output, StringComparison.Ordinal);

        var json = JsonNode.Parse((await exchange.CyxAsync("grid-jp", "", "token", "--json", "--scope", "ReadSelf", "--scope", "ReadFeed")).Output)!;
        Assert.Equal(("Bearer", 600, "ReadSelf ReadFeed"), ((string?)json["token_type"], (int?)json["expires_in"], (string?)json["scope"]));
    }

    [Fact]
    public async Task A_scope_that_the_member_has_not_is_refused_in_a_line()
    {
        var run = await exchange.CyxAsync("grid-jp", "", "token", "--scope", "ManagePartners");

        Assert.Equal((ExitCode.Refused, ""), (run.Code, run.Output));
        Assert.StartsWith("refused: The scope is", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("(invalid_scope)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_with_its_certificate_over_the_whole_API_and_me_tells_what_it_reaches()
    {
        var token = (await exchange.CyxAsync("grid-jp", "", "token", "--scope", "ReadSelf", "--scope", "ReadFeed")).Output.Trim();
        var client = exchange.As("grid-jp");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var me = await client.GetFromJsonAsync("/v1/me", WireJson.Default.MeDocument, Ct);
        Assert.Equal(["ReadFeed", "ReadSelf"], me!.Capabilities);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/feed", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/v1/incidents", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/", Ct)).StatusCode);

        var thief = exchange.As("grid-eu");
        thief.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/v1/feed", Ct)).StatusCode);
    }
}
