namespace CyberExchange.Fetching;

/// <summary>What a provider lists, and what of it is to be looked at.</summary>
public sealed class FetchPlan(Uri url, ProviderMetadata metadata)
{
    /// <summary>Where the metadata was found.</summary>
    public Uri Url { get; } = url;

    public ProviderMetadata Metadata { get; } = metadata;

    /// <summary>Documents that are to be looked at, each once.</summary>
    public IReadOnlyList<ListedDocument> Documents { get; set; } = [];

    /// <summary>Documents that need no request, since their list has not changed; and lists that could not be read.</summary>
    public List<FetchLine> Lines { get; } = [];

    /// <summary>Documents that are older than was asked for.</summary>
    public int Aside { get; set; }

    /// <summary>Documents beyond what one run asks for.</summary>
    public int Later { get; set; }

    public List<string> Notes { get; } = [];

    /// <summary>URLs of all that the lists name, also of what is not looked at.</summary>
    public IReadOnlySet<string> Named { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Documents that are known and that no list names any longer; none where a list could not be read.</summary>
    internal IReadOnlyList<FetchRecord> Gone { get; set; } = [];

    /// <summary>Lists that were read anew, by URL. One is remembered once all that it names is done, so that what is not done is found again.</summary>
    internal Dictionary<string, Validators> Read { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a list could not be read, so that nobody knows what it names.</summary>
    internal bool LacksList { get; set; }

    /// <summary>Whether a list is as it was, and was not sent.</summary>
    internal bool HasKeptList { get; set; }

    /// <summary>Lists that are not for us, by URL.</summary>
    internal HashSet<string> NotForUs { get; } = new(StringComparer.Ordinal);

    /// <summary>Lists that name something that is not done.</summary>
    internal HashSet<string> Unfinished { get; } = new(StringComparer.Ordinal);
}
