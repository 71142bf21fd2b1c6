using System.Text;

namespace CyberExchange.Interop.Csaf;

/// <summary>The name of the file of a document.</summary>
public static class CsafFileName
{
    /// <summary>The tracking id in lower case with `.json`, where an underscore stands for each run of other characters than letters, digits, plus and hyphen.</summary>
    /// <remarks>CSAF 2.0 and 2.1, section 5.1. A document that is not valid has `_invalid` before the ending, which is for its publisher to add.</remarks>
    public static string Of(string trackingId)
    {
        var name = new StringBuilder(trackingId.Length);
        var isReplaced = false;
        foreach (var unit in trackingId.ToLowerInvariant())
        {
            var stays = char.IsAsciiLetterOrDigit(unit) || unit is '+' or '-';
            if (stays || !isReplaced)
            {
                name.Append(stays ? unit : '_');
            }

            isReplaced = !stays;
        }

        return name.Append(".json").ToString();
    }
}
