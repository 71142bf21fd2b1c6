using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Items;

/// <summary>Writes what a viewer may read of an item's originator and sharing.</summary>
public static class SharingRendition
{
    /// <summary>Who an item comes from.</summary>
    public static OriginatorDocument Originator(ItemRow row, DirectorySnapshot directory)
    {
        var partner = directory.Partners.Find(row.Originator)
            ?? throw new InvalidDataException($"Item {row.Id.Value} has an originator that the directory does not hold.");
        return new()
        {
            Id = row.ShowsOriginator ? partner.Id.Value : null,
            Handle = row.ShowsOriginator ? partner.Handle : null,
            Name = row.ShowsOriginator ? partner.Name : null,
            Jurisdiction = partner.Jurisdiction.Text(),
        };
    }

    /// <summary>What every viewer reads: the labels, and why the item reached it.</summary>
    public static ReceivedSharing Received(ItemRow row, DirectorySnapshot directory) => new()
    {
        Label = row.Label.Text(),
        Pap = row.Pap.Text(),
        Reason = Word(row.Reason),

        // A client always knows its own CERT, listed or not.
        ForwardedBy = row.ForwardedBy is { } cert ? directory.Partners.Find(cert)?.Handle : null,
    };

    /// <summary>The word for a reason.</summary>
    public static string Word(ReleaseReason reason) => reason switch
    {
        ReleaseReason.Originator => "originator",
        ReleaseReason.EmbargoParty => "embargo-party",
        ReleaseReason.Clear => "clear",
        ReleaseReason.Named => "named",
        ReleaseReason.Community => "community",
        ReleaseReason.Audience => "audience",
        ReleaseReason.Forwarded => "forwarded",
    };

    /// <summary>What the originator reads back; null for everyone else.</summary>
    public static OwnSharing? Own(ItemRow row, AuditReferences audit) =>
        row.Own is { } item
            ? new() { Terms = Terms(item), Proposal = Proposal(row, item), Withheld = row.Withheld, AuditReference = audit.Of(row.Id) }
            : null;

    // An embargo that is only proposed has no instant yet, and cannot have been lifted.
    private static ReleaseProposalDocument? Proposal(ItemRow row, SharedItem item) => row.Proposal is { } proposal
        && Terms(item with { Terms = proposal.Terms, EmbargoLifted = false }) is var terms
            ? new(proposal.By.Value, terms with { Embargo = terms.Embargo is null ? null : terms.Embargo with { LiftsAt = null, Lifted = null } })
            : null;

    /// <summary>The most generous terms of a mandate, which have no embargo.</summary>
    public static SharingDocument Terms(SharingTerms terms) => Terms(new SharedItem(default, default, terms, EmbargoLifted: false));

    /// <summary>Terms as their originator reads them.</summary>
    public static SharingDocument Terms(SharedItem item) => new()
    {
        Label = item.Terms.Label.Text(),
        Pap = item.Terms.Pap.Text(),
        Audience = item.Terms.Audience.IsEmpty ? null : Audience(item.Terms.Audience),
        Embargo = item.Terms.Embargo is { } embargo
            ? new()
            {
                LocalTime = embargo.LocalTime,
                Zone = embargo.Zone,
                Parties = Ids(embargo.Parties),
                LiftsAt = embargo.LiftsAt,
                Lifted = item.EmbargoLifted,
            }
            : null,
        LegalBases = item.Terms.LegalBases.Count == 0 ? null : [.. item.Terms.LegalBases.Select(LegalBasis)],
        PermitsStatistics = item.Terms.PermitsStatistics,
    };

    private static AudienceDocument Audience(Audience audience) => new()
    {
        Partners = Ids(audience.Partners),
        Members = Texts(audience.Members.Select(m => m.Value.ToString("D"))),
        Groups = Texts(audience.Groups.Select(g => g.Value)),
        Roles = Texts(audience.Roles.Select(r => r.Text())),
        Jurisdictions = Texts(audience.Jurisdictions.Select(j => j.Text())),
        Sectors = Texts(audience.Sectors),
    };

    private static LegalBasisDocument LegalBasis(LegalBasis basis) => new()
    {
        Destination = basis.Destination.Text(),
        Code = basis.Code,
        Reference = basis.Reference,
        Standing = basis.Standing,
    };

    private static List<string>? Ids(IEnumerable<PartnerId> partners) => Texts(partners.Select(p => p.Value.ToString("D")));

    private static List<string>? Texts(IEnumerable<string> texts) => texts.ToList() is { Count: > 0 } list ? list : null;
}
