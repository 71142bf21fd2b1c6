using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary>Writes partners as one caller may read them.</summary>
public sealed class PartnerRendition(PersonalVault vault)
{
    /// <summary>The documents of partners that the caller's directory shows, in the order given.</summary>
    public async Task<IReadOnlyList<PartnerDocument>> RenderAsync(
        IReadOnlyList<PartnerEntry> partners, PartnerProfile caller, DirectorySnapshot directory, CancellationToken ct)
    {
        var whole = partners.Where(caller.ShowsWhole).ToDictionary(p => p.Id, p => directory.MembersOf(p.Id).OrderBy(m => m.Profile.Id.Value).ToList());
        var names = await vault.OpenAsync(whole.Values.SelectMany(members => members).Select(m => m.Name).OfType<SealedText>(), ct);
        return [.. partners.Select(p => whole.TryGetValue(p.Id, out var members)
            ? Outline(p) with
            {
                Facts = Facts(p),
                Suspended = p.Suspended,
                Members = [.. members.Select(m => Member(m, directory, names))],
            }
            : Outline(p))];
    }

    /// <summary>The document of one partner.</summary>
    public async Task<PartnerDocument> RenderAsync(PartnerEntry partner, PartnerProfile caller, DirectorySnapshot directory, CancellationToken ct) =>
        (await RenderAsync([partner], caller, directory, ct))[0];

    /// <summary>The entity tag of what the caller reads of a partner.</summary>
    public async Task<string> TagAsync(PartnerEntry partner, PartnerProfile caller, DirectorySnapshot directory, CancellationToken ct) =>
        EntityTags.Of(await RenderAsync(partner, caller, directory, ct), WireJson.Default.PartnerDocument);

    private static PartnerDocument Outline(PartnerEntry partner) => new()
    {
        Id = partner.Id.Value,
        Handle = partner.Facts.Handle,
        Name = partner.Facts.Name,
        Jurisdiction = partner.Facts.Jurisdiction.Text(),
        Roles = [.. partner.Facts.Roles.Select(r => r.Text())],
        Sectors = partner.Facts.Sectors,
    };

    private static PartnerFactsDocument Facts(PartnerEntry partner) => Facts(partner.Facts) with { Groups = Texts(partner.Groups.Select(g => g.Value)) };

    private static PartnerFactsDocument Facts(PartnerFacts facts) => new()
    {
        Handle = facts.Handle,
        Name = facts.Name,
        OrganizationIdentifier = facts.OrganizationIdentifier,
        Jurisdiction = facts.Jurisdiction.Text(),
        Roles = [.. facts.Roles.Select(r => r.Text())],
        Sectors = Texts(facts.Sectors),
        Constituency = Texts(facts.Constituency.Select(p => p.Value.ToString("D"))),
        PublisherNamespaces = Texts(facts.PublisherNamespaces),
        StandingAgreements = facts.StandingAgreements.Count == 0
            ? null
            : [.. facts.StandingAgreements.Select(a => new LegalBasisDocument { Destination = a.Destination.Text(), Code = a.Code, Reference = a.Reference })],
        Listed = facts.Listed,
        ClearNeedsTwoMembers = facts.ClearNeedsTwoMembers,
    };

    private static MemberDocument Member(MemberEntry member, DirectorySnapshot directory, IReadOnlyDictionary<SealedText, string> names) => new()
    {
        Id = member.Profile.Id.Value,
        Handle = member.Profile.Handle,
        Kind = member.Profile.Kind.Text(),
        Name = member.Name is null ? null : names[member.Name],
        Keys = [.. directory.Keys(member.Profile.Id).Select(k => k.Hex)],
    };

    private static List<string>? Texts(IEnumerable<string> texts) => texts.ToList() is { Count: > 0 } list ? list : null;
}
