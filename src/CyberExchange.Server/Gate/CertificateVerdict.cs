namespace CyberExchange.Server.Gate;

/// <summary>What the judge found.</summary>
public abstract record CertificateVerdict
{
    private CertificateVerdict() { }

    /// <summary>Nothing is wrong, and nothing will be between the two instants, both included.</summary>
    /// <param name="From">The latest beginning of all certificates from the client's own to the anchor.</param>
    /// <param name="Until">The earliest end of them.</param>
    public sealed record Trusted(DateTimeOffset From, DateTimeOffset Until) : CertificateVerdict
    {
        public bool Holds(DateTimeOffset now) => From <= now && now <= Until;
    }

    /// <summary>The first fault found.</summary>
    public sealed record Refused(CertificateFault Fault) : CertificateVerdict
    {
        /// <summary>Whether the same certificate may be found otherwise at another time.</summary>
        public bool DependsOnTime => Fault is CertificateFault.NotYetValid or CertificateFault.Expired or CertificateFault.IssuerNotValidNow;
    }
}
