using CyberExchange.Server;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class ServerOptionsTests
{
    [Fact]
    public void Each_missing_setting_is_named_in_a_line_of_its_own()
    {
        var (options, errors) = ServerOptions.Read(_ => null);
        Assert.Null(options);
        string[] missing =
        [
            "CYBEREXCHANGE_DATABASE", "CYBEREXCHANGE_SERVER_CERTIFICATE", "CYBEREXCHANGE_SERVER_KEY", "CYBEREXCHANGE_TRUST", "CYBEREXCHANGE_SECRETS",
        ];
        Assert.Equal(missing, errors.Select(e => e.Split(' ')[0]));
        Assert.All(errors, e => Assert.DoesNotContain('\n', e));
    }

    [Theory]
    [InlineData("CYBEREXCHANGE_PORT", "65536")]
    [InlineData("CYBEREXCHANGE_PORT", "-1")]
    [InlineData("CYBEREXCHANGE_PORT", "https")]
    [InlineData("CYBEREXCHANGE_LISTEN", "everywhere")]
    [InlineData("CYBEREXCHANGE_TRUST", "/nowhere/at/all")]
    [InlineData("CYBEREXCHANGE_BOOTSTRAP", "/nowhere/at/all.json")]
    [InlineData("CYBEREXCHANGE_PROXY_KEYS", "abc")]
    [InlineData("CYBEREXCHANGE_TRUST_RECOVERY", "US")]
    [InlineData("CYBEREXCHANGE_LIMITS", "requests=1000001")]
    [InlineData("CYBEREXCHANGE_LIMITS", "requests=0")]
    [InlineData("CYBEREXCHANGE_LIMITS", "requests")]
    [InlineData("CYBEREXCHANGE_LIMITS", "readers=4")]
    [InlineData("CYBEREXCHANGE_LIMITS", "exempt=everybody")]
    [InlineData("CYBEREXCHANGE_AUDIT_DAYS", "29")]
    [InlineData("CYBEREXCHANGE_AUDIT_DAYS", "36501")]
    [InlineData("CYBEREXCHANGE_AUDIT_DAYS", "a year")]
    [InlineData("CYBEREXCHANGE_CSAF_PROVIDER", "CERT EU")]
    [InlineData("CYBEREXCHANGE_SECURITY_CONTACT", "security@exchange.example")]
    [InlineData("CYBEREXCHANGE_SECURITY_CONTACT", "http://exchange.example/security")]
    [InlineData("CYBEREXCHANGE_CSAF_KEY", "8F5F2679")]
    [InlineData("CYBEREXCHANGE_CSAF_SOURCES", "https://csaf.example")]
    [InlineData("CYBEREXCHANGE_CSAF_SOURCES", "csaf.example:0")]
    [InlineData("CYBEREXCHANGE_CSAF_SOURCES", "10.0.0.0/33")]
    [InlineData("CYBEREXCHANGE_CSAF_SOURCES_CA", "/no/such/file.pem")]
    [InlineData("CYBEREXCHANGE_PUBLIC_ORIGIN", "http://exchange.example")]
    [InlineData("CYBEREXCHANGE_PUBLIC_ORIGIN", "https://exchange.example/")]
    [InlineData("CYBEREXCHANGE_PUBLIC_ORIGIN", "https://Exchange.example")]
    [InlineData("CYBEREXCHANGE_PUBLIC_ORIGIN", "https://exchange.example:443")]
    [InlineData("CYBEREXCHANGE_PUBLIC_ORIGIN", "exchange.example")]
    public void An_impossible_setting_is_named_with_its_value(string name, string value)
    {
        var (options, errors) = ServerOptions.Read(asked => asked == name ? value : Complete(asked));
        Assert.Null(options);
        Assert.StartsWith($"{name} is '{value}'", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no connection string at all")]
    [InlineData("Host=localhost;Port=secret")]
    [InlineData("Host=localhost;Password=secret;Nothing=1")]
    public void A_malformed_connection_string_is_refused_without_repeating_it(string value)
    {
        var (options, errors) = ServerOptions.Read(asked => asked == "CYBEREXCHANGE_DATABASE" ? value : Complete(asked));
        Assert.Null(options);
        var error = Assert.Single(errors);
        Assert.StartsWith("CYBEREXCHANGE_DATABASE is not", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void What_is_left_out_has_its_usual_value()
    {
        var (options, errors) = ServerOptions.Read(Complete);
        Assert.Empty(errors);
        Assert.Equal((8443, false, null), (options!.Port, options.ExitsWithStdin, options.BootstrapFile));
        Assert.Equal(400, options.AuditDays);
        Assert.Equal(30, ServerOptions.Read(asked => asked == "CYBEREXCHANGE_AUDIT_DAYS" ? "30" : Complete(asked)).Options!.AuditDays);
    }

    [Fact]
    public void Limits_are_named_one_by_one_and_the_others_have_their_usual_value()
    {
        var (options, _) = ServerOptions.Read(asked => asked == "CYBEREXCHANGE_LIMITS" ? "requests=400 handshakes=9  exempt=192.0.2.1 exempt=2001:db8::1" : Complete(asked));

        Assert.Equal((400, 100, 32, 128, 9), (options!.Limits.Requests, options.Limits.Writes, options.Limits.InFlight, options.Limits.Waiting, options.Limits.Handshakes));
        Assert.Equal(["192.0.2.1", "2001:db8::1"], options.Limits.Exempt.Select(address => address.ToString()));
    }

    [Theory]
    [InlineData("https://exchange.example")]
    [InlineData("https://exchange.example:8443")]
    public void The_public_origin_is_issuer_and_audience(string origin)
    {
        var (options, errors) = ServerOptions.Read(asked => asked == "CYBEREXCHANGE_PUBLIC_ORIGIN" ? origin : Complete(asked));
        Assert.Empty(errors);
        Assert.Equal(origin, options!.Tokens.Origin);
        Assert.Equal("https://localhost:8443", ServerOptions.Read(Complete).Options!.Tokens.Origin);
    }

    [Theory]
    [InlineData("https://issuer.example/keys", "https://issuer.example", "exchange", null)]
    [InlineData("/nowhere/at/all.json", "https://issuer.example", "exchange", "CYBEREXCHANGE_TOKEN_KEYS")]
    [InlineData(null, "https://issuer.example", "exchange", "CYBEREXCHANGE_TOKEN_KEYS")]
    [InlineData("https://issuer.example/keys", "https://issuer.example", null, "CYBEREXCHANGE_TOKEN_AUDIENCE")]
    [InlineData("https://issuer.example/keys", "https://localhost:8443", "exchange", "CYBEREXCHANGE_TOKEN_ISSUER")]
    public void Another_issuer_has_an_address_of_keys_and_an_audience_and_is_not_the_exchange(string? keys, string issuer, string? audience, string? culprit)
    {
        var (options, errors) = ServerOptions.Read(asked => asked switch
        {
            "CYBEREXCHANGE_TOKEN_KEYS" => keys,
            "CYBEREXCHANGE_TOKEN_ISSUER" => issuer,
            "CYBEREXCHANGE_TOKEN_AUDIENCE" => audience,
            _ => Complete(asked),
        });
        Assert.Equal(culprit is null ? [] : [culprit], errors.Select(e => e.Split(' ')[0]));
        Assert.Equal(culprit is null, options?.ExternalIssuer is { } external && (external.Name, external.KeySet, external.Audience) == (issuer, keys, audience));
    }

    [Fact]
    public void A_listener_for_proxies_needs_to_know_them()
    {
        var (_, errors) = ServerOptions.Read(asked => asked == "CYBEREXCHANGE_PROXY_PORT" ? "8446" : Complete(asked));
        Assert.StartsWith("CYBEREXCHANGE_PROXY_KEYS is not set", Assert.Single(errors), StringComparison.Ordinal);

        var key = new string('a', 64);
        var (options, _) = ServerOptions.Read(asked => asked switch
        {
            "CYBEREXCHANGE_PROXY_PORT" => "8446",
            "CYBEREXCHANGE_PROXY_KEYS" => $"{key} {key[1..]}b",
            _ => Complete(asked),
        });
        Assert.Equal((8446, 2), (options!.ProxyPort, options.ProxyKeys.Count));
    }

    [Fact]
    public void A_signing_key_is_named_with_the_folder_that_holds_it()
    {
        const string fingerprint = "8f5f267907b2c4559db360db2294ba7d2b2298b1";
        var folder = Path.GetTempPath();
        var key = ServerOptions.Read(asked => asked switch
        {
            "CYBEREXCHANGE_CSAF_KEY" => fingerprint,
            "CYBEREXCHANGE_CSAF_KEYRING" => folder,
            _ => Complete(asked),
        }).Options!.Csaf.Key;

        Assert.Equal((fingerprint.ToUpperInvariant(), folder), (key!.Fingerprint, key.Home));
        Assert.StartsWith("CYBEREXCHANGE_CSAF_KEYRING is not set", Assert.Single(ServerOptions.Read(asked => asked == "CYBEREXCHANGE_CSAF_KEY" ? fingerprint : Complete(asked)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_for_partners_unless_hosts_are_named()
    {
        Assert.True(ServerOptions.Read(Complete).Options!.Sources.Reach.IsNowhere);

        var sources = ServerOptions.Read(asked => asked switch
        {
            "CYBEREXCHANGE_CSAF_SOURCES" => "csaf.example *.other.example:8443 10.2.0.0/16",
            "CYBEREXCHANGE_CSAF_SOURCES_CA" => typeof(ServerOptions).Assembly.Location,
            _ => Complete(asked),
        }).Options!.Sources;

        Assert.False(sources.Reach.IsNowhere);
        Assert.Equal(typeof(ServerOptions).Assembly.Location, sources.AnchorsFile);
    }

    private static string? Complete(string name) => name switch
    {
        "CYBEREXCHANGE_DATABASE" => "Host=/tmp",
        "CYBEREXCHANGE_SERVER_CERTIFICATE" or "CYBEREXCHANGE_SERVER_KEY" => typeof(ServerOptions).Assembly.Location,
        "CYBEREXCHANGE_TRUST" or "CYBEREXCHANGE_SECRETS" => Path.GetTempPath(),
        _ => null,
    };
}
