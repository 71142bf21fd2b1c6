using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Testing.Certificates;
using Xunit;

namespace CyberExchange.Tests.Gate;

public sealed class CertificateJudgeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestAuthorities _authorities = new(Now);

    public static TheoryData<string> Kinds => [.. HostileCertificates.Kinds];

    public static TheoryData<CertificateKeyKind> GoodKeys => [CertificateKeyKind.P256, CertificateKeyKind.P384, CertificateKeyKind.Rsa3072];

    public void Dispose() => _authorities.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_hostile_kind_is_refused_for_its_own_fault(string kind)
    {
        var hostile = HostileCertificates.Make(kind, _authorities);
        using var leaf = hostile.Leaf;

        var refused = Assert.IsType<CertificateVerdict.Refused>(Judge(leaf, hostile.Intermediates, Jurisdiction.EU, Now));

        Assert.Equal(HostileCertificates.FaultOf(kind), refused.Fault.Word());
    }

    [Theory]
    [MemberData(nameof(GoodKeys))]
    public void A_good_certificate_is_trusted_while_all_of_its_chain_is_valid(CertificateKeyKind key)
    {
        using var leaf = _authorities.Europe.Issue(_authorities.EuropeanClient("good") with { Key = key });

        var trusted = Assert.IsType<CertificateVerdict.Trusted>(Judge(leaf, [], Jurisdiction.EU, Now));

        Assert.Equal(Now.AddMinutes(-5), trusted.From);
        Assert.Equal(Now.AddDays(90), trusted.Until);
        Assert.True(trusted.Holds(Now.AddDays(90)));
        Assert.False(trusted.Holds(Now.AddDays(90).AddSeconds(1)));
    }

    [Fact]
    public void A_certificate_below_an_intermediate_is_trusted_until_the_intermediate_ends()
    {
        using var intermediate = _authorities.Europe.CreateSubordinate(CertificateProfile.Authority("Below", Now.AddDays(-1), Now.AddDays(10)));
        using var leaf = intermediate.Issue(_authorities.EuropeanClient("good"));

        var trusted = Assert.IsType<CertificateVerdict.Trusted>(Judge(leaf, [intermediate.Certificate], Jurisdiction.EU, Now));

        Assert.Equal(Now.AddDays(10), trusted.Until);
    }

    [Theory]
    [InlineData(398, true)]
    [InlineData(399, false)]
    public void A_client_certificate_lives_398_days_at_most(int days, bool isTrusted)
    {
        using var longLived = _authorities.Europe.CreateSubordinate(CertificateProfile.Authority("Below", Now.AddDays(-1), Now.AddDays(800)));
        using var leaf = longLived.Issue(_authorities.EuropeanClient("good") with { NotBefore = Now, NotAfter = Now.AddDays(days) });

        var verdict = Judge(leaf, [longLived.Certificate], Jurisdiction.EU, Now);

        Assert.Equal(isTrusted, verdict is CertificateVerdict.Trusted);
        Assert.True(isTrusted || verdict is CertificateVerdict.Refused { Fault: CertificateFault.LifetimeTooLong });
    }

    [Theory]
    [InlineData("NTRFR-123456789", Jurisdiction.EU, null)]
    [InlineData("VATEL-123456789", Jurisdiction.EU, null)]
    [InlineData("NTREU-0000001", Jurisdiction.EU, null)]
    [InlineData("LEIXG-529900T8BM49AURSDO55", Jurisdiction.EU, null)]
    [InlineData("LEIXG-529900T8BM49AURSDO55", Jurisdiction.JP, null)]
    [InlineData("NTRJP-0000000000001", Jurisdiction.JP, null)]
    [InlineData("NTREL-123456789", Jurisdiction.EU, CertificateFault.OrganizationElsewhere)] // EL is for VAT only.
    [InlineData("NTRJP-0000000000001", Jurisdiction.EU, CertificateFault.OrganizationElsewhere)]
    [InlineData("NTRDE-HRB12345", Jurisdiction.JP, CertificateFault.OrganizationElsewhere)]
    [InlineData("VATEU-123456789", Jurisdiction.JP, CertificateFault.OrganizationElsewhere)]
    [InlineData("NTRGB-01234567", Jurisdiction.EU, CertificateFault.OrganizationElsewhere)]
    [InlineData("ntrde-HRB12345", Jurisdiction.EU, CertificateFault.OrganizationMissing)]
    [InlineData("", Jurisdiction.EU, CertificateFault.OrganizationMissing)]
    public void An_organisation_is_at_home_in_the_jurisdiction_that_vouches_for_it(string identifier, Jurisdiction jurisdiction, CertificateFault? fault)
    {
        var authority = jurisdiction == Jurisdiction.EU ? _authorities.Europe : _authorities.Japan;
        using var leaf = authority.Issue(_authorities.EuropeanClient("member") with
        {
            Subject = CertificateProfile.Name("member", "Test organisation", country: null, identifier),
        });

        Assert.Equal(fault, (Judge(leaf, [], jurisdiction, Now) as CertificateVerdict.Refused)?.Fault);
    }

    [Fact]
    public void The_anchors_of_one_jurisdiction_do_not_vouch_in_the_other()
    {
        using var japanese = _authorities.IssueJapanese("member");

        Assert.IsType<CertificateVerdict.Trusted>(Judge(japanese, [], Jurisdiction.JP, Now));
        using var european = _authorities.Japan.Issue(_authorities.EuropeanClient("member"));
        Assert.Equal(new CertificateVerdict.Refused(CertificateFault.IssuerUnknown), Judge(european, [], Jurisdiction.EU, Now));
    }

    [Fact]
    public void Every_fault_has_a_word_and_a_sentence_of_its_own()
    {
        var faults = Enum.GetValues<CertificateFault>();

        Assert.Equal(faults.Length, faults.Select(fault => fault.Word()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(faults.Length, faults.Select(fault => fault.Sentence()).Distinct(StringComparer.Ordinal).Count());
    }

    private CertificateVerdict Judge(X509Certificate2 leaf, X509Certificate2Collection others, Jurisdiction jurisdiction, DateTimeOffset now)
    {
        var anchors = new TrustAnchors([_authorities.Europe.Certificate], [_authorities.Japan.Certificate]);
        return CertificateJudge.Judge(leaf, others, anchors.Of(jurisdiction), jurisdiction, now);
    }
}
