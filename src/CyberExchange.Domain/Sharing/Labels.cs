namespace CyberExchange.Domain.Sharing;

/// <summary>How far a fact may travel; a higher label travels less.</summary>
/// <remarks>TLP 2.0, FIRST 2022. Unknown text is refused, never read as CLEAR. The order of the members is their strictness.</remarks>
public enum TlpLabel
{
    Clear,
    Green,
    Amber,
    AmberStrict,
    Red,
}

/// <summary>What a recipient may do with what it learnt; a higher label permits less.</summary>
/// <remarks>Permissible Actions Protocol, MISP taxonomy. It is carried, shown and exported.</remarks>
public enum PapLabel
{
    Clear,
    Green,
    Amber,
    Red,
}

/// <summary>The standard's own words for the labels.</summary>
public static class Labels
{
    /// <summary>The label as TLP 2.0 writes it, such as <c>TLP:AMBER+STRICT</c>.</summary>
    public static string Text(this TlpLabel label) => label switch
    {
        TlpLabel.Clear => "TLP:CLEAR",
        TlpLabel.Green => "TLP:GREEN",
        TlpLabel.Amber => "TLP:AMBER",
        TlpLabel.AmberStrict => "TLP:AMBER+STRICT",
        TlpLabel.Red => "TLP:RED",
    };

    /// <summary>The label as the Permissible Actions Protocol writes it, such as <c>PAP:GREEN</c>.</summary>
    public static string Text(this PapLabel label) => label switch
    {
        PapLabel.Clear => "PAP:CLEAR",
        PapLabel.Green => "PAP:GREEN",
        PapLabel.Amber => "PAP:AMBER",
        PapLabel.Red => "PAP:RED",
    };

    /// <summary>Reads a TLP 2.0 label, or null for any other text, TLP 1.0's <c>TLP:WHITE</c> included.</summary>
    public static TlpLabel? ParseTlp(string text) => Enum.GetValues<TlpLabel>().Cast<TlpLabel?>().FirstOrDefault(l => l!.Value.Text() == text);

    /// <summary>Reads a PAP label, or null for any other text.</summary>
    public static PapLabel? ParsePap(string text) => Enum.GetValues<PapLabel>().Cast<PapLabel?>().FirstOrDefault(l => l!.Value.Text() == text);
}
