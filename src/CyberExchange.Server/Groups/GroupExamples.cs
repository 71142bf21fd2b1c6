namespace CyberExchange.Server.Groups;

/// <summary>Bodies for the description of the API. Each is sent by a test, as it stands here.</summary>
public static class GroupExamples
{
    public const string Form = """
        {
          "group": "water-watch",
          "name": "Water Watch (demo)",
          "purpose": "Disturbances of water supply and sewage, shared before they are understood.",
          "defaultLabel": "TLP:AMBER",
          "members": ["cert-eu", "grid-eu"]
        }
        """;

    public const string Change = """
        {
          "name": "Water Watch (demo)",
          "purpose": "Disturbances of water supply and sewage, shared before they are understood, and what was learnt of them.",
          "defaultLabel": "TLP:AMBER+STRICT"
        }
        """;

    public const string ChangeMembers = """
        { "join": ["cert-jp", "grid-jp"], "leave": ["grid-eu"] }
        """;

    public const string Dissolve = """
        { "reason": "Merged into the group energy-watch." }
        """;
}
