namespace CyberExchange.Server.Sources;

/// <summary>What one run of a source may cost the exchange. The limits of single files are those of <see cref="Fetching.FetchLimits"/>.</summary>
public static class SourceLimits
{
    /// <summary>Documents that one run asks for; the next goes on.</summary>
    public const int DocumentsPerRun = 5_000;

    /// <summary>Bytes of one feed or list: an entry of a feed takes about 1 kB, and the whole is in memory.</summary>
    public const int ListingBytesMax = 32 * 1024 * 1024;

    /// <summary>Bytes of all lists of one run together.</summary>
    public const long ListingsBytesMax = 2L * ListingBytesMax;

    /// <summary>Documents that all lists of a provider may name together.</summary>
    public const int ListedMax = 50_000;

    /// <summary>Records of files that are known of one source: what would be more is asked for anew each time.</summary>
    public const int FilesKnownMax = 60_000;

    /// <summary>Bytes of all answers of one run.</summary>
    public const long RunBytesMax = 1024L * 1024 * 1024;

    /// <summary>Requests side by side: partners are served at the same time.</summary>
    public const int ParallelRequests = 2;

    /// <summary>Refused documents that a run tells one by one.</summary>
    public const int RefusalsToldMax = 100;

    /// <summary>Documents that are listed no longer, as a run tells them: the latest.</summary>
    public const int UnlistedToldMax = 100;

    /// <summary>Notes that a run tells.</summary>
    public const int NotesToldMax = 20;

    /// <summary>UTF-16 units of a URL, a reason or a note.</summary>
    public const int TextCharactersMax = 1_000;

    /// <summary>Records of files that are kept in one statement.</summary>
    public const int FilesPerStatement = 200;

    /// <summary>Runs side by side on one node, each of another provider: a slow one does not hold up all others.</summary>
    public const int RunsSideBySide = 3;

    /// <summary>From taking the source to the end of its run.</summary>
    public static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(30);

    /// <summary>From the end of a run to one that is asked for.</summary>
    public static readonly TimeSpan AskedRunsApart = TimeSpan.FromMinutes(5);

    /// <summary>After a run that left something undone; no source's own interval is shorter.</summary>
    public static readonly TimeSpan GoOnAfter = TimeSpan.FromMinutes(15);
}
