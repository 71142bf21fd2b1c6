namespace CyberExchange.Views.Core;

/// <summary>What can be released.</summary>
public enum ItemKind
{
    Incident,
    Advisory,
    Signal,
}

/// <summary>The words for kinds of item.</summary>
public static class ItemKinds
{
    public static string Text(this ItemKind kind) => kind switch
    {
        ItemKind.Incident => "incident",
        ItemKind.Advisory => "advisory",
        ItemKind.Signal => "signal",
    };

    /// <summary>Reads a kind, or null.</summary>
    public static ItemKind? Parse(string text) => Enum.GetValues<ItemKind>().Cast<ItemKind?>().FirstOrDefault(k => k!.Value.Text() == text);
}
