namespace CyberExchange.Fetching;

/// <summary>What one provider may cost us. Whatever is larger is refused while it is read, and never cut and kept.</summary>
public static class FetchLimits
{
    /// <summary>Bytes of a provider-metadata.json; it goes into the state, so that an unchanged one need not be sent again.</summary>
    public const int MetadataBytesMax = 256 * 1024;

    /// <summary>Characters of an ETag or a date of change that is kept; a longer one is as none.</summary>
    public const int ValidatorCharsMax = 1_000;

    /// <summary>Bytes of a security.txt (RFC 9116 knows no limit; real ones have some hundred).</summary>
    public const int SecurityTxtBytesMax = 32 * 1024;

    /// <summary>Bytes of a ROLIE feed, a changes.csv or an index.txt: an entry of a feed takes about 1 kB.</summary>
    public const int ListingBytesMax = 128 * 1024 * 1024;

    /// <summary>Documents that all lists of a provider may name together, where the options say nothing else.</summary>
    public const int ListedMax = 500_000;

    /// <summary>Characters of a path or URL in a list; real ones have about 100.</summary>
    public const int PlaceCharsMax = 1_000;

    /// <summary>Bytes of a hash file, a signature or a key.</summary>
    public const int SmallFileBytesMax = 256 * 1024;

    /// <summary>Distributions, feeds and keys that one provider-metadata.json may name, each for itself.</summary>
    public const int NamedMax = 100;

    /// <summary>Redirects that one request follows, all on its own host; of metadata and security.txt one may lead to the same name with or without <c>www.</c>. CSAF 2.0, requirement 6: there should be none.</summary>
    public const int RedirectsMax = 3;

    /// <summary>Documents that one run asks for, where its options say nothing else.</summary>
    public const int DocumentsPerRun = 100_000;

    /// <summary>Requests side by side, where the options say nothing else: a provider serves others as well.</summary>
    public const int ParallelRequests = 4;

    /// <summary>The most that the options may ask for.</summary>
    public const int ParallelRequestsMax = 16;

    /// <summary>Attempts at one request while the provider is busy or absent.</summary>
    public const int AttemptsMax = 4;

    /// <summary>Documents one after another that the provider did not answer for; it has gone away then, and the next run goes on.</summary>
    public const int UnansweredInRowMax = 8;

    /// <summary>Characters of a file name that is kept: with `.sha512` and a mark for what is being written it fits every file system.</summary>
    public const int FileNameCharsMax = 200;

    /// <summary>From the first byte sent to the last byte of the answer.</summary>
    public static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait that a provider may ask for by Retry-After; one that asks for more is busy for this run.</summary>
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(60);

    /// <summary>The wait before the second attempt; each further one waits twice as long.</summary>
    public static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(250);

    /// <summary>What one call of gpg may take.</summary>
    public static readonly TimeSpan GpgTime = TimeSpan.FromSeconds(30);
}
