namespace CyberExchange.Server.Advisories;

/// <summary>Bodies for the description of the API. Each is sent by a test, as it stands here.</summary>
public static class AdvisoryExamples
{
    /// <summary>Terms under which a European maker releases a document to an operator in Japan.</summary>
    public const string Terms = """
        {
          "sharing": {
            "label": "TLP:AMBER",
            "pap": "PAP:GREEN",
            "audience": { "partners": ["grid-jp"] },
            "legalBases": [{ "destination": "JP", "code": "agreement", "reference": "Support agreement of 2 March 2026" }]
          }
        }
        """;

    /// <summary>The smallest useful document of that maker.</summary>
    public const string Document = """
        {
          "document": {
            "category": "csaf_base",
            "csaf_version": "2.0",
            "distribution": { "tlp": { "label": "GREEN" } },
            "notes": [{ "category": "summary", "text": "From 1 April 2026 updates are signed with a new key." }],
            "publisher": { "category": "vendor", "name": "Voltwerk Controls (demo)", "namespace": "https://maker-eu.example" },
            "title": "The signing key for updates changes",
            "tracking": {
              "current_release_date": "2026-03-02T09:00:00Z",
              "id": "VWC-2026-0001",
              "initial_release_date": "2026-03-02T09:00:00Z",
              "revision_history": [{ "date": "2026-03-02T09:00:00Z", "number": "1", "summary": "First release." }],
              "status": "final",
              "version": "1"
            }
          }
        }
        """;

    /// <summary>The same with its date put off, as a later version.</summary>
    public const string Revision = """
        {
          "document": {
            "category": "csaf_base",
            "csaf_version": "2.0",
            "distribution": { "tlp": { "label": "GREEN" } },
            "notes": [{ "category": "summary", "text": "From 1 May 2026 updates are signed with a new key." }],
            "publisher": { "category": "vendor", "name": "Voltwerk Controls (demo)", "namespace": "https://maker-eu.example" },
            "title": "The signing key for updates changes",
            "tracking": {
              "current_release_date": "2026-03-16T09:00:00Z",
              "id": "VWC-2026-0001",
              "initial_release_date": "2026-03-02T09:00:00Z",
              "revision_history": [
                { "date": "2026-03-02T09:00:00Z", "number": "1", "summary": "First release." },
                { "date": "2026-03-16T09:00:00Z", "number": "2", "summary": "A month later." }
              ],
              "status": "final",
              "version": "2"
            }
          }
        }
        """;

    /// <summary>Terms for the whole community of both sides.</summary>
    public const string Share = """
        {
          "sharing": {
            "label": "TLP:GREEN",
            "legalBases": [{ "destination": "JP", "code": "agreement", "reference": "Support agreement of 2 March 2026" }]
          }
        }
        """;

    public const string Withdraw = """
        { "reason": "The key stays as it is." }
        """;

    /// <summary>A forward to one client of the CERT.</summary>
    public const string Forward = """
        {
          "clients": ["grid-eu"],
          "legalBasis": { "code": "nis2-art-11-3", "reference": "Service agreement 12 of 1 October 2026" }
        }
        """;
}
