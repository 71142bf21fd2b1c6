using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>A CERT opens what it sees to its own clients, one hop and no further.</summary>
public sealed class ForwardIncidentTests
{
    private static readonly ForwardBasis Basis = new("contract", "service agreement 12");

    private static PartnerProfile Cert { get; } = CertEu with { Constituency = [GridEu.Id, MakerEu.Id, GridJp.Id, DelegateEu.Id] };

    [Fact]
    public void What_a_cert_sees_it_forwards_to_the_clients_it_names_each_once_and_in_order()
    {
        var e = Forwarded(Forward(Reported(), [MakerEu.Id, GridEu.Id, MakerEu.Id]));

        Assert.Equal((Cert.Id, Basis, false), (e.By, e.Basis, e.Clients.All));
        Assert.Equal([GridEu.Id, MakerEu.Id], e.Clients.Named);
    }

    [Fact]
    public void Without_names_it_is_for_the_whole_constituency() => Assert.Equal(ForwardClients.Constituency, Forwarded(Forward(Reported(), null)).Clients);

    [Theory]
    [InlineData(TlpLabel.Clear, false)]
    [InlineData(TlpLabel.Green, true)]
    [InlineData(TlpLabel.Amber, true)]
    [InlineData(TlpLabel.AmberStrict, false)]
    [InlineData(TlpLabel.Red, false)]
    public void Only_green_and_amber_go_on(TlpLabel label, bool goesOn)
    {
        if (goesOn)
        {
            Forwarded(Forward(Reported(label), null));
        }
        else
        {
            Refused(RefusalCode.NotForwardable, "", Forward(Reported(label), null));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ReleaseReason.Forwarded)]
    public void What_came_by_a_forward_goes_no_further(ReleaseReason? seesBy) =>
        Refused(RefusalCode.NotForwardable, "", new ForwardIncident(Cert, seesBy, new(null, Basis)).Decide(Reported(), Enrolled));

    [Fact]
    public void The_originator_shares_instead() =>
        Refused(RefusalCode.NotForwardable, "", new ForwardIncident(CertJp with { Constituency = [GridJp.Id] }, ReleaseReason.Originator, new(null, Basis)).Decide(Reported(), Enrolled));

    [Fact]
    public void Who_serves_nobody_has_nobody_to_forward_to()
    {
        Refused(RefusalCode.NotForwardable, "", Forward(Reported(), null, CertEu));
        Refused(RefusalCode.NotForwardable, "", Forward(Reported(), null, Cert with { Roles = [Role.Authority] }));
    }

    [Fact]
    public void A_suspended_cert_forwards_nothing() => Refused(RefusalCode.Suspended, "", Forward(Reported(), null, Cert with { Suspended = true }));

    [Fact]
    public void Under_embargo_nothing_goes_on_and_afterwards_it_does()
    {
        var held = Reported() with { Sharing = Reported().Sharing with { Terms = Reported().Sharing.Terms with { Embargo = new("2026-12-01T09:00:00", "Asia/Tokyo", Now, [Cert.Id]) } } };

        Refused(RefusalCode.NotForwardable, "", Forward(held, null));
        Forwarded(Forward(Incident.Evolve(held, new IncidentEvent.IncidentEmbargoLifted()), null));
    }

    [Fact]
    public void What_is_withdrawn_or_absent_is_not_forwarded()
    {
        Refused(RefusalCode.Withdrawn, "", Forward(Incident.Evolve(Reported(), new IncidentEvent.IncidentWithdrawn("mistaken")), null));
        Refused(RefusalCode.NotFound, "", Forward(null, null));
    }

    [Fact]
    public void A_forward_rests_on_a_legal_basis_in_so_many_words()
    {
        foreach (var basis in new ForwardBasis[] { new("", "x"), new("x", " "), new("x", new string('y', SharingRules.LegalBasisTextCharactersMax)) })
        {
            Refused(RefusalCode.LegalBasisMissing, "/legalBasis", new ForwardIncident(Cert, ReleaseReason.Named, new(null, basis)).Decide(Reported(), Enrolled));
        }
    }

    [Fact]
    public void Only_clients_are_named_and_none_for_whom_the_item_is_not_permitted()
    {
        Refused(RefusalCode.Invalid, "/clients", Forward(Reported(), []));
        Refused(RefusalCode.UnknownParty, "/clients/1", Forward(Reported(), [GridEu.Id, AuthorityJp.Id]));
        Refused(RefusalCode.UnknownParty, "/clients/0", Forward(Reported(), [Stranger]));
        Refused(RefusalCode.AudienceNotForLabel, "/clients/0", Forward(Reported(), [DelegateEu.Id]));
        Refused(RefusalCode.LegalBasisMissing, "/clients/0", Forward(Reported(home: Jurisdiction.EU), [GridJp.Id]));
    }

    [Fact]
    public void A_cert_forwards_one_item_so_often_and_no_more_and_others_and_the_originator_are_not_held_up()
    {
        var incident = Reported();
        for (var i = 0; i < ForwardRules.StatementsMax; i++)
        {
            incident = Incident.Evolve(incident, Forwarded(Forward(incident, null)));
        }

        Refused(RefusalCode.Invalid, "", Forward(incident, null));
        Assert.Equal(0, incident.Changes);
        Forwarded(Forward(incident, null, MakerEu with { Roles = [Role.Cert], Constituency = [GridEu.Id] }));
        Assert.IsType<IncidentEvent.IncidentForwardEnded>(Only(new EndIncidentForward(Cert).Decide(incident)));
    }

    [Fact]
    public void A_forward_ends_once_and_by_its_own_cert()
    {
        var incident = Incident.Evolve(Reported(), Forwarded(Forward(Reported(), null)));

        Assert.Equal(Decision<IncidentEvent>.Nothing, new EndIncidentForward(GridEu).Decide(incident));
        var ended = Incident.Evolve(incident, Only(new EndIncidentForward(Cert).Decide(incident)));
        Assert.Equal(Decision<IncidentEvent>.Nothing, new EndIncidentForward(Cert).Decide(ended));
        Refused(RefusalCode.Suspended, "", new EndIncidentForward(Cert with { Suspended = true }).Decide(incident));
        Refused(RefusalCode.NotFound, "", new EndIncidentForward(Cert).Decide(null));
    }

    private static Incident Reported(TlpLabel label = TlpLabel.Amber, Jurisdiction home = Jurisdiction.JP) => Incident.Evolve(null, new IncidentEvent.IncidentReported
    {
        Incident = new(Id(500)),
        Originator = CertJp.Id,
        ReportedBy = Service(CertJp),
        Home = home,
        Report = Report,
        Terms = SharingTerms.OriginatorOnly(label) with { LegalBases = home is Jurisdiction.JP ? [ToEurope] : [] },
    });

    private static Decision<IncidentEvent> Forward(Incident? incident, IReadOnlyList<PartnerId>? clients, PartnerProfile? by = null) =>
        new ForwardIncident(by ?? Cert, ReleaseReason.Audience, new(clients, Basis)).Decide(incident, Enrolled);

    private static IncidentEvent.IncidentForwarded Forwarded(Decision<IncidentEvent> decision) => Assert.IsType<IncidentEvent.IncidentForwarded>(Only(decision));

    private static IncidentEvent Only(Decision<IncidentEvent> decision) => Assert.Single(Assert.IsType<Decision<IncidentEvent>.Accepted>(decision).Events);

    private static void Refused(RefusalCode code, string pointer, Decision<IncidentEvent> decision)
    {
        var refusal = Assert.IsType<Decision<IncidentEvent>.Refused>(decision).Refusal;
        Assert.Equal((code, pointer), (refusal.Code, refusal.Pointer));
    }
}
