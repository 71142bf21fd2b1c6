using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Tests.Fetching;
using CyberExchange.Views.Projections;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Csaf;

/// <summary>An exchange whose gpg fails when it is told to: it stands behind a script that lets it sign or not.</summary>
public sealed class UnsteadySigner : IAsyncLifetime
{
    private readonly GnuPgHome _home = new();

    public UnsteadySigner()
    {
        var script = Path.Combine(_home.Folder, "gpg-or-not");
        File.WriteAllText(
            script,
            $"""
            #!/bin/sh
            test ! -e '{NoneFile}' || exit 2
            test -e '{OneFile}' || exec gpg "$@"
            document=$(mktemp -p '{_home.Folder}')
            cat > "$document"
            ! grep -q REFUSED "$document" || exit 2
            gpg "$@" < "$document"
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = new OpenPgpKeyOptions(_home.MakeKey("exchange"), _home.Folder) { Program = script };
        Exchange = new() { Settings = options => options with { Csaf = new() { Key = key } } };
    }

    public RunningExchange Exchange { get; }

    /// <summary>While it is there, nothing is signed.</summary>
    public string NoneFile => Path.Combine(_home.Folder, "refuse-all");

    /// <summary>While it is there, what has the word REFUSED in it is not signed.</summary>
    public string OneFile => Path.Combine(_home.Folder, "refuse-one");

    public ValueTask InitializeAsync() => Exchange.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        _home.Dispose();
    }
}

/// <summary>How files come to be on sites where gpg fails for a while, and where the view that the sites follow is made anew.</summary>
public sealed class CsafFilesTests(UnsteadySigner signer) : IClassFixture<UnsteadySigner>
{
    private const string Index = "/csaf/maker-eu/white/index.txt";

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningExchange Exchange => signer.Exchange;

    [Fact]
    public async Task A_document_that_is_not_signed_holds_up_no_other_and_is_on_its_site_once_it_is()
    {
        await File.WriteAllTextAsync(signer.OneFile, "", Ct);
        await PublishAsync("REFUSED-1");
        await PublishAsync("TAKEN-1");
        await Exchange.CaughtUpAsync();

        Assert.Equal((false, true), (await IsListedAsync("refused-1"), await IsListedAsync("taken-1")));
        Assert.Contains(await WarningsAsync(), warning => warning.Contains("could not be signed", StringComparison.Ordinal));

        File.Delete(signer.OneFile);
        await WaitAsync(() => IsListedAsync("refused-1"));
        await WaitAsync(async () => (await WarningsAsync()).Count == 0);
    }

    [Fact]
    public async Task A_key_that_signs_nothing_is_told_and_what_waits_for_it_follows()
    {
        await PublishAsync("BEFORE-1");
        await Exchange.CaughtUpAsync();
        await File.WriteAllTextAsync(signer.NoneFile, "", Ct);
        await PublishAsync("WAITS-1");
        await WaitAsync(async () => (await WarningsAsync()).Any(warning => warning.Contains("signs nothing", StringComparison.Ordinal)));
        Assert.Equal((true, false), (await IsListedAsync("before-1"), await IsListedAsync("waits-1")));

        File.Delete(signer.NoneFile);
        await WaitAsync(() => IsListedAsync("waits-1"));
        await WaitAsync(async () => (await WarningsAsync()).Count == 0);
    }

    [Fact]
    public async Task A_site_is_made_anew_from_a_view_that_was()
    {
        await PublishAsync("STAYS-1");
        await Exchange.CaughtUpAsync();
        var (sites, core) = (Exchange.Services.GetRequiredService<CsafSites>(), Exchange.Services.GetRequiredService<ProjectionRunner>());
        var before = await sites.FindAsync("maker-eu", Ct);
        var listed = await Exchange.As(null).GetStringAsync(Index, Ct);
        Assert.Same(before, await sites.FindAsync("maker-eu", Ct));

        await core.ClearAsync(Ct);
        await Exchange.CaughtUpAsync();

        var after = await sites.FindAsync("maker-eu", Ct);
        Assert.NotNull(after);
        Assert.NotSame(before, after);
        Assert.Equal(listed, await Exchange.As(null).GetStringAsync(Index, Ct));
    }

    [Fact]
    public async Task What_an_end_ended_is_on_its_site_no_more_while_the_document_that_says_so_has_no_file()
    {
        var (id, tag, first) = await PublishedAsync("ENDS-1");
        await Exchange.CaughtUpAsync();
        Assert.True(await IsListedAsync("ends-1"));
        await File.WriteAllTextAsync(signer.OneFile, "", Ct);
        var ended = AdvisoryRequests.Ended(first, "csaf_withdrawn", "It was REFUSED.");
        await ReviseAsync(id, tag, ended);

        Assert.False(await IsListedAsync("ends-1"));
        using (var absent = await Exchange.As(null).GetAsync("/csaf/maker-eu/white/2026/ends-1.json", Ct))
        {
            await absent.AssertProblemAsync(404, "not-found");
        }

        File.Delete(signer.OneFile);
        await WaitAsync(() => IsListedAsync("ends-1"));
        Assert.Equal(ended, await ServedAsync("ends-1"));
        await WaitAsync(async () => (await WarningsAsync()).Count == 0);
    }

    [Fact]
    public async Task A_site_that_is_made_anew_has_the_revision_before_the_one_that_has_no_file()
    {
        var (id, tag, first) = await PublishedAsync("LASTS-1");
        await Exchange.CaughtUpAsync();
        await File.WriteAllTextAsync(signer.OneFile, "", Ct);
        var second = AdvisoryRequests.Version(first.Replace("\"title\": \"", "\"title\": \"REFUSED ", StringComparison.Ordinal), "2");
        await ReviseAsync(id, tag, second);
        Assert.Equal(first, await ServedAsync("lasts-1"));

        await Exchange.Services.GetRequiredService<ProjectionRunner>().ClearAsync(Ct);
        await Exchange.CaughtUpAsync();

        Assert.True(await IsListedAsync("lasts-1"));
        Assert.Equal(first, await ServedAsync("lasts-1"));
        File.Delete(signer.OneFile);
        await WaitAsync(async () => await ServedAsync("lasts-1") == second);
        await WaitAsync(async () => (await WarningsAsync()).Count == 0);
    }

    private async Task<(Guid Id, string Tag, string Document)> PublishedAsync(string id)
    {
        var document = Document(id);
        var (advisory, tag) = await Exchange.As("maker-eu").PublishedAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", document);
        return (advisory.Id, tag, document);
    }

    private async Task ReviseAsync(Guid id, string tag, string document)
    {
        using var answer = await Exchange.As("maker-eu").WriteAsync(HttpMethod.Put, $"/v1/advisories/{id}/document", document, ifMatch: tag);
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
        await Exchange.CaughtUpAsync();
    }

    private Task<string> ServedAsync(string id) => Exchange.As(null).GetStringAsync($"/csaf/maker-eu/white/2026/{id}.json", Ct);

    private async Task<bool> IsListedAsync(string id) => (await Exchange.As(null).GetStringAsync(Index, Ct)).Contains($"2026/{id}.json\n", StringComparison.Ordinal);

    private async Task PublishAsync(string id)
    {
        using var answer = await Exchange.As("maker-eu").PublishAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", Document(id));
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
    }

    private static string Document(string id) => AdvisoryRequests.NewDocument(d =>
    {
        d["tracking"]!["id"] = id;
        d["distribution"]!["tlp"]!["label"] = "WHITE";
    });

    private async Task<IReadOnlyList<string>> WarningsAsync()
    {
        using var everybody = await Exchange.As(null).GetAsync("/health/ready", Ct);
        Assert.DoesNotContain((await everybody.BodyAsync(WireJson.Default.HealthDocument)).Warnings ?? [], w => w.Contains("sign", StringComparison.Ordinal)); // Who publishes what for whom is nobody's business.
        using var answer = await Exchange.As("steward").GetAsync("/health/ready", Ct);
        return (await answer.BodyAsync(WireJson.Default.HealthDocument)).Warnings ?? [];
    }

    private static async Task WaitAsync(Func<Task<bool>> until)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await until())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < WaitMax, "It does not come to be.");
            await Task.Delay(20, Ct);
        }
    }
}
