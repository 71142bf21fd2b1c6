using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Console.Pages;

/// <summary>The colour of a label, as a class of the style sheet.</summary>
internal static class TlpColour
{
    public static string Of(TlpLabel label) => label switch
    {
        TlpLabel.Clear => "tlp-clear",
        TlpLabel.Green => "tlp-green",
        TlpLabel.Amber or TlpLabel.AmberStrict => "tlp-amber", // TLP 2.0 gives the two one colour.
        TlpLabel.Red => "tlp-red",
    };
}
