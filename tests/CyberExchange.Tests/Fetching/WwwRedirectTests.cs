using CyberExchange.Fetching;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Fetching;

public sealed class WwwRedirectTests : IAsyncLifetime
{
    private const string Host = "maker.example";
    private const string Www = "www.maker.example";
    private const string Elsewhere = "cdn.maker.example";

    private ServedProvider _site = null!; // Made before each test.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await ServedProvider.StartAsync(Host, Www, Elsewhere, $"csaf.data.security.{Host}", $"csaf.data.security.{Www}");
        foreach (var host in new[] { Host, Www })
        {
            _site.Add($"{host}/csaf/index.txt", "2026/a-1.json\n");
            _site.Publish(host, "a-1.json", MadeProvider.Document("A-1"));
        }
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData(Host, Www)]
    [InlineData(Www, Host)]
    public async Task A_provider_is_found_by_its_domain_where_that_leads_to_www_or_back(string named, string at)
    {
        Redirect($"{named}{MadeProvider.WellKnown}", $"https://{at}{MadeProvider.WellKnown}");
        _site.Add($"{at}{MadeProvider.WellKnown}", MadeProvider.Metadata(at));
        var state = new FetchState();

        var run = await FetchRun.OfAsync(_site.Options, named, state, Ct);

        Assert.Single(run.Taken);
        Assert.Equal([$"https://{named}{MadeProvider.WellKnown} is redirected to https://{at}{MadeProvider.WellKnown}, which CSAF advises against (requirement 6)"], run.Summary.Notes);

        _site.Take();
        await FetchRun.OfAsync(_site.Options, named, state, Ct);
        Assert.Contains(_site.Take(), asked => asked.Url == $"{at}{MadeProvider.WellKnown}" && asked.Status == 304);
    }

    [Fact]
    public async Task So_is_its_security_txt()
    {
        Redirect($"{Host}{MadeProvider.WellKnown}", $"https://{Www}{MadeProvider.WellKnown}");
        Redirect($"{Host}/.well-known/security.txt", $"https://{Www}/.well-known/security.txt");
        _site.Add($"{Www}/.well-known/security.txt", $"CSAF: https://{Www}/m.json\n");
        _site.Add($"{Www}/m.json", MadeProvider.Metadata(Www));

        Assert.Single((await FetchRun.OfAsync(_site.Options, Host, ct: Ct)).Taken);
    }

    [Theory]
    [InlineData($"https://{Elsewhere}{MadeProvider.WellKnown}")]
    [InlineData($"https://www.{Www}{MadeProvider.WellKnown}")]
    [InlineData($"https://{Www}:8443{MadeProvider.WellKnown}")]
    [InlineData($"http://{Www}{MadeProvider.WellKnown}")]
    public async Task No_other_host_is(string to)
    {
        Redirect($"{Host}{MadeProvider.WellKnown}", to);

        var none = await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(_site.Options, Host, ct: Ct));

        Assert.Equal(FetchReason.Redirect, none.Reason);
        Assert.DoesNotContain(_site.Take(), asked => asked.Url == new Uri(to).Authority + MadeProvider.WellKnown);
    }

    [Fact]
    public async Task One_such_step_is_followed_and_no_second()
    {
        Redirect($"{Host}{MadeProvider.WellKnown}", $"https://{Www}{MadeProvider.WellKnown}");
        Redirect($"{Www}{MadeProvider.WellKnown}", $"https://{Host}/m.json");
        _site.Add($"{Host}/m.json", MadeProvider.Metadata(Host));

        Assert.Equal(FetchReason.Redirect, (await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(_site.Options, Host, ct: Ct))).Reason);
    }

    [Fact]
    public async Task What_is_not_metadata_is_not_followed_there()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        Redirect($"{Host}/csaf/2026/a-1.json", $"https://{Www}/csaf/2026/a-1.json");

        Assert.Equal(FetchReason.Redirect, (await FetchRun.OfAsync(_site.Options, Host, ct: Ct))["a-1.json"].Reason);
    }

    [Fact]
    public async Task Who_judges_connections_judges_that_one_too()
    {
        Redirect($"{Host}{MadeProvider.WellKnown}", $"https://{Www}{MadeProvider.WellKnown}");
        _site.Add($"{Www}{MadeProvider.WellKnown}", MadeProvider.Metadata(Www));
        var connect = _site.Options.Connect!; // It leads every name to the test.
        var options = _site.Options with
        {
            Connect = (host, port, ct) => host == Www ? throw new FetchException(FetchReason.Address, $"{host} is not for us") : connect(host, port, ct),
        };

        var refused = await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(options, $"https://{Host}{MadeProvider.WellKnown}", ct: Ct));

        Assert.Equal((FetchReason.Address, $"{Www} is not for us"), (refused.Reason, refused.Message));
    }

    private void Redirect(string place, string to) => _site.Answers[place] = context =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    };
}
