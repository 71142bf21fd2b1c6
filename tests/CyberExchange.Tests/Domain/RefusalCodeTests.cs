using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.Tests.Dialogue;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>No reason to refuse stands in the list without a rule that gives it.</summary>
public sealed class RefusalCodeTests
{
    private static readonly SpkiDigest Key = new(new string('c', 64));

    private static readonly MemberProfile Anna = new(Person(GridEu), GridEu.Id, MemberKind.Person, "anna");

    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_code_is_the_answer_of_some_rule(RefusalCode code) => Assert.Equal(code, Reach(code)?.Code);

    // Switched without a default arm: a new code asks for its example here.
    private static Refusal? Reach(RefusalCode code) => code switch
    {
        RefusalCode.Invalid => IncidentReportRules.Check(Report with { Title = "" }, Now),
        RefusalCode.UnknownTerm => IncidentReportRules.Check(Report with { Severity = "grave" }, Now),
        RefusalCode.ImpossibleTime => IncidentReportRules.Check(Report with { DetectedAt = Now.AddDays(1) }, Now),
        RefusalCode.UnknownParty => Share(Terms(audience: Audience.None with { Partners = [Stranger] })),
        RefusalCode.AudienceNotForLabel => Share(Terms(TlpLabel.Clear, Named(GridEu))),
        RefusalCode.LegalBasisMissing => Share(Terms(audience: Named(GridJp))),
        RefusalCode.LabelBelowDocument => AdvisorySharing.Accept(Terms(TlpLabel.Clear), Document with { Label = TlpLabel.Red }, MakerEu, Enrolled, Now).Refusal,
        RefusalCode.NamespaceNotEnrolled => Of(new PublishAdvisory(CertEu, Person(CertEu), Provenance.Publisher, Document, Terms()).Decide(null, Enrolled, Now)),
        RefusalCode.DocumentNotValid => AdvisorySharing.CheckDefect(Provenance.Publisher, new("/document", "A test fails.")),
        RefusalCode.VersionNotNewer => Of(new ReviseAdvisory(MakerEu, Document with { Sha512 = new string('b', 128) }).Decide(Published())),
        RefusalCode.NotOriginator => Of(new WithdrawAdvisory(CertEu.Id, "Wrong.").Decide(Published())),
        RefusalCode.NotForwardable => Of(new ForwardAdvisory(CertEu, ReleaseReason.Named, new(null, new("contract", "12"))).Decide(Published(), Enrolled)),
        RefusalCode.AlreadyExists => Of(new EnrolPartner(GridEu.Id, Facts).Decide(new(GridEu.Id, Facts, Suspended: false, []))),
        RefusalCode.Withdrawn => Of(new WithdrawAdvisory(MakerEu.Id, "Wrong.").Decide(Published() with { WithdrawnBecause = "Wrong." })),
        RefusalCode.Suspended => SharingRules.CheckActs(CertEu with { Suspended = true }),
        RefusalCode.KeyTaken => Of(new BindKey(Key, GridEu.Id, Anna.Id).Decide(new(Key, BoundTo: null), Anna)),
        RefusalCode.TooManyKeys => Of(new AdmitKey(Key, Anna.Id).Decide(
            new(GridEu.Id, Facts, Suspended: false, System.Collections.Immutable.ImmutableDictionary<MemberId, MemberProfile>.Empty.Add(Anna.Id, Anna)),
            null,
            [new(new string('d', 64)), new(new string('e', 64))])),
        RefusalCode.SecretRefused => Of(new RedeemInvitation(new(Guid.Empty), Key, Now).Decide(null, null, [])),
        RefusalCode.TooManySubscriptions => Of(SubscriptionTests.Create(held: SubscriptionRules.PerPartnerMax).Decide(null)),
        RefusalCode.NothingProposed => ReleaseProposal.Approve(null, Anna, Now).Refusal,
        RefusalCode.SecondMemberNeeded => ReleaseProposal.Approve(new(Anna.Id, SharingTerms.OriginatorOnly(TlpLabel.Clear)), Anna, Now).Refusal,
        RefusalCode.OtherSideNeeded => Of(DialogueTests.Agree(DelegateEu, 1).Decide(DialogueTests.Proposed())),
        RefusalCode.ProposalOutdated => Of(DialogueTests.Withdraw(DelegateEu, 1).Decide(DialogueRecord.Evolve(DialogueTests.Proposed(), new DialogueEvent.DialogueChangesWithdrawn(Id(1), Anna.Id)))),
        RefusalCode.MandateNotInForce => Of(MandateTests.File(MandateTests.Given() with { Revoked = true }).Decide(null, MandateTests.Served, Now)),
        RefusalCode.OutsideMandate => Of((MandateTests.File(MandateTests.Given()) with { Terms = Terms(TlpLabel.Clear) }).Decide(null, MandateTests.Served, Now)),
        RefusalCode.TooManyMandates => Of((MandateTests.Give() with { Held = GiveMandate.HeldMax }).Decide(null, MandateTests.Served, Now)),
        RefusalCode.NotFound => Of(new UnbindKey(new SpkiDigest(new string('c', 64)), "Lost.").Decide(null)),
    };

    private static Refusal? Share(StatedTerms terms) => SharingRules.Accept(terms, CertEu, Enrolled, Now).Refusal;

    private static Refusal? Of<TEvent>(Decision<TEvent> decision) => (decision as Decision<TEvent>.Refused)?.Refusal;

    private static Advisory Published() => new(
        AdvisoryIds.For(MakerEu.Id, Document.PublisherNamespace, Document.TrackingId),
        new SharedItem(MakerEu.Id, Jurisdiction.EU, SharingTerms.OriginatorOnly(TlpLabel.Amber), EmbargoLifted: false),
        Provenance.Publisher,
        Document,
        Revision: 1,
        Changes: 0,
        WithdrawnBecause: null);
}
