using System.Globalization;
using CyberExchange.Domain;

namespace CyberExchange.Cli;

/// <summary>The files of the member for whom a command speaks.</summary>
/// <param name="Name">How messages call it: the name given to <c>--as</c>, or the certificate's path.</param>
public sealed record IdentityFiles(string Name, string Certificate, string Key)
{
    /// <summary>What an authority certifies the key by.</summary>
    public string Request => Path.ChangeExtension(Key, ".csr");

    /// <summary>The files of the key that follows, while there is one.</summary>
    public IdentityFiles Next => new($"{Name} (next key)", Path.ChangeExtension(Key, ".next.pem"), Path.ChangeExtension(Key, ".next.key"));
}

/// <summary>Which exchange is meant, and who asks.</summary>
public sealed record CyxSettings
{
    private const int DefaultPort = 8443;

    /// <summary>The instance folder: certificates and anchors of a development instance.</summary>
    public required string Home { get; init; }

    /// <summary>Scheme, host and port, and nothing else.</summary>
    public required Uri Server { get; init; }

    /// <summary>Null for the public, who sees what is TLP:CLEAR.</summary>
    public required IdentityFiles? Identity { get; init; }

    /// <summary>How long a busy or absent exchange is tried again; zero for once only.</summary>
    public required TimeSpan RetryFor { get; init; }

    /// <summary>The anchor of the server's certificate; where the file is absent, the system's anchors count.</summary>
    public string ServerAnchorFile => Path.Combine(Home, "trust", "server-ca.pem");

    /// <summary>Options first, then the environment, then defaults.</summary>
    /// <exception cref="CyxFailure">A name, address or number cannot be used.</exception>
    public static CyxSettings Resolve(string? asName, string? server, string? home, double retryForSeconds, Surroundings surroundings)
    {
        var folder = surroundings.FullPath(home ?? Set("CYBEREXCHANGE_HOME", surroundings) ?? ".cyberexchange");
        return new()
        {
            Home = folder,
            Server = ServerAddress(server ?? Set("CYX_SERVER", surroundings), Set("CYBEREXCHANGE_PORT", surroundings)),
            Identity = FindIdentity(asName, folder, surroundings),
            RetryFor = retryForSeconds is >= 0 and <= 3600
                ? TimeSpan.FromSeconds(retryForSeconds)
                : throw CyxFailure.Usage("--retry-for takes 0 to 3600 seconds"),
        };
    }

    private static string? Set(string variable, Surroundings surroundings) =>
        surroundings.Variable(variable) is { Length: > 0 } value ? value : null;

    private static Uri ServerAddress(string? stated, string? port)
    {
        var text = stated ?? $"https://localhost:{port ?? DefaultPort.ToString(CultureInfo.InvariantCulture)}";
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "https", PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? uri
            : throw CyxFailure.Usage($"'{text}' is not the address of an exchange: give https://HOST:PORT and nothing after it");
    }

    private static IdentityFiles? FindIdentity(string? asName, string home, Surroundings surroundings)
    {
        if (asName is not null)
        {
            return Named(asName, home);
        }

        var certificate = Set("CYX_CERTIFICATE", surroundings);
        var key = Set("CYX_KEY", surroundings);
        if (certificate is not null && key is not null)
        {
            return new(certificate, surroundings.FullPath(certificate), surroundings.FullPath(key));
        }

        if (certificate is not null || key is not null)
        {
            throw CyxFailure.Usage("CYX_CERTIFICATE and CYX_KEY go together: set both or neither");
        }

        return Set("CYX_AS", surroundings) is { } name ? Named(name, home) : null;
    }

    private static IdentityFiles Named(string name, string home) => Slugs.IsSlug(name)
        ? new(name, Path.Combine(home, "certificates", name + ".pem"), Path.Combine(home, "certificates", name + ".key"))
        : throw CyxFailure.Usage($"'{name}' is not a member's name such as cert-eu");
}
