using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Bench.Sharing;

/// <summary>Sharing terms as originators state them: the mix of labels, names, kinds, embargoes and legal bases.</summary>
internal static class WorldTerms
{
    // After the last window: an embargo that nobody lifts stays for the whole run.
    private static readonly DateTimeOffset EmbargoUntil = new(2029, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static SharingTerms Draw(Draw draw, WorldPartners partners, PartnerProfile originator, bool advisory)
    {
        var label = Label(draw.Below(100), advisory);
        var audience = Audience(draw, partners, label).Normalised();
        var abroad = originator.Jurisdiction is Jurisdiction.EU ? Jurisdiction.JP : Jurisdiction.EU;
        var namesAbroad = audience.Partners.Any(p => partners.All.Any(known => known.Id == p && known.Jurisdiction == abroad)) || label is TlpLabel.Red;
        var embargoed = label is TlpLabel.Clear or TlpLabel.Green or TlpLabel.Amber && draw.OneIn(20);
        return new()
        {
            Label = label,
            Pap = PapLabel.Green,
            Audience = audience,
            Embargo = embargoed ? new("2029-01-01T00:00:00", "Etc/UTC", EmbargoUntil, [.. audience.Partners.Take(1)]) : null,

            // Whoever names partners abroad states a basis; kinds without one are withheld abroad and counted.
            LegalBases = label is not TlpLabel.Clear && (namesAbroad || draw.Below(10) < 6) ? [new(abroad, "consent", "agreement 7", Standing: false)] : [],
            PermitsStatistics = draw.OneIn(2),
        };
    }

    /// <summary>To the whole community on both sides, and then to nobody of it: what one change can touch at most.</summary>
    public static SharingTerms Community(Jurisdiction home, TlpLabel label) => SharingTerms.OriginatorOnly(label) with
    {
        Pap = PapLabel.Green,
        LegalBases = [new(home is Jurisdiction.EU ? Jurisdiction.JP : Jurisdiction.EU, "consent", "agreement 7", Standing: false)],
    };

    // Makers publish mostly for everyone; what CERTs and operators report is mostly for some.
    private static TlpLabel Label(int draw, bool advisory) => advisory
        ? draw switch
        {
            < 50 => TlpLabel.Clear,
            < 80 => TlpLabel.Green,
            _ => TlpLabel.Amber,
        }
        : draw switch
        {
            < 1 => TlpLabel.Clear,
            < 42 => TlpLabel.Green,
            < 82 => TlpLabel.Amber,
            < 94 => TlpLabel.AmberStrict,
            _ => TlpLabel.Red,
        };

    private static Audience Audience(Draw draw, WorldPartners partners, TlpLabel label) => label switch
    {
        TlpLabel.Clear => Domain.Sharing.Audience.None,
        TlpLabel.Green => draw.Below(10) < 7 ? Domain.Sharing.Audience.None : Kinds(draw),
        TlpLabel.Red => Domain.Sharing.Audience.None with { Members = [.. Named(draw, partners).Select(p => WorldPartners.PersonOf(p.Id))] },
        TlpLabel.Amber or TlpLabel.AmberStrict => draw.Below(5) switch
        {
            0 or 1 => Domain.Sharing.Audience.None with { Partners = [.. Named(draw, partners).Select(p => p.Id)] },
            2 => Kinds(draw) with { Partners = [.. Named(draw, partners).Select(p => p.Id)] },
            _ => Kinds(draw),
        },
    };

    private static Audience Kinds(Draw draw)
    {
        var none = Domain.Sharing.Audience.None;
        return draw.Below(6) switch
        {
            0 or 1 => none with { Groups = [WorldPartners.Group(draw.Below(WorldPartners.Groups))] },
            2 => none with { Roles = [Role.Cert] },
            3 => none with { Roles = [Role.Cert, Role.Authority] },
            _ => none with { Sectors = [draw.Of(Parents)] },
        };
    }

    // Two to five partners, the partner that sees most among them more often than not; once in a while the one that sees least.
    private static IEnumerable<PartnerProfile> Named(Draw draw, WorldPartners partners)
    {
        var named = Enumerable.Range(0, draw.Below(4) + 2).Select(_ => partners.Recipient(draw.Below(1_000_000))).ToList();
        if (draw.Below(10) < 7)
        {
            named.Add(partners.Most.Profile);
        }

        return draw.OneIn(400) ? named.Append(partners.Least.Profile).Distinct() : named.Distinct();
    }

    private static readonly string[] Parents = [.. Sectors.All.Select(t => t.Id).Where(id => id.Count(c => c == '.') == 1).Order(StringComparer.Ordinal)];
}
