using CyberExchange.Cli;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class CyxSettingsTests
{
    [Fact]
    public void A_name_means_its_files_below_the_home()
    {
        var settings = Resolve(asName: "cert-eu", home: "/srv/exchange");

        Assert.Equal(new IdentityFiles("cert-eu", "/srv/exchange/certificates/cert-eu.pem", "/srv/exchange/certificates/cert-eu.key"), settings.Identity);
    }

    [Fact]
    public void The_option_wins_over_the_certificate_and_the_certificate_over_the_name_of_the_environment()
    {
        var files = new Dictionary<string, string> { ["CYX_CERTIFICATE"] = "/k/a.pem", ["CYX_KEY"] = "/k/a.key", ["CYX_AS"] = "grid-jp" };

        Assert.Equal("cert-eu", Resolve(asName: "cert-eu", variables: files).Identity?.Name);
        Assert.Equal("/k/a.pem", Resolve(variables: files).Identity?.Certificate);
        Assert.Equal("grid-jp", Resolve(variables: new() { ["CYX_AS"] = "grid-jp" }).Identity?.Name);
        Assert.Null(Resolve().Identity);
    }

    [Fact]
    public void The_port_of_the_environment_moves_the_default_server() =>
        Assert.Equal(new Uri("https://localhost:9001"), Resolve(variables: new() { ["CYBEREXCHANGE_PORT"] = "9001" }).Server);

    [Theory]
    [InlineData("http://localhost:8443")]
    [InlineData("https://user@localhost:8443")]
    [InlineData("https://localhost:8443/v1")]
    [InlineData("https://localhost:8443?x")]
    [InlineData("localhost:8443")]
    public void An_address_that_is_not_https_host_and_port_is_a_usage_error(string server) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CyxFailure>(() => Resolve(server: server)).Code);

    [Theory]
    [InlineData("../steward")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void A_name_that_is_not_a_handle_is_a_usage_error(string name) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CyxFailure>(() => Resolve(asName: name)).Code);

    [Fact]
    public void A_certificate_without_its_key_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CyxFailure>(() => Resolve(variables: new() { ["CYX_CERTIFICATE"] = "/k/a.pem" })).Code);

    private static CyxSettings Resolve(
        string? asName = null, string? server = null, string? home = null, Dictionary<string, string>? variables = null)
    {
        using var surroundings = CyxRun.Surroundings(Stream.Null, Stream.Null, Stream.Null, variables);
        return CyxSettings.Resolve(asName, server, home, retryForSeconds: 0, surroundings);
    }
}
