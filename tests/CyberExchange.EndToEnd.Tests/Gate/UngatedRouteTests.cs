using System.Net;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>A route that says nothing of rights does not answer, whichever way it came to be.</summary>
public sealed class UngatedRouteTests(GateHost host) : IClassFixture<GateHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_does_not_start_and_names_every_route_without_rights()
    {
        await using var app = host.Build(routes =>
        {
            routes.MapGet("/good", () => "well").Requires(Capability.ReadHealth);
            routes.MapGet("/forgotten", () => "secret");
            routes.MapPost("/forgotten-too", () => "secret").AllowAnonymous();
        });

        var exception = await Assert.ThrowsAsync<UngatedRoutesException>(() => app.StartAsync(Ct));

        Assert.Equal(2, exception.Faults.Count);
        Assert.Contains("/forgotten ", exception.Faults[0], StringComparison.Ordinal);
        Assert.Contains("/forgotten-too", exception.Faults[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Capability.ReadItems)]
    [InlineData(Capability.OpenPages)]
    public async Task The_server_does_not_start_with_a_public_route_that_takes_a_caller(Capability capability)
    {
        await using var app = host.Build(routes => routes.MapGet("/open", (Caller caller) => caller.Member.Handle).Requires(capability));

        var exception = await Assert.ThrowsAsync<UngatedRoutesException>(() => app.StartAsync(Ct));

        Assert.Contains("/open", Assert.Single(exception.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_does_not_start_with_a_public_page_that_takes_a_caller()
    {
        await using var app = host.Build(routes => routes.MapGet("/page", () => "page")
            .WithMetadata(new ComponentTypeMetadata(typeof(PageOfAMember))).Requires(Capability.OpenPages));

        await Assert.ThrowsAsync<UngatedRoutesException>(() => app.StartAsync(Ct));
    }

    [Fact]
    public async Task A_route_without_rights_that_appears_later_does_not_answer_even_a_member()
    {
        var late = new LateRoutes();
        await using var app = host.Build(routes =>
        {
            routes.MapGet("/good", () => "well").Requires(Capability.ReadHealth);
            ((IEndpointRouteBuilder)routes).DataSources.Add(late);
        });
        await app.StartAsync(Ct);
        late.Add(new RouteEndpoint(context => context.Response.WriteAsync("secret"), RoutePatternFactory.Parse("/late"), 0, EndpointMetadataCollection.Empty, "late"));
        using var certificate = host.Authorities.IssueEuropean("member");
        host.Enrolments.Enrol(certificate, Role.Cert);
        using var visitor = new Visitor(GateHost.AddressOf(app), certificate);

        using var good = await visitor.GetAsync("/good", Ct);
        using var ungated = await visitor.GetAsync("/late", Ct);

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, ungated.StatusCode);
        Assert.Equal("urn:cyberexchange:problem:not-permitted", (await Visitor.ProblemOf(ungated, Ct)).Type);
    }

    [Fact]
    public async Task Middleware_behind_the_gate_serves_nothing_that_has_no_route()
    {
        await using var app = host.Build(routes =>
        {
            routes.MapGet("/good", () => "well").Requires(Capability.ReadHealth);
            routes.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory), ServeUnknownFileTypes = true });
        });
        await app.StartAsync(Ct);
        using var visitor = new Visitor(GateHost.AddressOf(app), certificate: null);

        using var answer = await visitor.GetAsync("/CyberExchange.Server.dll", Ct);

        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "CyberExchange.Server.dll")));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private sealed class PageOfAMember : ComponentBase
    {
        [Inject]
        public required Caller Caller { get; init; }
    }

    private sealed class LateRoutes : EndpointDataSource
    {
        private List<Endpoint> _endpoints = [];
        private CancellationTokenSource _changed = new();

        public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

        public void Add(Endpoint endpoint)
        {
            _endpoints = [.. _endpoints, endpoint];
            var before = _changed;
            _changed = new CancellationTokenSource();
            before.Cancel();
            before.Dispose();
        }
    }
}
