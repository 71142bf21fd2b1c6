using System.Net;
using System.Net.Sockets;
using CyberExchange.Fetching;
using CyberExchange.Server.Sources;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class SourceReachTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("169.254.169.254")] // Metadata of clouds.
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::10.1.2.3")]
    [InlineData("64:ff9b::a01:203")] // NAT64 of 10.1.2.3.
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")] // Teredo.
    [InlineData("2001:db8::1")]
    [InlineData("2002:a01:203::1")] // 6to4 of 10.1.2.3.
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")] // Metadata of a cloud.
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public async Task An_address_that_is_not_public_is_not_dialled_unless_it_is_named(string text)
    {
        var address = IPAddress.Parse(text);
        var any = Reach("*");

        Assert.False(any.Permits(address));
        Assert.Equal(FetchReason.Address, (await Assert.ThrowsAsync<FetchException>(() => any.ConnectAsync(text, 443, Ct).AsTask())).Reason);
        Assert.True(Reach($"* {text}").Permits(address));
    }

    [Theory]
    [InlineData("9.9.9.9")]
    [InlineData("100.128.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("198.20.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:9.9.9.9")]
    [InlineData("2600::1")]
    [InlineData("2a00:1450::1")]
    public void A_public_address_may_be_dialled(string text) => Assert.True(Reach("*").Permits(IPAddress.Parse(text)));

    [Theory]
    [InlineData("csaf.example", "csaf.example", 443, true)]
    [InlineData("csaf.example", "CSAF.Example", 443, true)]
    [InlineData("csaf.example", "csaf.example", 8443, false)]
    [InlineData("csaf.example:8443", "csaf.example", 8443, true)]
    [InlineData("csaf.example:8443", "csaf.example", 443, false)]
    [InlineData("csaf.example", "other.example", 443, false)]
    [InlineData("csaf.example", "csaf.example.other", 443, false)]
    [InlineData("*.example", "csaf.example", 443, true)]
    [InlineData("*.example", "a.csaf.example", 443, true)]
    [InlineData("*.example", "example", 443, false)]
    [InlineData("*.example", "badexample", 443, false)]
    [InlineData("*", "anything.example", 443, true)]
    [InlineData("*", "anything.example", 22, false)]
    [InlineData("*", "10.1.2.3", 443, false)]
    [InlineData("*", "9.9.9.9", 443, false)]
    [InlineData("10.1.0.0/16", "10.1.2.3", 443, false)]
    [InlineData("0.0.0.0/0", "9.9.9.9", 443, false)]
    [InlineData("10.1.2.3", "10.1.2.3", 443, true)]
    [InlineData("10.1.2.3", "::ffff:10.1.2.3", 443, true)]
    [InlineData("10.1.2.3", "10.1.2.3", 8443, false)]
    [InlineData("10.1.2.3:8443", "10.1.2.3", 8443, true)]
    [InlineData("10.1.2.3:8443", "10.1.2.3", 443, false)]
    [InlineData("[fd00::1]:8443", "fd00::1", 8443, true)]
    [InlineData("bücher.example", "xn--bcher-kva.example", 443, true)]
    [InlineData("*.Bücher.example", "csaf.xn--bcher-kva.example", 443, true)]
    [InlineData("", "csaf.example", 443, false)]
    public void A_host_is_asked_where_it_is_named_with_its_port(string setting, string host, int port, bool may) =>
        Assert.Equal(may, Reach(setting).Permits(host, port));

    [Theory]
    [InlineData("10.1.0.0/16")]
    [InlineData("::ffff:10.1.0.0/112")] // The same network in the clothes of IPv6.
    [InlineData("10.1.2.3:8443")]
    public void What_names_may_lead_to_is_opened_by_a_network_or_an_address(string word) => Assert.True(Reach($"* {word}").Permits(IPAddress.Parse("10.1.2.3")));

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_refused_and_told_without_its_address()
    {
        var refused = await Assert.ThrowsAsync<FetchException>(() => Reach("localhost:443").ConnectAsync("localhost", 443, Ct).AsTask());

        Assert.Equal("localhost leads to an address that is not public", refused.Message);
    }

    [Fact]
    public async Task What_the_operator_names_is_dialled()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using var stream = await Reach($"localhost:{port} 127.0.0.1 ::1").ConnectAsync("localhost", port, Ct);

        Assert.True(stream.CanWrite);
    }

    [Fact]
    public async Task A_host_that_is_not_named_is_not_even_resolved()
    {
        var refused = await Assert.ThrowsAsync<FetchException>(() => Reach("csaf.example").ConnectAsync("no-such-name.invalid", 443, Ct).AsTask());

        Assert.Equal(FetchReason.Address, refused.Reason);
    }

    private static SourceReach Reach(string setting) => SourceReach.Read(setting).Reach!;
}
