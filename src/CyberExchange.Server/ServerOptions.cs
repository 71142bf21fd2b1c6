using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Server.Limits;
using CyberExchange.Server.Sources;
using CyberExchange.Server.Tokens;
using CyberExchange.Storage.Audit;
using Npgsql;

namespace CyberExchange.Server;

/// <summary>The settings of one server, read from its environment.</summary>
public sealed record ServerOptions
{
    public const int PortDefault = 8443;

    /// <summary>A year, and a month to notice it.</summary>
    public const int AuditDaysDefault = 400;

    private const int AuditDaysMax = 36_500;

    /// <summary>Connection string of a login that is a member of the exchange's roles, or may make them.</summary>
    public required string Database { get; init; }

    /// <summary>Where to listen; 0 takes any free port, for tests.</summary>
    public required int Port { get; init; }

    /// <summary>The address to listen on; any, unless told otherwise.</summary>
    public IPAddress Listen { get; init; } = Any;

    /// <summary>PEM file of the server's certificate, with those above it if there are any.</summary>
    public required string ServerCertificateFile { get; init; }

    /// <summary>PEM file of the certificate's key.</summary>
    public required string ServerKeyFile { get; init; }

    /// <summary>Folder of the trust anchors, one file per jurisdiction.</summary>
    public required string TrustFolder { get; init; }

    /// <summary>Folder of the instance's key.</summary>
    public required string SecretsFolder { get; init; }

    /// <summary>File of the first partner, read while the log does not hold one; null for none.</summary>
    public string? BootstrapFile { get; init; }

    /// <summary>
    /// Scheme, host and port under which partners reach the exchange, the same on every node: issuer and audience of its access
    /// tokens. Null for this machine's own name and the port.
    /// </summary>
    public string? PublicOrigin { get; init; }

    /// <summary>Another issuer whose access tokens are taken; null for none.</summary>
    public ExternalIssuerOptions? ExternalIssuer { get; init; }

    /// <summary>Whose access tokens are issued and taken.</summary>
    public TokenOptions Tokens => new(PublicOrigin ?? LocalOrigin(Port), ExternalIssuer);

    /// <summary>Whether the server stops when its standard input ends, so that it never outlives its launcher.</summary>
    public bool ExitsWithStdin { get; init; }

    /// <summary>The jurisdiction whose trust list is set aside for the anchors of the folder, as a way back for those whom it has shut out; null for none.</summary>
    public Jurisdiction? TrustRecovery { get; init; }

    /// <summary>Where proxies connect that forward their clients' certificates (RFC 9440); null for nowhere, 0 for any free port.</summary>
    public int? ProxyPort { get; init; }

    /// <summary>The proxies that may: SHA-256 of each public key, in hexadecimal digits.</summary>
    public IReadOnlyList<string> ProxyKeys { get; init; } = [];

    /// <summary>How much one caller may ask.</summary>
    public LimitNumbers Limits { get; init; } = new();

    /// <summary>How many days it stands who was shown what, and what the gate decided.</summary>
    public int AuditDays { get; init; } = AuditDaysDefault;

    /// <summary>The partners' CSAF provider sites.</summary>
    public CsafSiteOptions Csaf { get; init; } = new();

    /// <summary>What the exchange fetches for partners that follow CSAF providers.</summary>
    public SourceOptions Sources { get; init; } = new();

    /// <summary>Whether metrics are sent by OTLP: the exporter reads where to from the same variable.</summary>
    public bool SendsMetrics { get; init; }

    // The one of IPv6 takes IPv4 as well, and cannot be opened where the system has no IPv6.
    private static IPAddress Any => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Reads the settings.</summary>
    /// <param name="variable">The value of an environment variable, or null.</param>
    /// <returns>The settings; or one line for each that is missing or impossible.</returns>
    public static (ServerOptions? Options, IReadOnlyList<string> Errors) Read(Func<string, string?> variable)
    {
        var settings = new Settings(variable);
        var options = new ServerOptions
        {
            Database = settings.ConnectionString("CYBEREXCHANGE_DATABASE"),
            Port = settings.Port("CYBEREXCHANGE_PORT"),
            Listen = settings.Address("CYBEREXCHANGE_LISTEN"),
            ServerCertificateFile = settings.File("CYBEREXCHANGE_SERVER_CERTIFICATE", "the server's certificate, PEM"),
            ServerKeyFile = settings.File("CYBEREXCHANGE_SERVER_KEY", "the key of the server's certificate, PEM"),
            TrustFolder = settings.Folder("CYBEREXCHANGE_TRUST", "the trust anchors eu.pem and jp.pem"),
            SecretsFolder = settings.Folder("CYBEREXCHANGE_SECRETS", "the file instance.key"),
            BootstrapFile = variable("CYBEREXCHANGE_BOOTSTRAP") is { Length: > 0 } ? settings.File("CYBEREXCHANGE_BOOTSTRAP", "the first partner, JSON") : null,
            TrustRecovery = settings.Jurisdiction("CYBEREXCHANGE_TRUST_RECOVERY"),
            ProxyPort = variable("CYBEREXCHANGE_PROXY_PORT") is { Length: > 0 } ? settings.Port("CYBEREXCHANGE_PROXY_PORT") : null,
            ProxyKeys = settings.Digests("CYBEREXCHANGE_PROXY_KEYS", needed: variable("CYBEREXCHANGE_PROXY_PORT") is { Length: > 0 }),
            Limits = settings.Limits("CYBEREXCHANGE_LIMITS"),
            AuditDays = settings.AuditDays("CYBEREXCHANGE_AUDIT_DAYS"),
            PublicOrigin = settings.Origin("CYBEREXCHANGE_PUBLIC_ORIGIN"),
            ExternalIssuer = settings.Issuer("CYBEREXCHANGE_TOKEN_ISSUER", "CYBEREXCHANGE_TOKEN_KEYS", "CYBEREXCHANGE_TOKEN_AUDIENCE"),
            Csaf = new()
            {
                Provider = settings.Handle("CYBEREXCHANGE_CSAF_PROVIDER"),
                SecurityContact = settings.Contact("CYBEREXCHANGE_SECURITY_CONTACT"),
                Key = settings.OpenPgpKey("CYBEREXCHANGE_CSAF_KEY", "CYBEREXCHANGE_CSAF_KEYRING"),
            },
            Sources = new()
            {
                Reach = settings.Reach("CYBEREXCHANGE_CSAF_SOURCES"),
                AnchorsFile = variable("CYBEREXCHANGE_CSAF_SOURCES_CA") is { Length: > 0 } ? settings.File("CYBEREXCHANGE_CSAF_SOURCES_CA", "the authorities that count for providers, PEM") : null,
            },
            SendsMetrics = variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 },
            ExitsWithStdin = string.Equals(variable("CYBEREXCHANGE_EXIT_WITH_STDIN"), "1", StringComparison.Ordinal),
        };
        if (string.Equals(options.ExternalIssuer?.Name, options.Tokens.Origin, StringComparison.Ordinal))
        {
            settings.Errors.Add($"CYBEREXCHANGE_TOKEN_ISSUER is '{options.Tokens.Origin}', which is this exchange: name another issuer, or none.");
        }

        return settings.Errors.Count == 0 ? (options, []) : (null, settings.Errors);
    }

    private static string LocalOrigin(int port) => string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");

    private sealed class Settings(Func<string, string?> variable)
    {
        public List<string> Errors { get; } = [];

        public string Text(string name, string meaning)
        {
            if (variable(name) is { Length: > 0 } text)
            {
                return text;
            }

            Errors.Add($"{name} is not set: give {meaning}.");
            return "";
        }

        public string ConnectionString(string name)
        {
            var text = Text(name, "a PostgreSQL connection string");
            try
            {
                _ = new NpgsqlConnectionStringBuilder(text);
                return text;
            }
            catch (ArgumentException e)
            {
                // The value may hold a password, so it is not repeated.
                Errors.Add($"{name} is not a PostgreSQL connection string: {e.Message}");
                return "";
            }
        }

        public string File(string name, string meaning) => Existing(name, $"the path of {meaning}", System.IO.File.Exists);

        public string Folder(string name, string meaning) => Existing(name, $"the folder with {meaning}", Directory.Exists);

        public int Port(string name)
        {
            if (variable(name) is not { Length: > 0 } text)
            {
                return PortDefault;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
            {
                return port;
            }

            Errors.Add($"{name} is '{text}': give a port from 0 to {IPEndPoint.MaxPort}.");
            return 0;
        }

        public IPAddress Address(string name)
        {
            if (variable(name) is not { Length: > 0 } text)
            {
                return Any;
            }

            if (IPAddress.TryParse(text, out var address))
            {
                return address;
            }

            Errors.Add($"{name} is '{text}': give an IP address to listen on.");
            return IPAddress.IPv6Loopback;
        }

        public Jurisdiction? Jurisdiction(string name)
        {
            if (variable(name) is not { Length: > 0 } text)
            {
                return null;
            }

            if (Roles.ParseJurisdiction(text) is not { } jurisdiction)
            {
                Errors.Add($"{name} is '{text}': give EU or JP, or leave it out.");
                return null;
            }

            return jurisdiction;
        }

        public IReadOnlyList<string> Digests(string name, bool needed)
        {
            var words = (variable(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.FirstOrDefault(word => !SpkiDigest.IsValid(word)) is { } wrong)
            {
                Errors.Add($"{name} is '{wrong}': give SHA-256 of each proxy's public key, in 64 hexadecimal digits, with spaces between.");
            }
            else if (needed && words.Length == 0)
            {
                Errors.Add($"{name} is not set: give SHA-256 of the public key of each proxy that may connect to CYBEREXCHANGE_PROXY_PORT.");
            }

            return words;
        }

        public LimitNumbers Limits(string name)
        {
            var text = variable(name) ?? "";
            var (numbers, fault) = LimitNumbers.Read(text);
            if (numbers is null)
            {
                Errors.Add($"{name} is '{text}': {fault}.");
            }

            return numbers ?? new();
        }

        public int AuditDays(string name)
        {
            if (variable(name) is not { Length: > 0 } text)
            {
                return AuditDaysDefault;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= AuditRows.DaysMin and <= AuditDaysMax)
            {
                return days;
            }

            Errors.Add($"{name} is '{text}': give a number of days from {AuditRows.DaysMin} to {AuditDaysMax}.");
            return AuditDaysDefault;
        }

        public string? Origin(string name)
        {
            if (variable(name) is not { Length: > 0 } text)
            {
                return null;
            }

            // RFC 6454, 6.2: in one spelling, since it is compared character by character.
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.GetLeftPart(UriPartial.Authority) == text)
            {
                return text;
            }

            Errors.Add($"{name} is '{text}': give https://HOST or https://HOST:PORT, in lower case and with nothing after it.");
            return null;
        }

        public string? Handle(string name)
        {
            if (variable(name) is not { Length: > 0 } text)
            {
                return null;
            }

            if (!Slugs.IsSlug(text))
            {
                Errors.Add($"{name} is '{text}': give the handle of a partner, or leave it out.");
            }

            return text;
        }

        public string? Contact(string name)
        {
            if (variable(name) is not { Length: > 0 } text)
            {
                return null;
            }

            // RFC 9116, 2.5.3: a web address is one of https. A line break would begin another field.
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("mailto" or "https" or "tel") || text.Any(char.IsControl))
            {
                Errors.Add($"{name} is '{text}': give mailto:ADDRESS, https://... or tel:NUMBER.");
            }

            return text;
        }

        public SourceReach Reach(string name)
        {
            var (reach, wrong) = SourceReach.Read(variable(name) ?? "");
            if (reach is null)
            {
                Errors.Add($"{name} is '{wrong}': give hosts such as csaf.example.com, *.example.com or host.example:8443, * for any, and addresses or networks such as 10.2.0.0/16 for those that are not public.");
            }

            return reach ?? SourceReach.Nowhere;
        }

        public OpenPgpKeyOptions? OpenPgpKey(string name, string keyring)
        {
            var (fingerprint, home) = (variable(name), variable(keyring));
            if (fingerprint is not { Length: > 0 } text)
            {
                if (home is { Length: > 0 })
                {
                    Errors.Add($"{name} is not set: give the fingerprint of the key in {keyring} that signs, or neither.");
                }

                return null;
            }

            if (!OpenPgpKeyOptions.IsFingerprint(text))
            {
                Errors.Add($"{name} is '{text}': give the fingerprint of an OpenPGP key, in 40 or 64 hexadecimal digits.");
                return null;
            }

            return new(text.ToUpperInvariant(), Folder(keyring, "that key, as gpg knows it for its GNUPGHOME"));
        }

        public ExternalIssuerOptions? Issuer(string name, string keySet, string audience)
        {
            var (issuer, keys, called) = (variable(name), variable(keySet), variable(audience));
            if (issuer is not { Length: > 0 })
            {
                return null;
            }

            var place = keys?.StartsWith("https://", StringComparison.Ordinal) is true
                ? keys
                : File(keySet, $"the keys of {issuer}, or give their https address");
            return new(issuer, place, called is { Length: > 0 } ? called : Text(audience, $"what {issuer} calls this exchange in aud"));
        }

        private string Existing(string name, string meaning, Func<string, bool> exists)
        {
            var path = Text(name, meaning);
            if (path.Length > 0 && !exists(path))
            {
                Errors.Add($"{name} is '{path}', which does not exist: give {meaning}.");
            }

            return path;
        }
    }
}
