using CyberExchange.Cli;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class DoctorTests(InstanceFolder folder) : IClassFixture<InstanceFolder>
{
    private const string Me =
        """
        {"partner":{"id":"019a0000-0000-7000-8000-0000000000aa","handle":"cert-eu","name":"n","jurisdiction":"EU","roles":["cert"],"sectors":[]},
         "member":{"id":"019a0000-0000-7000-8000-0000000000ab","handle":"cert-eu","kind":"person","keys":[]},
         "capabilities":[],"certificateEndsAt":"2027-01-01T00:00:00Z"}
        """;

    private const string Ready = """{"status":"ready"}""";

    [Fact]
    public async Task All_is_well_with_a_good_certificate_and_a_ready_exchange()
    {
        await using var exchange = await FakeExchange.StartAsync(folder, context => context.JsonAsync(context.Request.Path == "/health/ready" ? Ready : Me));

        var run = await RunAsync(exchange.Url, folder.Home);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.All(run.OutputLines, line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal(
            ["home", "certificate", "key", "server", "server certificate", "readiness", "who am I"],
            run.OutputLines.Select(l => l[6..].Split(':')[0]));
        Assert.EndsWith("cert-eu of cert-eu (EU, cert)", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_of_the_exchange_is_passed_on()
    {
        const string warning = """{"code":"certificate-ends-soon","detail":"It ends soon.","at":"2027-01-01T00:00:00Z"}""";
        var warned = Me.Replace("\"capabilities\":[]", $"\"capabilities\":[],\"warnings\":[{warning}]", StringComparison.Ordinal);
        await using var exchange = await FakeExchange.StartAsync(folder, context => context.JsonAsync(context.Request.Path == "/health/ready" ? Ready : warned));

        var run = await RunAsync(exchange.Url, folder.Home);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.EndsWith("cert-eu of cert-eu (EU, cert) -> It ends soon.", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_operator_should_know_is_passed_on()
    {
        const string ready = """{"status":"ready","warnings":["no key signs the sites"]}""";
        await using var exchange = await FakeExchange.StartAsync(folder, context => context.JsonAsync(context.Request.Path == "/health/ready" ? ready : Me));

        var run = await RunAsync(exchange.Url, folder.Home);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains(run.OutputLines, l => l.EndsWith("its operator should know: no key signs the sites", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_named_with_what_to_do()
    {
        using var mixed = new InstanceFolder();
        File.Copy(mixed.Certificates.KeyFile("grid-jp"), mixed.Certificates.KeyFile("cert-eu"), overwrite: true);

        var run = await RunAsync("https://localhost:1", mixed.Home);

        Assert.Equal(ExitCode.NotPermitted, run.Code);
        Assert.Contains(run.OutputLines, l => l.StartsWith("FAIL  certificate: ", StringComparison.Ordinal) && l.Contains("cert-eu.key is not the key of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_with_what_to_do()
    {
        var run = await RunAsync("https://localhost:1", folder.Home);

        Assert.Equal(ExitCode.Unavailable, run.Code);
        Assert.StartsWith("FAIL  server: localhost:1: ", run.OutputLines[^1], StringComparison.Ordinal);
        Assert.Contains("-> start it with ops/up", run.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untrusted_server_certificate_fails_and_says_where_the_anchor_belongs()
    {
        await using var exchange = await FakeExchange.StartAsync(folder, context => context.JsonAsync(context.Request.Path == "/health/ready" ? Ready : Me));
        using var stranger = new InstanceFolder();

        var run = await RunAsync(exchange.Url, stranger.Home);

        Assert.Equal(ExitCode.Unavailable, run.Code);
        Assert.StartsWith("FAIL  server certificate: ", run.OutputLines[^1], StringComparison.Ordinal);
        Assert.Contains(Path.Combine(stranger.Home, "trust", "server-ca.pem"), run.OutputLines[^1], StringComparison.Ordinal);
    }

    private static Task<CyxRun> RunAsync(string url, string home) => CyxRun.OfAsync(
        ["--as", "cert-eu", "doctor", "--server", url, "--home", home, "--retry-for", "0"], ct: TestContext.Current.CancellationToken);
}
