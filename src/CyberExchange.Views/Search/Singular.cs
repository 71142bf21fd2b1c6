namespace CyberExchange.Views.Search;

/// <summary>Takes the plural off words of English and French, so lightly that singular and plural meet.</summary>
/// <remarks>
/// What comes out need not be a word: both sides are folded alike, so it is enough that forms which a searcher takes for one
/// come out the same. No dictionary: of irregular plurals each form finds itself.
/// </remarks>
internal static class Singular
{
    private const int LettersMin = 4;

    private static readonly string[] NotPlural = ["ss", "us", "is"];
    private static readonly string[] LoseE = ["che", "she", "xe", "sse", "ze", "use"];

    public static string Of(string word)
    {
        if (word.Length < LettersMin || word.Any(c => !char.IsAsciiLetterLower(c)))
        {
            return word;
        }

        var stem = WithoutMark(word);
        if (stem.Length >= LettersMin && stem.EndsWith("ie", StringComparison.Ordinal))
        {
            return $"{stem.AsSpan(0, stem.Length - 2)}y"; // vulnerabilities and vulnerability, maladies and maladie.
        }

        return stem.Length >= LettersMin && LoseE.Any(end => stem.EndsWith(end, StringComparison.Ordinal)) ? stem[..^1] : stem; // patches, boxes, accesses.
    }

    private static string WithoutMark(string word)
    {
        if (word.EndsWith('s') && !NotPlural.Any(end => word.EndsWith(end, StringComparison.Ordinal)))
        {
            return word[..^1];
        }

        if (word.EndsWith("eaux", StringComparison.Ordinal) || word.EndsWith("eux", StringComparison.Ordinal))
        {
            return word[..^1]; // réseaux, jeux.
        }

        return word.EndsWith("aux", StringComparison.Ordinal) ? $"{word.AsSpan(0, word.Length - 2)}l" : word; // journaux, signaux.
    }
}
