namespace CyberExchange.EndToEnd.Tests.Console;

/// <summary>Bodies of reports of cert-eu, by their title.</summary>
internal static class Reports
{
    /// <summary>For one partner in Japan.</summary>
    public static string For(string partner, string title) => Body(
        title,
        $$"""
        { "label": "TLP:AMBER", "audience": { "partners": ["{{partner}}"] },
          "legalBases": [{ "destination": "JP", "code": "consent", "reference": "Consent of 3 February 2026" }] }
        """);

    /// <summary>For nobody but its originator.</summary>
    public static string Kept(string title) => Body(title, """{ "label": "TLP:AMBER+STRICT" }""");

    /// <summary>For everybody.</summary>
    public static string Public(string title) => Body(title, """{ "label": "TLP:CLEAR" }""");

    private static string Body(string title, string sharing) => $$"""
        {
          "report": {
            "title": "{{title}}",
            "summary": "The customer portal was unreachable for 40 minutes. Supply was not affected.",
            "classification": "rsit.availability.ddos",
            "severity": "nis-cg-impact.yellow",
            "sectors": ["eu.energy.electricity"],
            "detectedAt": "2026-02-03T04:05:06Z",
            "affectedCount": 12000,
            "contacts": [{ "name": "Duty officer", "email": "duty@cert.example" }]
          },
          "sharing": {{sharing}}
        }
        """;
}
