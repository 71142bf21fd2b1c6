using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Incidents;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Import;

/// <summary>The terms under which one incident is imported: those of the run, or stricter where the record's own label is.</summary>
public static class IncidentTerms
{
    private const string Stricter = "the stricter of the record's label and the import's stands";

    /// <summary>The terms, and what of the record's markings they do not carry.</summary>
    public static (SharingDocument Terms, IReadOnlyList<Loss> Losses) Of(SharingDocument run, IncidentDraft draft)
    {
        var losses = new List<Loss>();
        var terms = run with { Label = LabelOf(run, draft, losses), Pap = PapOf(run, draft, losses) };
        return (terms, losses);
    }

    // A label that this program does not know goes as it is: the exchange refuses it by name.
    private static string LabelOf(SharingDocument run, IncidentDraft draft, List<Loss> losses)
    {
        if (run.Label is null)
        {
            throw CyxFailure.Usage("state a label in the sharing terms: each record's own is compared with it");
        }

        if (draft.Label is not { } own)
        {
            losses.Add(new("/sharing/label", LossFate.Defaulted, run.Label, "the record has no label: the import's stands"));
            return run.Label;
        }

        if (Labels.ParseTlp(run.Label) is not { } asked || asked == own)
        {
            return run.Label;
        }

        losses.Add(new("label", LossFate.Approximated, own.Text(), Stricter));
        return (asked > own ? asked : own).Text();
    }

    private static string? PapOf(SharingDocument run, IncidentDraft draft, List<Loss> losses)
    {
        if (draft.Pap is not { } own)
        {
            return run.Pap;
        }

        if (Labels.ParsePap(run.Pap ?? PapLabel.Amber.Text()) is not { } asked || asked == own)
        {
            return run.Pap ?? own.Text();
        }

        losses.Add(new("pap", LossFate.Approximated, own.Text(), Stricter));
        return (asked > own ? asked : own).Text();
    }
}
