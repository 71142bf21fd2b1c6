using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf;

/// <summary>Reads whether a document says that its advisory stands no longer.</summary>
/// <remarks>
/// CSAF 2.1 has a profile for each way. CSAF 2.0 has none: conformance clause 18 of CSAF 2.1 tells by what such a document is known, a
/// title that begins with the word or a category of that name, in English. It has to be one that the profile would take, and the word
/// has to stand by itself in the title, so that an advisory about withdrawn certificates is none.
/// </remarks>
internal static class CsafEnds
{
    // Documents of these profiles have neither products nor vulnerabilities while they stand.
    private static readonly string[] StandEmpty = ["csaf_informational_advisory", "csaf_security_incident_response"];

    /// <summary>How a document's advisory ends and why; null where it stands.</summary>
    public static DocumentEnd? Of(CsafNode root)
    {
        var document = root["document"u8];
        return EndingOf(document) is { } ending && (IsOfProfile(document) || IsEmpty(root)) ? new(ending, ReasonOf(document, ending)) : null;
    }

    /// <summary>What the document calls itself; null for neither word.</summary>
    public static AdvisoryEnding? EndingOf(CsafNode document)
    {
        var (category, title) = (document["category"u8].Text, document["title"u8].Text);
        if (IsOfProfile(document))
        {
            return category is "csaf_withdrawn" ? AdvisoryEnding.Withdrawn : AdvisoryEnding.Superseded;
        }

        if (document["csaf_version"u8].Is("2.1"u8) || !CsafTitles.For(document["lang"u8].Text).IsEnglish)
        {
            return null;
        }

        return Enum.GetValues<AdvisoryEnding>().Cast<AdvisoryEnding?>().FirstOrDefault(ending => Says(ending!.Value.ToString())); // Each has a value.

        bool Says(string word) => category.Equals(word, StringComparison.OrdinalIgnoreCase)
            || (Begins(title, word) && !StandEmpty.Contains(category, StringComparer.OrdinalIgnoreCase));
    }

    // Behind the word there is nothing, a mark, or by whom or what; a noun makes it the beginning of a sentence about something else.
    private static bool Begins(string title, string word)
    {
        if (!title.StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = title.AsSpan(word.Length);
        var next = rest.TrimStart();
        var isApart = next.Length < rest.Length;
        return next.IsEmpty || ":,.;".Contains(next[0]) || (isApart && ("-\u2013\u2014([".Contains(next[0]) || next.StartsWith("by ", StringComparison.Ordinal)));
    }

    private static bool IsOfProfile(CsafNode document) => document["category"u8].Is("csaf_withdrawn"u8) || document["category"u8].Is("csaf_superseded"u8);

    // The profiles take no products and no vulnerabilities, and a history of at least two.
    private static bool IsEmpty(CsafNode root) =>
        !root["product_tree"u8].Exists && !root["vulnerabilities"u8].Exists
        && CsafSubject.Each(root["document"u8]["tracking"u8]["revision_history"u8]).Take(2).Count() == 2;

    // The note of the set title; else the first description; else what the history says of the newest entry.
    private static string ReasonOf(CsafNode document, AdvisoryEnding ending)
    {
        var titles = CsafTitles.For(document["lang"u8].Text);
        var title = ending is AdvisoryEnding.Withdrawn ? titles.ReasoningForWithdrawal : titles.ReasoningForSupersession;
        var descriptions = CsafSubject.Each(document["notes"u8]).Where(note => note["category"u8].Is("description"u8)).ToList();
        var texts = descriptions.Where(note => title is not null && note["title"u8].Is(System.Text.Encoding.UTF8.GetBytes(title))).Concat(descriptions).Select(note => note["text"u8].Text)
            .Append(CsafSubject.Each(document["tracking"u8]["revision_history"u8]).Select(entry => entry["summary"u8].Text).LastOrDefault() ?? "")
            .Append(document["title"u8].Text);
        return texts.Select(text => CsafText.Plain(CsafText.Cut(text, WithdrawAdvisory.ReasonCharactersMax)).Trim()).FirstOrDefault(text => text.Length > 0)
            ?? "The document gives no reason.";
    }
}
