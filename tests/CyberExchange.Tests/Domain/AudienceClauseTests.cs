using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>The ids of clauses are stored with every release, so they stay as they are for ever.</summary>
public sealed class AudienceClauseTests
{
    public static TheoryData<string, string> Ids => new()
    {
        { "everyone", "everyone" },
        { "partner", "partner:00000000-0000-7000-8000-000000000003" },
        { "member", "member:00000000-0000-7000-8000-000000000103" },
        { "kinds", "kinds:groups=rail-isac;roles=cert,operator;jurisdictions=EU;sectors=eu.banking,eu.energy" },
        { "client", "clients:00000000-0000-7000-8000-000000000001/00000000-0000-7000-8000-000000000003" },
        { "clients", "clients:00000000-0000-7000-8000-000000000001" },
        { "community", "kinds:groups=;roles=;jurisdictions=;sectors=" },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_clause_has_one_key(string name, string key) => Assert.Equal(key, Clause(name).Key);

    // SHA-256 of "everyone", computed apart: printf everyone | sha256sum.
    [Fact]
    public void The_id_is_the_first_half_of_the_keys_digest() => Assert.Equal(Guid.Parse("5d67991a-e967-994c-94b2-e21a4d639c65"), Clause("everyone").AudienceId);

    [Fact]
    public void The_order_of_kinds_does_not_matter()
    {
        var turned = new AudienceClause.Kinds([Rail], [Role.Operator, Role.Cert], [Jurisdiction.EU], ["eu.energy", "eu.banking"]);

        Assert.Equal(Clause("kinds").AudienceId, turned.AudienceId);
    }

    [Fact]
    public void Clients_are_those_whom_the_steward_set_and_who_are_in_the_community()
    {
        var cert = CertEu with { Constituency = [GridEu.Id, DelegateEu.Id, Steward.Id] };
        var all = new AudienceClause.Clients(cert.Id, Only: null);

        Assert.Equal(["grid-eu"], Partners.Where(p => all.Matches(cert, p)).Select(p => p.Handle));
        Assert.DoesNotContain(Partners, p => all.Matches(CertJp with { Constituency = cert.Constituency }, p));
        Assert.DoesNotContain(Partners, p => new AudienceClause.Clients(cert.Id, MakerEu.Id).Matches(cert, p));
    }

    private static AudienceClause Clause(string name) => name switch
    {
        "everyone" => new AudienceClause.Everyone(),
        "partner" => new AudienceClause.NamedPartner(GridEu.Id),
        "member" => new AudienceClause.NamedMember(Person(GridEu)),
        "kinds" => new AudienceClause.Kinds([Rail], [Role.Cert, Role.Operator], [Jurisdiction.EU], ["eu.banking", "eu.energy"]),
        "client" => new AudienceClause.Clients(CertEu.Id, GridEu.Id),
        "clients" => new AudienceClause.Clients(CertEu.Id, Only: null),
        _ => new AudienceClause.Kinds([], [], [], []),
    };
}
