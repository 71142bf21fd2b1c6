using System.Text;
using CyberExchange.Interop.Csaf.Validation;
using Place = CyberExchange.Interop.Csaf.Changes.ChangeList.Place;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>What changed of the document as a whole, and of its tracking.</summary>
internal sealed class DocumentChanges(ChangeList changes, ListChanges lists)
{
    private static readonly Place Whole = new(CsafChangeGroup.Document);
    private static readonly Place Tracking = new(CsafChangeGroup.Tracking);

    private static readonly string[] OfRoot = ["document", "product_tree", "vulnerabilities"];

    private static readonly string[] OfDocument =
        ["title", "category", "csaf_version", "lang", "source_lang", "aggregate_severity", "distribution", "publisher", "notes", "references", "acknowledgments", "tracking"];

    private static readonly string[] OfDistribution = ["tlp"];

    private static readonly string[] OfTlp = ["label"];

    private static readonly string[] OfTracking =
        ["id", "status", "version", "initial_release_date", "current_release_date", "revision_history", "aliases", "generator"];

    public void Compare(CsafSubject old, CsafSubject now)
    {
        CompareTracking(old.Tracking, now.Tracking);
        var (was, @is) = (old.Document, now.Document);
        changes.Value(Whole, "title", "The title", was["title"u8], @is["title"u8]);
        changes.Value(Whole, "category", "The category", was["category"u8], @is["category"u8]);
        changes.Value(Whole, "csaf-version", "The version of CSAF", was["csaf_version"u8], @is["csaf_version"u8]);
        changes.Value(Whole, "language", "The language", was["lang"u8], @is["lang"u8]);
        changes.Value(Whole, "source-language", "The language from which it is translated", was["source_lang"u8], @is["source_lang"u8]);
        CompareLabel(was["distribution"u8], @is["distribution"u8]);
        CompareMembers(was["publisher"u8], @is["publisher"u8], "publisher");
        CompareMembers(was["aggregate_severity"u8], @is["aggregate_severity"u8], "severity");
        lists.Compare(Whole, Lists.Notes, was["notes"u8], @is["notes"u8]);
        lists.Compare(Whole, Lists.References, was["references"u8], @is["references"u8]);
        lists.Compare(Whole, Lists.Acknowledgments, was["acknowledgments"u8], @is["acknowledgments"u8]);
        Others(changes, Whole, was, @is, OfDocument);
        Others(changes, Whole, old.Root, now.Root, OfRoot);
    }

    /// <summary>Whatever else an object has: it is told of by its place.</summary>
    public static void Others(ChangeList changes, Place place, CsafNode old, CsafNode now, string[] known)
    {
        var told = new HashSet<string>(known, StringComparer.Ordinal);
        foreach (var side in new[] { old, now })
        {
            foreach (var member in side.Members())
            {
                var name = Encoding.UTF8.GetString(member.Name);
                if (told.Add(name))
                {
                    changes.Value(place, "other", $"The member \"{CsafText.Shorten(name)}\"{place.Of}", old[member.Name], now[member.Name]);
                }
            }
        }
    }

    private void CompareTracking(CsafNode old, CsafNode now)
    {
        changes.Value(Tracking, "tracking-id", "The tracking id", old["id"u8], now["id"u8]);
        changes.Value(Tracking, "version", "The version", old["version"u8], now["version"u8]);
        changes.Value(Tracking, "status", "The status", old["status"u8], now["status"u8]);
        changes.Value(Tracking, "initial-release-date", "The date of the initial release", old["initial_release_date"u8], now["initial_release_date"u8]);
        changes.Value(Tracking, "current-release-date", "The date of the current release", old["current_release_date"u8], now["current_release_date"u8]);
        lists.Compare(Tracking, Lists.Revisions, old["revision_history"u8], now["revision_history"u8]);
        lists.Compare(Tracking, Lists.Aliases, old["aliases"u8], now["aliases"u8]);
        changes.Value(Tracking, "generator", "The note of what generated the document", old["generator"u8], now["generator"u8]);
        Others(changes, Tracking, old, now, OfTracking);
    }

    private void CompareLabel(CsafNode old, CsafNode now)
    {
        var (was, @is) = (old["tlp"u8]["label"u8], now["tlp"u8]["label"u8]);
        if (!(was.Is("WHITE"u8) && @is.Is("CLEAR"u8)) && !(was.Is("CLEAR"u8) && @is.Is("WHITE"u8)))
        {
            changes.Value(Whole, "label", "The TLP label", was, @is); // CSAF 2.0 has TLP 1.0, which says WHITE for CLEAR.
        }

        Others(changes, Whole, old["tlp"u8], now["tlp"u8], OfTlp);
        Others(changes, Whole, old, now, OfDistribution);
    }

    private void CompareMembers(CsafNode old, CsafNode now, string thing)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var side in new[] { old, now })
        {
            foreach (var member in side.Members())
            {
                var name = Encoding.UTF8.GetString(member.Name);
                if (told.Add(name))
                {
                    changes.Value(Whole, thing, $"The {CsafText.Shorten(name).Replace('_', ' ')} of the {thing}", old[member.Name], now[member.Name]);
                }
            }
        }
    }
}
