namespace CyberExchange.Server.Incidents;

/// <summary>Bodies for the description of the API. Each is sent by a test, as it stands here.</summary>
public static class IncidentExamples
{
    /// <summary>A report that a European CERT releases to an operator in Japan.</summary>
    public const string Report = """
        {
          "report": {
            "reference": "NM-2026-0042",
            "title": "Denial of service against the portal of a grid operator",
            "summary": "The customer portal was unreachable for 40 minutes. Supply was not affected.",
            "classification": "rsit.availability.ddos",
            "sectors": ["eu.energy.electricity"],
            "beganAt": "2026-02-03T04:02:00Z",
            "detectedAt": "2026-02-03T04:05:06Z",
            "affectedCount": 12000,
            "contacts": [{ "name": "Duty officer", "email": "duty@cert.example" }]
          },
          "sharing": {
            "label": "TLP:AMBER",
            "pap": "PAP:GREEN",
            "audience": { "partners": ["grid-jp"] },
            "legalBases": [{ "destination": "JP", "code": "consent", "reference": "Consent of the operator of 3 February 2026" }]
          }
        }
        """;

    /// <summary>What a CERT files for an operator of its constituency, for the two of them.</summary>
    public const string File = """
        {
          "report": {
            "reference": "NM-2026-0043",
            "title": "Remote access of a substation was logged into with a leaked password",
            "summary": "The operator locked the account after 20 minutes and asked us to file. Switching was not affected.",
            "classification": "rsit.intrusions.unprivileged-account-compromise",
            "sectors": ["eu.energy.electricity"],
            "detectedAt": "2026-02-03T04:05:06Z",
            "contacts": [{ "name": "Shift lead", "email": "shift@grid.example" }]
          },
          "sharing": {
            "label": "TLP:AMBER+STRICT",
            "audience": { "partners": ["cert-eu"] }
          }
        }
        """;

    /// <summary>The report with its end.</summary>
    public const string Amend = """
        {
          "report": {
            "reference": "NM-2026-0042",
            "title": "Denial of service against the portal of a grid operator",
            "summary": "The customer portal was unreachable for 40 minutes. Traffic came from routers of one make.",
            "classification": "rsit.availability.ddos",
            "sectors": ["eu.energy.electricity"],
            "beganAt": "2026-02-03T04:02:00Z",
            "detectedAt": "2026-02-03T04:05:06Z",
            "endedAt": "2026-02-03T04:45:00Z",
            "affectedCount": 12000
          }
        }
        """;

    /// <summary>Terms for the whole community of both sides.</summary>
    public const string Share = """
        {
          "sharing": {
            "label": "TLP:GREEN",
            "legalBases": [{ "destination": "JP", "code": "consent", "reference": "Consent of the operator of 3 February 2026" }]
          }
        }
        """;

    public const string Withdraw = """
        { "reason": "Reported twice: see the other report of the same day." }
        """;

    /// <summary>A forward to one client of the CERT.</summary>
    public const string Forward = """
        {
          "clients": ["grid-eu"],
          "legalBasis": { "code": "nis2-art-11-3", "reference": "Service agreement 12 of 1 October 2026" }
        }
        """;
}
