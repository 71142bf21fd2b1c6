namespace CyberExchange.Server.Subscriptions;

/// <summary>Bodies for the description of the API. Each is sent by a test, as it stands here.</summary>
public static class SubscriptionExamples
{
    /// <summary>Grave advisories about one family of controllers.</summary>
    public const string Create = """
        {
          "name": "Controllers in our substations",
          "filter": {
            "kinds": ["advisory"],
            "vendors": ["Siemens"],
            "productTexts": ["S7-1500", "S7-1200"],
            "cvssMin": 7.0
          }
        }
        """;

    /// <summary>Whatever touches the sector or a cable.</summary>
    public const string Change = """
        {
          "name": "Energy, from our CERT",
          "filter": {
            "sectors": ["eu.energy", "jp.electricity"],
            "originators": ["cert-eu"]
          }
        }
        """;
}
