using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>The partner directory of a test: the product's own snapshot, made anew at each change.</summary>
internal sealed class Enrolments
{
    private readonly Lock _changing = new();
    private readonly Dictionary<PartnerId, PartnerEntry> _partners = [];
    private readonly Dictionary<MemberId, MemberEntry> _members = [];
    private readonly Dictionary<SpkiDigest, MemberId> _keys = [];
    private volatile DirectorySnapshot _current = DirectorySnapshot.Empty;

    public KeyHolder? Find(SpkiDigest key) => _current.Find(key);

    /// <summary>A partner with one member, for whom the certificate's key is bound.</summary>
    public Enrolment Enrol(X509Certificate2 certificate, Role role, Jurisdiction jurisdiction = Jurisdiction.EU)
    {
        var partner = new PartnerId(Guid.CreateVersion7());
        var member = new MemberId(Guid.CreateVersion7());
        var key = new SpkiDigest(CertificateKey.Fingerprint(certificate));
        Change(() =>
        {
            _partners[partner] = new PartnerEntry(partner, FactsOf(role, jurisdiction), [], Suspended: false);
            _members[member] = new MemberEntry(new MemberProfile(member, partner, MemberKind.Person, "somebody"), Name: null);
            _keys[key] = member;
        });
        return new Enrolment(partner, member, key);
    }

    public void Suspend(PartnerId partner, bool suspended) => Change(() => _partners[partner] = _partners[partner] with { Suspended = suspended });

    public void Remove(MemberId member) => Change(() => _members.Remove(member));

    public void Unbind(SpkiDigest key) => Change(() => _keys.Remove(key));

    private void Change(Action change)
    {
        lock (_changing)
        {
            change();
            _current = new DirectorySnapshot([.. _partners.Values], [.. _members.Values], [.. _keys.Select(k => (k.Key, k.Value))], []);
        }
    }

    private static PartnerFacts FactsOf(Role role, Jurisdiction jurisdiction) => new()
    {
        Handle = $"{role.Text()}-test",
        Name = "Test organisation",
        OrganizationIdentifier = null,
        Jurisdiction = jurisdiction,
        Roles = [role],
        Sectors = [],
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = false,
        ClearNeedsTwoMembers = false,
    };
}

/// <summary>Who was enrolled.</summary>
internal sealed record Enrolment(PartnerId Partner, MemberId Member, SpkiDigest Key);
