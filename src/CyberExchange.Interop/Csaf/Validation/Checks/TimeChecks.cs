namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Dates of CSAF 2.1 that a document tells of what came after its newest revision.</summary>
internal static class TimeChecks
{
    private static readonly TimeSpan EpssAgeMax = TimeSpan.FromDays(15);

    public static void Mandatory(CsafSubject s)
    {
        if (Newest(s) is not { } newest || !(s.Tracking["status"u8].Is("final"u8) || s.Tracking["status"u8].Is("interim"u8)))
        {
            return;
        }

        foreach (var vulnerability in s.Vulnerabilities)
        {
            NotAfter(s, "6.1.62", vulnerability.Node["discovery_date"u8], newest);
            if (s.Document["distribution"u8]["tlp"u8]["label"u8].Is("CLEAR"u8))
            {
                NotAfter(s, "6.1.45", vulnerability.Node["disclosure_date"u8], newest);
            }

            foreach (var metric in vulnerability.Metrics)
            {
                NotAfter(s, "6.1.49", metric.Content["ssvc_v2"u8]["timestamp"u8], newest);
                NotAfter(s, "6.1.51", metric.Content["epss"u8]["timestamp"u8], newest);
            }

            foreach (var known in vulnerability.Node["first_known_exploitation_dates"u8].Items())
            {
                NotAfter(s, "6.1.52", known["date"u8], newest);
                NotAfter(s, "6.1.52", known["exploitation_date"u8], newest);
            }
        }
    }

    /// <summary>The other half of 6.1.62, whatever the status: what is disclosed was discovered before.</summary>
    public static void Discoveries(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            var (discovery, disclosure) = (vulnerability.Node["discovery_date"u8], vulnerability.Node["disclosure_date"u8]);
            if (discovery.TryInstant(out var discovered) && disclosure.TryInstant(out var disclosed) && discovered > disclosed)
            {
                s.Fail("6.1.62", discovery, $"The vulnerability is said to be disclosed on {disclosure.Quoted}, before it was discovered.");
            }
        }
    }

    /// <summary>6.1.53: somebody can know of an exploitation only once it was.</summary>
    public static void Exploitations(CsafSubject s)
    {
        foreach (var known in s.Vulnerabilities.SelectMany(vulnerability => CsafSubject.Each(vulnerability.Node["first_known_exploitation_dates"u8])))
        {
            if (known["date"u8].TryInstant(out var told) && known["exploitation_date"u8].TryInstant(out var exploited) && exploited > told)
            {
                s.Fail("6.1.53", known["exploitation_date"u8], $"The exploitation is said to be known since {known["date"u8].Quoted}, before it happened.");
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        if (Newest(s) is not { } newest)
        {
            return;
        }

        var isReleased = s.Tracking["status"u8].Is("final"u8) || s.Tracking["status"u8].Is("interim"u8);
        foreach (var vulnerability in s.Vulnerabilities)
        {
            var disclosure = vulnerability.Node["disclosure_date"u8];
            if (s.Options.At is { } now && disclosure.TryInstant(out var disclosed) && disclosed <= now && disclosed > newest)
            {
                s.Fail("6.2.33", disclosure, "The vulnerability has been disclosed since the newest revision of this document; see whether it needs another.");
            }

            var timestamps = vulnerability.Metrics
                .Select(metric => metric.Content["epss"u8]["timestamp"u8])
                .Where(timestamp => timestamp.TryInstant(out _))
                .ToList();
            if (isReleased && timestamps.Count > 0 && timestamps.TrueForAll(timestamp => timestamp.TryInstant(out var at) && newest - at > EpssAgeMax))
            {
                s.Fail("6.2.41", timestamps[0], $"The newest EPSS value of this vulnerability is more than {EpssAgeMax.Days} days older than the newest revision.");
            }
        }
    }

    private static DateTimeOffset? Newest(CsafSubject s) => s.Revisions.Sorted is [.., var newest] ? newest.At : null;

    private static void NotAfter(CsafSubject s, string test, CsafNode date, DateTimeOffset newest)
    {
        if (date.TryInstant(out var at) && at > newest)
        {
            s.Fail(test, date, $"{date.Quoted} is later than the newest entry of the revision history; add a revision or correct the date.");
        }
    }
}
