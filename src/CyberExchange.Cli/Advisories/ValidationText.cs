using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Advisories;

/// <summary>What the tests say of a document, in a line.</summary>
public static class ValidationText
{
    /// <summary>Such as <c>valid, 2 warnings</c>.</summary>
    public static string Verdict(ValidationDocument validation)
    {
        var counts = new[] { ("error", "errors"), ("warning", "warnings"), ("information", "pieces of information") }
            .Select(word => (Count: validation.Results.Count(result => result.Severity == word.Item1), One: word.Item1, Many: word.Item2))
            .Where(word => word.Count > 0)
            .Select(word => $"{Query.Number(word.Count)} {(word.Count == 1 ? word.One : word.Many)}")
            .Prepend(validation.Valid ? "valid" : "not valid");
        return string.Join(", ", counts) + (validation.MoreResults is { } more ? $", {Query.Number(more)} more" : "");
    }

    /// <summary>Notes what the exchange said of the document of a write, where there is something to say; JSON has it in the receipt.</summary>
    public static void Note(CyxSession session, WriteReceipt receipt)
    {
        if (!session.Output.Json && receipt.Validation is { Results.Count: > 0 } validation)
        {
            session.Output.Note($"note: the document is {Verdict(validation)}: cyx advisory validation {receipt.Id}");
        }
    }
}
