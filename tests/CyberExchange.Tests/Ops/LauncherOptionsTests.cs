using CyberExchange.DevHost;
using Xunit;

namespace CyberExchange.Tests.Ops;

public sealed class LauncherOptionsTests
{
    [Fact]
    public void Without_an_environment_the_instance_is_the_folder_here_on_port_8443()
    {
        var options = Parse([], "up", "--server", "/server.dll");

        Assert.Equal(Path.GetFullPath(".cyberexchange"), options.Home);
        Assert.Equal(8443, options.Port);
        Assert.Null(options.Database);
        Assert.False(options.Reset);
    }

    [Fact]
    public void The_environment_moves_the_instance()
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["CYBEREXCHANGE_HOME"] = "/instance",
            ["CYBEREXCHANGE_PORT"] = "9443",
            ["CYBEREXCHANGE_DATABASE"] = "Host=elsewhere",
        };

        var options = Parse(environment, "up", "--reset", "--server", "/server.dll");

        Assert.Equal("/instance", options.Home);
        Assert.Equal(9443, options.Port);
        Assert.Equal("Host=elsewhere", options.Database);
        Assert.True(options.Reset);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("https")]
    [InlineData("-1")]
    public void A_port_that_is_none_is_refused_by_name(string port)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["CYBEREXCHANGE_PORT"] = port };

        var refusal = Assert.Throws<FormatException>(() => Parse(environment, "database"));

        Assert.Contains("CYBEREXCHANGE_PORT", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up", "--server", "/server.dll", "--fast")]
    [InlineData("up", "--server")]
    [InlineData("up")]
    [InlineData("down")]
    public void A_wrong_command_line_is_refused(params string[] arguments)
        => Assert.Throws<FormatException>(() => Parse([], arguments));

    private static LauncherOptions Parse(Dictionary<string, string> environment, params string[] arguments)
        => LauncherOptions.Parse(arguments, name => environment.GetValueOrDefault(name));
}
