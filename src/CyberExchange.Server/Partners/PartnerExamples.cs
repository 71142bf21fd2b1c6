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

    /// <summary>A request that is good, and a secret that never was one.</summary>
    public const string Redeem = """
        {
          "secret": "cyx_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          "certificateRequest": "-----BEGIN CERTIFICATE REQUEST-----\nMIIBBTCBrAIBADBKMQswCQYDVQQGEwJERTEmMCQGA1UECgwdV2F0ZXIgQ0VSVCBv\nZiBOb3JkbWFyayAoZGVtbykxEzARBgNVBAMMCm5pZ2h0LWRlc2swWTATBgcqhkjO\nPQIBBggqhkjOPQMBBwNCAATW2dnbPu2+L4gN6VEEHK/oaczi8xQsj3JDPBiOJ1oz\nRPJJr1YvNc9Ut4DYF7Kr/EtCMv7NS07RkO3OVCkqzniRoAAwCgYIKoZIzj0EAwID\nSAAwRQIgGlt1fYJ4b7VCeV32L5jv9+NiUuGP0i57Z20utAlE6nUCIQDyNJlnxXKd\njddEadYEexgA34MZnZ+OZbfcGDTdM0BE6Q==\n-----END CERTIFICATE REQUEST-----\n"
        }
        """;

    /// <summary>A request that is good, and a signature that is not the reader's.</summary>
    public const string NextKey = """
        {
          "certificateRequest": "-----BEGIN CERTIFICATE REQUEST-----\nMIIBBTCBrAIBADBKMQswCQYDVQQGEwJERTEmMCQGA1UECgwdV2F0ZXIgQ0VSVCBv\nZiBOb3JkbWFyayAoZGVtbykxEzARBgNVBAMMCm5pZ2h0LWRlc2swWTATBgcqhkjO\nPQIBBggqhkjOPQMBBwNCAATW2dnbPu2+L4gN6VEEHK/oaczi8xQsj3JDPBiOJ1oz\nRPJJr1YvNc9Ut4DYF7Kr/EtCMv7NS07RkO3OVCkqzniRoAAwCgYIKoZIzj0EAwID\nSAAwRQIgGlt1fYJ4b7VCeV32L5jv9+NiUuGP0i57Z20utAlE6nUCIQDyNJlnxXKd\njddEadYEexgA34MZnZ+OZbfcGDTdM0BE6Q==\n-----END CERTIFICATE REQUEST-----\n",
          "signature": "MEUCIBpbdX2CeG+1Qnldi+Y7/fjYlLhj9Iue2dtLrQJROp1AiEA8jSZZ8VynY3XRGnWBHsYAN+DGZ2fjmW33Bg03TNARA=="
        }
        """;
}
