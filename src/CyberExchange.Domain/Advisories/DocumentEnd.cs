using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Advisories;

/// <summary>How an advisory stands no longer, by its own document.</summary>
public enum AdvisoryEnding
{
    /// <summary>What it said does not hold.</summary>
    Withdrawn,

    /// <summary>Another document has taken its place.</summary>
    Superseded,
}

/// <summary>That a document says of its advisory that it stands no longer, and why.</summary>
/// <param name="Ending">How.</param>
/// <param name="Reason">At most <see cref="WithdrawAdvisory.ReasonCharactersMax"/> characters, in the words of the document.</param>
/// <remarks>CSAF 2.1, profiles Withdrawn and Superseded; what a document of CSAF 2.0 says in their place is read by the rule of conformance clause 18 of CSAF 2.1.</remarks>
public sealed record DocumentEnd(AdvisoryEnding Ending, string Reason);

/// <summary>That a document is the translation of another.</summary>
/// <param name="SourceLanguage">CSAF <c>/document/source_lang</c>, a BCP 47 tag.</param>
/// <param name="NamesOriginal">Whether its first reference names the document of which it is a translation.</param>
public sealed record DocumentTranslation(string SourceLanguage, bool NamesOriginal);

/// <summary>The words for how advisories end.</summary>
public static class AdvisoryEndings
{
    public static string Text(this AdvisoryEnding ending) => ending switch
    {
        AdvisoryEnding.Withdrawn => "withdrawn",
        AdvisoryEnding.Superseded => "superseded",
    };

    /// <summary>Reads a word, or null.</summary>
    public static AdvisoryEnding? Parse(string text) => Enum.GetValues<AdvisoryEnding>().Cast<AdvisoryEnding?>().FirstOrDefault(e => e!.Value.Text() == text);
}

/// <summary>An ending as documents write it.</summary>
public sealed class AdvisoryEndingJson() : TextJson<AdvisoryEnding>(AdvisoryEndings.Parse, e => e.Text());
