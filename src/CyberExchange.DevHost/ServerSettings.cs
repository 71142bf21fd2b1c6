using System.Globalization;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.DevHost;

/// <summary>The environment that the server reads its settings from.</summary>
public static class ServerSettings
{
    public const string Database = "CYBEREXCHANGE_DATABASE";
    public const string Port = "CYBEREXCHANGE_PORT";

    /// <summary>Address to listen on. The launcher keeps to this machine: a development instance is for nobody else.</summary>
    public const string Listen = "CYBEREXCHANGE_LISTEN";

    public const string ServerCertificate = "CYBEREXCHANGE_SERVER_CERTIFICATE";
    public const string ServerKey = "CYBEREXCHANGE_SERVER_KEY";
    public const string Trust = "CYBEREXCHANGE_TRUST";
    public const string Secrets = "CYBEREXCHANGE_SECRETS";
    public const string BootstrapFile = "CYBEREXCHANGE_BOOTSTRAP";

    /// <summary>Under which address partners reach the exchange. The operator's own; without it, this machine's name and the port.</summary>
    public const string PublicOrigin = "CYBEREXCHANGE_PUBLIC_ORIGIN";

    /// <summary>Another issuer whose access tokens are taken, where its keys are, and what it calls the exchange. The operator's own.</summary>
    public const string TokenIssuer = "CYBEREXCHANGE_TOKEN_ISSUER";

    public const string TokenKeys = "CYBEREXCHANGE_TOKEN_KEYS";
    public const string TokenAudience = "CYBEREXCHANGE_TOKEN_AUDIENCE";

    /// <summary>1 makes the server stop when its standard input ends, so that it never outlives its launcher.</summary>
    public const string ExitWithStdin = "CYBEREXCHANGE_EXIT_WITH_STDIN";

    /// <summary>How much one caller may ask, such as <c>requests=400 writes=200</c>. The operator's own: a server that is started here inherits it.</summary>
    public const string Limits = "CYBEREXCHANGE_LIMITS";

    /// <summary>How many days audit rows stand. The operator's own, as the limits are.</summary>
    public const string AuditDays = "CYBEREXCHANGE_AUDIT_DAYS";

    /// <summary>The jurisdiction whose trust list is set aside, as a way back. The operator's own, as the limits are.</summary>
    public const string TrustRecovery = "CYBEREXCHANGE_TRUST_RECOVERY";

    /// <summary>Where proxies connect that forward certificates, and whose keys those are. The operator's own, as the limits are.</summary>
    public const string ProxyPort = "CYBEREXCHANGE_PROXY_PORT";

    public const string ProxyKeys = "CYBEREXCHANGE_PROXY_KEYS";

    /// <summary>Whose provider metadata is the domain's, and whom to tell of vulnerabilities. The operator's own, as the limits are.</summary>
    public const string CsafProvider = "CYBEREXCHANGE_CSAF_PROVIDER";

    public const string SecurityContact = "CYBEREXCHANGE_SECURITY_CONTACT";

    /// <summary>Fingerprint of the OpenPGP key that signs what partners publish, and the GnuPG home that it is in.</summary>
    public const string CsafKey = "CYBEREXCHANGE_CSAF_KEY";

    public const string CsafKeyring = "CYBEREXCHANGE_CSAF_KEYRING";

    /// <summary>Hosts that the exchange may fetch CSAF documents from, and the only authorities that count for them. The operator's own, as the limits are.</summary>
    public const string CsafSources = "CYBEREXCHANGE_CSAF_SOURCES";

    public const string CsafSourcesCa = "CYBEREXCHANGE_CSAF_SOURCES_CA";

    /// <summary>Where metrics go by OTLP. The operator's own: a server that is started here inherits it.</summary>
    public const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>All that the launcher decides, for a server that it starts.</summary>
    public static IReadOnlyDictionary<string, string> For(
        InstanceHome home, DevelopmentCertificates certificates, string connectionString, int port)
        => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Database] = connectionString,
            [Port] = port.ToString(CultureInfo.InvariantCulture),
            [Listen] = "127.0.0.1",
            [ServerCertificate] = certificates.CertificateFile(DevelopmentCertificates.ServerName),
            [ServerKey] = certificates.KeyFile(DevelopmentCertificates.ServerName),
            [Trust] = certificates.TrustFolder,
            [Secrets] = home.Secrets,
            [BootstrapFile] = home.BootstrapFile,
            [ExitWithStdin] = "1",
        };
}
