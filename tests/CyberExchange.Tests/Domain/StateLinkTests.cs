using CyberExchange.Domain;
using CyberExchange.Domain.Links;
using CyberExchange.Domain.Sharing;
using Xunit;

namespace CyberExchange.Tests.Domain;

public sealed class StateLinkTests
{
    private static readonly IncidentId Incident = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly AdvisoryId Advisory = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly MemberId Member = new(new Guid(3, 0, 0, new byte[8]));

    [Fact]
    public void The_originator_of_the_incident_states_it_and_so_does_a_CERT()
    {
        var (operators, cert) = (World.GridEu, World.CertEu);

        Assert.Equal(operators.Id, Stated(Link(operators, originator: operators.Id)).By);
        Assert.Equal(cert.Id, Stated(Link(cert, originator: operators.Id)).By);
        Assert.Equal(RefusalCode.NotOriginator, Refused(Link(operators, originator: cert.Id)).Code);
    }

    [Theory]
    [InlineData("exploited", "Why.", RefusalCode.UnknownTerm, "/kind")]
    [InlineData("related", " ", RefusalCode.Invalid, "/reason")]
    [InlineData("related", "a\0b", RefusalCode.Invalid, "/reason")]
    public void A_word_that_is_none_and_a_reason_that_is_none_are_refused(string kind, string reason, RefusalCode code, string pointer)
    {
        var by = World.GridEu;

        Assert.Equal((code, pointer), Refused(Link(by, by.Id) with { Kind = kind, Reason = reason }) is var refusal ? (refusal.Code, refusal.Pointer) : default);
        Assert.Equal("/reason", Refused(Link(by, by.Id) with { Reason = new string('a', StateLink.ReasonCharactersMax + 1) }).Pointer);
    }

    [Fact]
    public void What_is_stated_again_is_nothing_and_what_was_taken_back_can_be_stated_again()
    {
        var by = World.GridEu;
        var link = Link(by, by.Id);
        var state = ItemLink.Evolve(null, Stated(link));

        Assert.Equal(Decision<LinkEvent>.Nothing, link.Decide(state));
        Assert.Equal("mitigated-by", Assert.IsType<LinkEvent.LinkStated>(Accepted((link with { Kind = "mitigated-by" }).Decide(state))).Kind);
        var withdrawn = ItemLink.Evolve(state, Accepted(new WithdrawLink(Member).Decide(state)));
        Assert.True(withdrawn.IsWithdrawn);
        Assert.Equal(Decision<LinkEvent>.Nothing, new WithdrawLink(Member).Decide(withdrawn));
        Assert.False(ItemLink.Evolve(withdrawn, Accepted(link.Decide(withdrawn))).IsWithdrawn);
    }

    [Fact]
    public void Two_partners_and_two_pairs_have_streams_of_their_own()
    {
        PartnerId a = new(new Guid(4, 0, 0, new byte[8])), b = new(new Guid(5, 0, 0, new byte[8]));

        Assert.Equal(3, new[] { LinkEventCatalog.Stream(a, Incident, Advisory), LinkEventCatalog.Stream(b, Incident, Advisory), LinkEventCatalog.Stream(a, new(Advisory.Value), new(Incident.Value)) }.Distinct(StringComparer.Ordinal).Count());
    }

    private static StateLink Link(PartnerProfile by, PartnerId originator) => new(by, Member, Incident, originator, Advisory, "exploited-in", "The gateway was entered.");

    private static LinkEvent.LinkStated Stated(StateLink link) => Assert.IsType<LinkEvent.LinkStated>(Accepted(link.Decide(null)));

    private static LinkEvent Accepted(Decision<LinkEvent> decision) => Assert.Single(Assert.IsType<Decision<LinkEvent>.Accepted>(decision).Events);

    private static Refusal Refused(StateLink link) => Assert.IsType<Decision<LinkEvent>.Refused>(link.Decide(null)).Refusal;
}
