namespace CyberExchange.Domain.Sharing;

/// <summary>The two sides of the dialogue; an item at home in one needs a legal basis to reach the other.</summary>
public enum Jurisdiction
{
    EU,
    JP,
}

/// <summary>What a partner is in the exchange. Rights follow from it.</summary>
public enum Role
{
    Cert,
    Operator,
    Maker,
    Authority,
    Delegate,
    Steward,
}

/// <summary>Words and sets of roles.</summary>
public static class Roles
{
    /// <summary>The roles that kinds of audience and TLP:GREEN reach; delegates are reached by name only and stewards never.</summary>
    public static IReadOnlyList<Role> Community { get; } = [Role.Cert, Role.Operator, Role.Maker, Role.Authority];

    /// <summary>The role in lower case, as documents write it.</summary>
    public static string Text(this Role role) => role switch
    {
        Role.Cert => "cert",
        Role.Operator => "operator",
        Role.Maker => "maker",
        Role.Authority => "authority",
        Role.Delegate => "delegate",
        Role.Steward => "steward",
    };

    /// <summary>The jurisdiction's two letters.</summary>
    public static string Text(this Jurisdiction jurisdiction) => jurisdiction switch
    {
        Jurisdiction.EU => "EU",
        Jurisdiction.JP => "JP",
    };

    /// <summary>Reads a role, or null.</summary>
    public static Role? Parse(string text) => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => r!.Value.Text() == text);

    /// <summary>Reads a jurisdiction, or null.</summary>
    public static Jurisdiction? ParseJurisdiction(string text) =>
        Enum.GetValues<Jurisdiction>().Cast<Jurisdiction?>().FirstOrDefault(j => j!.Value.Text() == text);
}
