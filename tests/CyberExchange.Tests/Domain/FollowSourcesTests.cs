using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Sources;
using CyberExchange.Domain.Stored;
using Xunit;

namespace CyberExchange.Tests.Domain;

public sealed class FollowSourcesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly CsafSourceId Source = new(Guid.Parse("00000000-0000-7000-8000-000000000801"));
    private static readonly MemberId Member = new(Guid.Parse("00000000-0000-7000-8000-000000000101"));
    private static readonly PartnerProfile Cert = Partner(Role.Cert);
    private static readonly SourceTerms Green = Terms(TlpLabel.Green);
    private static readonly SourceEvent.SourceAdded Added = new(Source, "maker.example", Plan(), Member);

    [Fact]
    public void A_cert_has_a_provider_followed() =>
        Assert.Equal([Added], Accepted(Add(Cert, "maker.example").Decide(null, Directory(Cert), Now)));

    [Theory]
    [InlineData(SourceRules.IntervalMinutesMin - 1, "/intervalMinutes")]
    [InlineData(SourceRules.IntervalMinutesMax + 1, "/intervalMinutes")]
    [InlineData(0, "/intervalMinutes")]
    [InlineData(-60, "/intervalMinutes")]
    public void An_interval_beyond_the_limits_is_refused(int minutes, string pointer)
    {
        var add = Add(Cert, "maker.example") with { Plan = Plan() with { IntervalMinutes = minutes } };
        var change = new ChangeSource(Source, Cert, Member, add.Plan);

        Assert.Equal((RefusalCode.Invalid, pointer), Refused(add.Decide(null, Directory(Cert), Now)));
        Assert.Equal((RefusalCode.Invalid, pointer), Refused(change.Decide(Given(Added), Directory(Cert), Now)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://maker.example/provider-metadata.json")]
    [InlineData("https://user@maker.example/provider-metadata.json")]
    [InlineData("https://maker.example/provider-metadata.json#part")]
    [InlineData("file:///etc/passwd")]
    [InlineData("maker.example/path")]
    [InlineData("user@maker.example")]
    [InlineData("maker example")]
    [InlineData("maker.example\n")]
    public void What_is_neither_a_domain_nor_an_https_url_is_refused(string provider) =>
        Assert.Equal((RefusalCode.Invalid, "/provider"), Refused(Add(Cert, provider).Decide(null, Directory(Cert), Now)));

    [Theory]
    [InlineData("maker.example:8443")]
    [InlineData("https://maker.example/provider-metadata.json")]
    public void A_port_and_an_address_of_metadata_are_taken(string provider) =>
        Assert.Single(Accepted(Add(Cert, provider).Decide(null, Directory(Cert), Now)));

    [Theory]
    [InlineData(Role.Operator)]
    [InlineData(Role.Maker)]
    public void Only_a_cert_imports_for_others(Role role)
    {
        var partner = Partner(role);
        Assert.Equal((RefusalCode.Invalid, ""), Refused(Add(partner, "maker.example").Decide(null, Directory(partner), Now)));
    }

    [Fact]
    public void A_suspended_partner_follows_nothing()
    {
        var suspended = Cert with { Suspended = true };
        Assert.Equal((RefusalCode.Suspended, ""), Refused(Add(suspended, "maker.example").Decide(null, Directory(suspended), Now)));
        Assert.Equal((RefusalCode.Suspended, ""), Refused(new ChangeSource(Source, suspended, Member, Plan()).Decide(Given(Added), Directory(suspended), Now)));
    }

    [Fact]
    public void That_others_documents_are_imported_is_stored_only_where_it_is_so()
    {
        SourceEvent any = Added with { Plan = Plan() with { AnyPublisher = true } };
        var (written, without) = (SourceEventCatalog.Catalog.Write(any), SourceEventCatalog.Catalog.Write(Added));

        Assert.Contains("\"anyPublisher\":true", Encoding.UTF8.GetString(written.Body), StringComparison.Ordinal);
        Assert.DoesNotContain("anyPublisher", Encoding.UTF8.GetString(without.Body), StringComparison.Ordinal);
        Assert.All([(written, true), (without, false)], ((StoredForm Form, bool Is) one) => Assert.Equal(
            one.Is, Assert.IsType<SourceEvent.SourceAdded>(SourceEventCatalog.Catalog.Read(one.Form.Name, one.Form.Version, one.Form.Body, one.Form.Addressing)).Plan.AnyPublisher));
    }

    [Fact]
    public void One_provider_is_followed_once_and_again_after_its_removal()
    {
        var again = Add(Cert, "Maker.Example") with { Source = new(Guid.Empty) };

        Assert.Equal((RefusalCode.AlreadyExists, "/provider"), Refused(again.Decide(Given(Added), Directory(Cert), Now)));
        Assert.Single(Accepted(again.Decide(Given(Added, new SourceEvent.SourceRemoved(Source, Member)), Directory(Cert), Now)));
    }

    [Fact]
    public void A_partner_follows_so_many_providers_and_no_more()
    {
        var full = Enumerable.Range(0, SourceRules.PerPartnerMax)
            .Aggregate((FollowedSources?)null, (state, i) => FollowedSources.Evolve(state, Added with { Source = new(Guid.CreateVersion7()), Provider = $"maker-{i}.example" }));

        Assert.Equal((RefusalCode.Invalid, ""), Refused(Add(Cert, "maker.example").Decide(full, Directory(Cert), Now)));
    }

    [Fact]
    public void After_so_many_statements_sources_are_only_removed()
    {
        var state = Given(Added)! with { Changes = SourceRules.ChangesMax };

        Assert.Equal((RefusalCode.Invalid, ""), Refused(Add(Cert, "other.example").Decide(state, Directory(Cert), Now)));
        Assert.Equal((RefusalCode.Invalid, ""), Refused(new ChangeSource(Source, Cert, Member, Plan()).Decide(state, Directory(Cert), Now)));
        Assert.Single(Accepted(new RemoveSource(Source, Member).Decide(state)));
    }

    [Fact]
    public void Terms_that_no_document_could_have_are_refused_at_once()
    {
        var plan = Plan() with { Terms = Terms(TlpLabel.Red) with { Audience = Audience.None with { Roles = [Role.Operator] } } };

        var (code, pointer) = Refused((Add(Cert, "maker.example") with { Plan = plan }).Decide(null, Directory(Cert), Now));

        Assert.Equal(RefusalCode.AudienceNotForLabel, code);
        Assert.StartsWith("/sharing/", pointer, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_states_a_source_anew_is_whom_it_is_run_for()
    {
        var other = new MemberId(Guid.Parse("00000000-0000-7000-8000-000000000102"));
        var changed = Accepted(new ChangeSource(Source, Cert, other, Plan() with { IntervalMinutes = 15 }).Decide(Given(Added), Directory(Cert), Now));

        var source = Given([Added, .. changed])!.Standing[Source];

        Assert.Equal((other, 15, "maker.example"), (source.By, source.Plan.IntervalMinutes, source.Provider));
    }

    [Fact]
    public void What_does_not_stand_is_neither_changed_nor_removed()
    {
        foreach (var state in new[] { null, Given(Added, new SourceEvent.SourceRemoved(Source, Member)) })
        {
            Assert.Equal((RefusalCode.NotFound, ""), Refused(new ChangeSource(Source, Cert, Member, Plan()).Decide(state, Directory(Cert), Now)));
            Assert.Equal((RefusalCode.NotFound, ""), Refused(new RemoveSource(Source, Member).Decide(state)));
        }
    }

    [Fact]
    public void A_document_has_the_sources_label_or_its_own_and_without_one_no_terms()
    {
        var audience = Audience.None with { Roles = [Role.Operator] };

        Assert.Equal(TlpLabel.Green, Terms(TlpLabel.Green).For(TlpLabel.Clear)!.Label);
        Assert.Equal(TlpLabel.Amber, Terms(null).For(TlpLabel.Amber)!.Label);
        Assert.Null(Terms(null).For(null));
        Assert.True((Terms(null) with { Audience = audience }).For(TlpLabel.Clear)!.Audience.IsEmpty);
        Assert.Equal(audience, (Terms(null) with { Audience = audience }).For(TlpLabel.Amber)!.Audience);
    }

    private static AddSource Add(PartnerProfile by, string provider) => new(Source, by, Member, provider, Plan());

    private static SourcePlan Plan() => new(360, Green);

    private static SourceTerms Terms(TlpLabel? label) => new() { Label = label, Pap = PapLabel.Amber, Audience = Audience.None, LegalBases = [], PermitsStatistics = false };

    private static FollowedSources? Given(params IEnumerable<SourceEvent> events) => FollowedSources.Fold(events);

    private static PartnerDirectory Directory(PartnerProfile partner) => new([partner], [], []);

    private static PartnerProfile Partner(Role role) => new()
    {
        Id = new(Guid.Parse("00000000-0000-7000-8000-000000000001")),
        Handle = "test",
        Name = "Test",
        Jurisdiction = Jurisdiction.EU,
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

    private static IReadOnlyList<SourceEvent> Accepted(Decision<SourceEvent> decision) => Assert.IsType<Decision<SourceEvent>.Accepted>(decision).Events;

    private static (RefusalCode, string) Refused(Decision<SourceEvent> decision) =>
        Assert.IsType<Decision<SourceEvent>.Refused>(decision).Refusal is var refusal ? (refusal.Code, refusal.Pointer) : default;
}
