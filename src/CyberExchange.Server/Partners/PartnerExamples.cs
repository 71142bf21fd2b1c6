namespace CyberExchange.Server.Partners;

/// <summary>Bodies for the description of the API. Each is sent by a test, as it stands here.</summary>
public static class PartnerExamples
{
    /// <summary>A European CERT that serves an operator.</summary>
    public const string Enrol = """
        {
          "handle": "cert-water-eu",
          "name": "Water CERT of Nordmark (demo)",
          "organizationIdentifier": "NTRDE-DEMO0000099",
          "jurisdiction": "EU",
          "roles": ["cert"],
          "sectors": ["eu.drinking-water"],
          "constituency": ["grid-eu"],
          "standingAgreements": [{ "destination": "JP", "code": "agreement", "reference": "Cooperation agreement of 1 October 2026" }],
          "listed": false,
          "clearNeedsTwoMembers": false
        }
        """;

    /// <summary>The same CERT under another name, listed for everyone.</summary>
    public const string Change = """
        {
          "handle": "cert-water-eu",
          "name": "Water and Wastewater CERT of Nordmark (demo)",
          "organizationIdentifier": "NTRDE-DEMO0000099",
          "jurisdiction": "EU",
          "roles": ["cert"],
          "sectors": ["eu.drinking-water"],
          "listed": true,
          "clearNeedsTwoMembers": true
        }
        """;

    public const string Suspend = """
        { "reason": "Its signing key was found in a public repository." }
        """;

    public const string AddMember = """
        { "handle": "night-desk", "kind": "person", "name": "Jana Novotná" }
        """;

    public const string BindKey = """
        { "spkiSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }
        """;

    public const string UnbindKey = """
        { "reason": "The laptop with the key was stolen." }
        """;
}
