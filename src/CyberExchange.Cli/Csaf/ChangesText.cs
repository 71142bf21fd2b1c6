using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Csaf;

/// <summary>Shows what changed from one document to another.</summary>
public static class ChangesText
{
    /// <summary>One object as JSON, else the sentences by group.</summary>
    public static void Print(CyxOutput output, ChangesDocument changes)
    {
        if (output.Json)
        {
            output.JsonLine(changes);
            return;
        }

        output.Line($"from {Named(changes.Old)}");
        output.Line($"to   {Named(changes.New)}");
        foreach (var group in changes.Changes.GroupBy(change => change.Group, StringComparer.Ordinal))
        {
            output.Line($"{group.Key}:");
            foreach (var change in group)
            {
                output.Line($"  {change.Sentence}");
            }
        }

        if (changes.Changes.Count == 0)
        {
            output.Line("nothing changed but the order of entries, or how the text is written");
        }

        if (changes.Untold > 0)
        {
            output.Note($"{changes.Untold} more change(s) are not told");
        }

        foreach (var hint in changes.Hints)
        {
            output.Note($"{hint.Code}: {hint.Sentence}");
        }
    }

    private static string Named(ComparedDocument document)
    {
        var revision = document.Revision is { } number ? $"revision {Query.Number(number)}: " : "";
        return $"{revision}{document.TrackingId}, version {document.TrackingVersion}, {document.TrackingStatus} (CSAF {document.CsafVersion})";
    }
}
