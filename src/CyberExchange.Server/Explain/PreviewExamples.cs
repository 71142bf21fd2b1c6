namespace CyberExchange.Server.Explain;

/// <summary>Bodies for the description of the API. Each is sent by a test, as it stands here.</summary>
public static class PreviewExamples
{
    /// <summary>A report as an operator in Japan would see it.</summary>
    public const string Incident = """
        {
          "report": {
            "title": "Denial of service against the portal of a grid operator",
            "summary": "The customer portal was unreachable for 40 minutes. Supply was not affected.",
            "classification": "rsit.availability.ddos",
            "sectors": ["eu.energy.electricity"],
            "detectedAt": "2026-02-03T04:05:06Z"
          },
          "sharing": {
            "label": "TLP:AMBER",
            "audience": { "partners": ["grid-jp"] },
            "legalBases": [{ "destination": "JP", "code": "consent", "reference": "Consent of the operator of 3 February 2026" }]
          },
          "as": "grid-jp"
        }
        """;

    /// <summary>A supply signal as a delegate of Japan would see it.</summary>
    public const string Signal = """
        {
          "signal": {
            "title": "Neon for lithography is short",
            "summary": "Two suppliers have stopped deliveries until further notice.",
            "stage": "gases-and-chemicals",
            "productClass": "logic",
            "regions": ["EU", "JP"],
            "observed": ["shortage"],
            "horizon": { "from": "2027-01-01", "to": "2027-06-30" },
            "confidence": "likely"
          },
          "sharing": {
            "label": "TLP:AMBER",
            "audience": { "partners": ["delegate-jp"] },
            "legalBases": [{ "destination": "JP", "code": "agreement", "reference": "Agreement on supply signals of 3 February 2026" }]
          },
          "as": "delegate-jp"
        }
        """;

    /// <summary>Terms for the whole community, as an operator in Japan would see the item under them.</summary>
    public const string Sharing = """
        {
          "sharing": {
            "label": "TLP:GREEN",
            "legalBases": [{ "destination": "JP", "code": "consent", "reference": "Consent of the operator of 3 February 2026" }]
          },
          "as": "grid-jp"
        }
        """;

    /// <summary>The part with the terms of a publication, as an operator in Japan would see it.</summary>
    public const string AdvisoryTerms = """
        {
          "sharing": {
            "label": "TLP:AMBER",
            "audience": { "partners": ["grid-jp"] },
            "legalBases": [{ "destination": "JP", "code": "agreement", "reference": "Support agreement of 2 March 2026" }]
          },
          "as": "grid-jp"
        }
        """;
}
