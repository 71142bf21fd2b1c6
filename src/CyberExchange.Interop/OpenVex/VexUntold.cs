using System.Text;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Changes;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>Tells what a CSAF document says and OpenVEX has no place for, member by member.</summary>
internal static class VexUntold
{
    private const string NoPlace = "OpenVEX has no place for it";

    // What is carried, or of which more is told where it is read.
    private static readonly string[] OfRoot = ["$schema", "document", "product_tree", "vulnerabilities"];
    private static readonly string[] OfDocument = ["category", "csaf_version", "publisher", "tracking"];
    private static readonly string[] OfPublisher = ["category", "name", "namespace"];
    private static readonly string[] OfTracking = ["id", "version", "initial_release_date", "current_release_date"];
    private static readonly string[] OfVulnerability = ["cve", "title", "ids", "product_status", "flags", "threats", "remediations"];
    private static readonly string[] OfId = ["text"];
    private static readonly string[] OfFlag = ["label", "product_ids", "group_ids"];
    private static readonly string[] OfImpact = ["category", "details", "product_ids", "group_ids"];
    private static readonly string[] OfRemediation = ["category", "date", "details", "url", "product_ids", "group_ids"];

    public static void Tell(CsafSubject subject, VexLosses losses)
    {
        Pass(subject.Root, OfRoot, "", losses);
        Pass(subject.Document, OfDocument, "document.", losses);
        Pass(subject.Document["publisher"u8], OfPublisher, "document.publisher.", losses);
        Pass(subject.Tracking, OfTracking, "document.tracking.", losses);
        foreach (var vulnerability in subject.Vulnerabilities.Select(v => v.Node))
        {
            Pass(vulnerability, OfVulnerability, "vulnerabilities.", losses);
            PassEach(vulnerability["ids"u8], OfId, "vulnerabilities.ids.", losses);
            PassEach(vulnerability["flags"u8], OfFlag, "vulnerabilities.flags.", losses);
            PassEach(vulnerability["remediations"u8], OfRemediation, "vulnerabilities.remediations.", losses);
            foreach (var threat in CsafSubject.Each(vulnerability["threats"u8]))
            {
                if (threat["category"u8].Is("impact"u8))
                {
                    Pass(threat, OfImpact, "vulnerabilities.threats.", losses);
                }
                else
                {
                    losses.Add("vulnerabilities.threats", LossFate.Dropped, null, "OpenVEX takes the impact of a vulnerability alone");
                }
            }
        }
    }

    private static void PassEach(CsafNode items, string[] known, string prefix, VexLosses losses)
    {
        foreach (var item in items.Items())
        {
            Pass(item, known, prefix, losses);
        }
    }

    private static void Pass(CsafNode node, string[] known, string prefix, VexLosses losses)
    {
        foreach (var member in node.Members())
        {
            if (Encoding.UTF8.GetString(member.Name) is var name && !known.Contains(name))
            {
                losses.Add(prefix + CsafText.Shorten(name), LossFate.Dropped, ChangeList.Whole(member.Value), NoPlace);
            }
        }
    }
}
