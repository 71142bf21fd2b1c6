namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The titles that CSAF 2.1 sets for notes and references, in one language; null where no translation is recorded.</summary>
/// <remarks>Source: OASIS CSAF TC, csaf_2.1/language_specific_translation/translations.json.</remarks>
internal sealed record CsafTitles(
    bool IsEnglish, string? License, string? ProductDescription, string? ReasoningForWithdrawal, string? ReasoningForSupersession, string? SupersedingDocument)
{
    private static readonly CsafTitles English = new(
        true, "License", "Product Description", "Reasoning for Withdrawal", "Reasoning for Supersession", "Superseding Document");

    private static readonly CsafTitles German = new(
        false, "Lizenz", "Produktbeschreibung", "Begründung für die Zurückziehung", "Begründung für die Ersetzung", "Ersetzendes Dokument");

    private static readonly CsafTitles Unknown = new(false, null, null, null, null, null);

    /// <param name="lang">The language of the document; empty where it does not say, which is taken for English.</param>
    public static CsafTitles For(string lang) => lang.Split('-', 2)[0].ToLowerInvariant() switch
    {
        "" or "en" => English,
        "de" => German,
        _ => Unknown,
    };
}
