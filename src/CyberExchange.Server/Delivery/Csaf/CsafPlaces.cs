using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>Where the files of the sites are.</summary>
/// <param name="origin">Scheme, host and port under which the public reaches the exchange.</param>
/// <param name="provider">Handle of the partner whose site is the domain's; null for none.</param>
public sealed class CsafPlaces(string origin, string? provider)
{
    public const string Root = "/csaf/";
    public const string WellKnownMetadata = "/.well-known/csaf/provider-metadata.json";
    public const string SecurityText = "/.well-known/security.txt";
    public const string Metadata = "provider-metadata.json";
    public const string Service = "service.json";
    public const string Index = "index.txt";
    public const string Changes = "changes.csv";

    /// <summary>The folder of TLP:CLEAR, by the name that CSAF 2.0 has for it, and the label of its feeds.</summary>
    public const string White = "white";

    /// <summary>The label of feeds of documents that have none.</summary>
    public const string Unlabeled = "unlabeled";

    /// <summary>The host whose root is the domain's provider metadata (CSAF 2.0, requirement 10).</summary>
    public string DnsHost => $"csaf.data.security.{new Uri(origin).Host}";

    public string? Provider => provider;

    /// <summary>The labels behind the gate, each with a folder and one feed for each viewer.</summary>
    public static IReadOnlyList<TlpLabel> Gated { get; } = [TlpLabel.Green, TlpLabel.Amber, TlpLabel.AmberStrict, TlpLabel.Red];

    /// <summary>The folder of a label.</summary>
    public static string FolderOf(TlpLabel label) => label switch
    {
        TlpLabel.Clear => White,
        TlpLabel.Green => "green",
        TlpLabel.Amber => "amber",
        TlpLabel.AmberStrict => "amber-strict",
        TlpLabel.Red => "red",
    };

    /// <summary>The word of CSAF 2.0 for a label: it knows no AMBER+STRICT.</summary>
    public static string WordOf(string folder) => folder switch
    {
        "amber-strict" => "AMBER",
        _ => folder.ToUpperInvariant(),
    };

    public static string FeedOf(string label, string? year = null) => year is null ? $"csaf-feed-tlp-{label}.json" : $"csaf-feed-tlp-{label}-{year}.json";

    public static string CategoryOf(string label) => $"category-tlp-{label}.json";

    public static string KeyOf(string fingerprint) => $"openpgp/{fingerprint}.asc";

    /// <summary>The address of something on a partner's site.</summary>
    public string Of(string handle, string path) => $"{origin}{Root}{handle}/{path}";

    /// <summary>The one address of a partner's metadata.</summary>
    public string CanonicalOf(string handle) => string.Equals(handle, provider, StringComparison.Ordinal) ? $"{origin}{WellKnownMetadata}" : Of(handle, Metadata);

    public string SecurityTextAddress => $"{origin}{SecurityText}";
}
