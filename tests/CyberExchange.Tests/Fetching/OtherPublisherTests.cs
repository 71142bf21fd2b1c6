using System.Text;
using CyberExchange.Fetching;
using Xunit;

namespace CyberExchange.Tests.Fetching;

public sealed class OtherPublisherTests : IAsyncLifetime
{
    private const string Host = "maker.example";

    private ServedProvider _site = null!; // Made before each test.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await ServedProvider.StartAsync(Host);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_document_of_another_publisher_is_refused_each_time_and_taken_once_others_are()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1"));
        var other = _site.Publish(Host, "b-1.json", Of("https://other.example", "B-1"));
        _site.Add($"{Host}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n\"2026/b-1.json\",\"2026-01-01T00:00:00Z\"\n");
        var state = new FetchState();

        var first = await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        _site.Take();
        var again = await FetchRun.OfAsync(_site.Options, Host, state, Ct);

        Assert.Equal(["a-1.json"], first.Taken.Keys);
        Assert.All([first, again], (FetchRun run) => Assert.Equal((FetchOutcome.Refused, FetchReason.OtherPublisher), (run["b-1.json"].Outcome, run["b-1.json"].Reason)));
        Assert.Contains("of the publisher https://other.example, and the provider is https://maker.example", again["b-1.json"].Detail, StringComparison.Ordinal);
        Assert.All(_site.Take(), asked => Assert.Equal(asked.Url.EndsWith("index.txt", StringComparison.Ordinal) ? 404 : 304, asked.Status));

        var any = await FetchRun.OfAsync(_site.Options with { AnyPublisher = true }, Host, state, Ct);
        Assert.Equal(["b-1.json"], any.Taken.Keys);
        Assert.False(any.Taken["b-1.json"].IsOfProvider);
        Assert.Equal(["the publisher is https://other.example, and the provider https://maker.example"], any["b-1.json"].Notes);
        Assert.Contains(_site.Take(), asked => asked.Url == other);

        _site.Publish(Host, "b-1.json", Of("https://other.example", "B-1", "2", "2026-02-01T00:00:00Z"));
        _site.Add($"{Host}/csaf/changes.csv", "\"2026/b-1.json\",\"2026-02-01T00:00:00Z\"\n\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n");
        var own = await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        Assert.Equal(FetchReason.OtherPublisher, own["b-1.json"].Reason);
        Assert.Empty(own.Taken);
    }

    [Fact]
    public async Task A_slash_at_the_end_makes_no_other_publisher()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Publish(Host, "a-1.json", Of("https://MAKER.example:443/", "A-1"));
        _site.Add($"{Host}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n");

        var run = await FetchRun.OfAsync(_site.Options, Host, ct: Ct);

        Assert.True(run.Taken["a-1.json"].IsOfProvider);
        Assert.Empty(run.Notes);
    }

    [Theory]
    [InlineData("https://www.stackable.tech", "https://www.stackable.tech/")] // As the metadata and the documents of that provider have it.
    [InlineData("https://www.ni.com", "HTTPS://WWW.NI.COM:443")]
    [InlineData("https://maker.example/a/../psirt", "https://maker.example/psirt/")]
    [InlineData("https://maker.example/%7Epsirt", "https://maker.example/~psirt")]
    [InlineData("https://maker.example/%c3%bc", "https://maker.example/%C3%BC")]
    [InlineData("https://müller.example", "https://xn--mller-kva.example/")]
    [InlineData("urn:example:maker", "urn:example:maker")]
    [InlineData("maker", "maker/")]
    public void Namespaces_that_RFC_3986_does_not_tell_apart_are_one(string one, string other) => Assert.True(PublisherNamespace.AreSame(one, other));

    [Theory]
    [InlineData("https://maker.example", "http://maker.example")]
    [InlineData("https://maker.example", "https://www.maker.example")]
    [InlineData("https://maker.example", "https://maker.example:8443")]
    [InlineData("https://maker.example", "https://maker.example.evil.example")]
    [InlineData("https://maker.example/psirt", "https://maker.example/PSIRT")]
    [InlineData("https://maker.example/psirt", "https://maker.example/psirt?a")]
    [InlineData("https://maker.example", "https://a@maker.example")]
    [InlineData("https://maker.example", "https://maker.example#a")]
    [InlineData("https://maker.example/a%2Fb", "https://maker.example/a/b")]
    [InlineData("https://maker.example", "")]
    [InlineData("https://xn--a.example", "https://xn--b.example")]
    public void Namespaces_that_differ_otherwise_are_two(string one, string other) => Assert.False(PublisherNamespace.AreSame(one, other));

    private static string Of(string publisher, string id, string version = "1", string date = "2026-01-01T00:00:00Z") =>
        MadeProvider.Document(id, version, date).Replace("https://maker.example", publisher, StringComparison.Ordinal);
}
