using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Tests.Domain;

/// <summary>A small exchange on both sides, with valid commands to bend. Every id is fixed, so that a failure reads the same twice.</summary>
internal static class World
{
    private const int PersonsFrom = 100;
    private const int ServicesFrom = 200;

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public static readonly GroupId Rail = new("rail-isac");

    public static readonly LegalBasis ToJapan = new(Jurisdiction.JP, "consent", "file 7/2026", Standing: false);

    public static readonly LegalBasis ToEurope = new(Jurisdiction.EU, "consent", "file 8/2026", Standing: false);

    public static PartnerProfile CertEu { get; } = Partner(1, "cert-eu", Jurisdiction.EU, Role.Cert);

    public static PartnerProfile CertJp { get; } = Partner(2, "cert-jp", Jurisdiction.JP, Role.Cert);

    public static PartnerProfile GridEu { get; } = Partner(3, "grid-eu", Jurisdiction.EU, Role.Operator) with { Sectors = ["eu.energy.electricity"], Groups = [Rail] };

    public static PartnerProfile GridJp { get; } = Partner(4, "grid-jp", Jurisdiction.JP, Role.Operator) with { Sectors = ["jp.electricity"], Groups = [Rail] };

    public static PartnerProfile MakerEu { get; } = Partner(5, "maker-eu", Jurisdiction.EU, Role.Maker) with { PublisherNamespaces = ["https://maker.example"] };

    public static PartnerProfile AuthorityJp { get; } = Partner(6, "authority-jp", Jurisdiction.JP, Role.Authority);

    public static PartnerProfile DelegateEu { get; } = Partner(7, "delegate-eu", Jurisdiction.EU, Role.Delegate);

    public static PartnerProfile Steward { get; } = Partner(8, "steward", Jurisdiction.EU, Role.Steward);

    public static IReadOnlyList<PartnerProfile> Partners { get; } = [CertEu, CertJp, GridEu, GridJp, MakerEu, AuthorityJp, DelegateEu, Steward];

    public static PartnerDirectory Enrolled { get; } = new(Partners, Partners.SelectMany(MembersOf), [new(Rail, TlpLabel.Amber)]);

    public static PartnerId Stranger { get; } = new(Id(99));

    public static MemberId Person(PartnerProfile partner) => new(Id(PersonsFrom + Number(partner)));

    public static MemberId Service(PartnerProfile partner) => new(Id(ServicesFrom + Number(partner)));

    /// <summary>The partner, looking through the eyes of its service.</summary>
    public static Viewer As(PartnerProfile partner) => new Viewer.Partner(partner, Service(partner));

    public static Viewer AsPerson(PartnerProfile partner) => new Viewer.Partner(partner, Person(partner));

    public static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:d12}");

    public static StatedTerms Terms(TlpLabel label = TlpLabel.Amber, Audience? audience = null) => new()
    {
        Label = label,
        Pap = PapLabel.Amber,
        Audience = audience ?? Audience.None,
        Embargo = null,
        LegalBases = [],
        PermitsStatistics = false,
    };

    public static Audience Named(params PartnerProfile[] partners) => Audience.None with { Partners = [.. partners.Select(p => p.Id)] };

    public static IncidentReport Report { get; } = new()
    {
        Reference = "CASE-17",
        Title = "Ransomware in the control room",
        Summary = "Engineering stations are encrypted; supply is not affected.",
        Classification = "rsit.malicious-code",
        Severity = "nis-cg-impact.yellow",
        Sectors = ["eu.energy.electricity"],
        BeganAt = Now.AddHours(-3),
        DetectedAt = Now.AddHours(-2),
        EndedAt = null,
        AffectedCount = 12,
        Vulnerabilities = ["CVE-2026-12345"],
        Contacts = [],
        PersonalNotes = null,
    };

    public static AdvisoryDocument Document { get; } = new()
    {
        PublisherNamespace = "https://maker.example",
        TrackingId = "MKR-2026-001",
        TrackingVersion = "1",
        Title = "Buffer overflow in the relay firmware",
        Label = null,
        Sha512 = new string('a', 128),
        LengthBytes = 4_096,
    };

    public static PartnerFacts Facts { get; } = new()
    {
        Handle = "grid-eu",
        Name = "Grid of Europe",
        OrganizationIdentifier = "NTRDE-HRB12345",
        Jurisdiction = Jurisdiction.EU,
        Roles = [Role.Operator],
        Sectors = ["eu.energy"],
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
    };

    /// <summary>Sealed text of a subject; the rules never look inside.</summary>
    public static SealedText Sealed(int subject) => new(new SubjectId(Id(subject)), "Y2lwaGVydGV4dA", "Y29tbWl0bWVudA");

    private static int Number(PartnerProfile partner) => int.Parse(partner.Id.Value.ToString("D")[24..], System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<MemberProfile> MembersOf(PartnerProfile partner) =>
    [
        new(Person(partner), partner.Id, MemberKind.Person, $"{partner.Handle}-person"),
        new(Service(partner), partner.Id, MemberKind.Service, $"{partner.Handle}-service"),
    ];

    private static PartnerProfile Partner(int number, string handle, Jurisdiction jurisdiction, Role role) => new()
    {
        Id = new(Id(number)),
        Handle = handle,
        Name = handle,
        Jurisdiction = jurisdiction,
        Roles = [role],
        Sectors = [],
        Groups = [],
        Constituency = [],
        PublisherNamespaces = [],
        StandingAgreements = [],
        Listed = true,
        ClearNeedsTwoMembers = false,
        Suspended = false,
    };
}
