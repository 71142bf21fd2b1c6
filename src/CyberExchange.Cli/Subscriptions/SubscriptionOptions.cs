using System.CommandLine;
using CyberExchange.Contracts.Subscriptions;

namespace CyberExchange.Cli.Subscriptions;

/// <summary>What a subscription asks for, on the command line: every option that is given must hold, and of a repeated one any value.</summary>
public sealed class SubscriptionOptions
{
    private readonly Option<string[]> _kind = new("--kind") { Description = "Only this kind; may be repeated.", HelpName = "incident|advisory|signal" };
    private readonly Option<string[]> _sector = new("--sector") { Description = "Sector, subsectors included, such as eu.energy; may be repeated.", HelpName = "SECTOR" };
    private readonly Option<string[]> _area = new("--area") { Description = "Sub-area of the dialogue, such as area.submarine-cables; may be repeated.", HelpName = "AREA" };
    private readonly Option<string[]> _vendor = new("--vendor") { Description = "Vendor named by the document; may be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _productText = new("--product-text") { Description = "Part of a product's name, in any case; may be repeated.", HelpName = "TEXT" };
    private readonly Option<string[]> _cve = new("--cve") { Description = "CVE id; may be repeated.", HelpName = "CVE" };
    private readonly Option<double?> _cvssMin = new("--cvss-min") { Description = "Highest CVSS base score of at least this.", HelpName = "SCORE" };
    private readonly Option<string[]> _label = new("--label") { Description = "TLP 2.0 label, such as TLP:AMBER; may be repeated.", HelpName = "LABEL" };
    private readonly Option<string[]> _originator = new("--originator") { Description = "Handle or id of the partner it comes from; may be repeated.", HelpName = "HANDLE" };

    public IEnumerable<Option> All => [_kind, _sector, _area, _vendor, _productText, _cve, _cvssMin, _label, _originator];

    /// <summary>The filter as the options state it.</summary>
    public SubscriptionFilterDocument Read(CyxSession session)
    {
        return new()
        {
            Kinds = Some(_kind),
            Sectors = Some(_sector),
            Areas = Some(_area),
            Vendors = Some(_vendor),
            ProductTexts = Some(_productText),
            Cves = Some(_cve),
            CvssMin = session.Value(_cvssMin),
            Labels = Some(_label),
            Originators = Some(_originator),
        };

        string[]? Some(Option<string[]> option) => session.Value(option) is { Length: > 0 } values ? values : null;
    }
}
