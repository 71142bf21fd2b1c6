using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Testing.Certificates;
using Xunit;

namespace CyberExchange.Tests.Certificates;

/// <summary>The hostile certificates are what they claim to be; the gate's tests then see them refused.</summary>
public sealed class HostileCertificatesTests : IDisposable
{
    // What a chain alone finds wrong. The rest is why the gate checks more than a chain.
    private static readonly string[] RefusedByTheChain =
    [
        "expired", "not yet valid", "for servers only", "for any use, and so for none in particular", "signed by the other jurisdiction",
        "signed by nobody we know", "signed by itself", "signed by a certificate that is no authority",
        "below an intermediate that has expired", "below an intermediate that it does not send",
        "outside the name constraints of its issuer",
    ];

    private readonly TestAuthorities _authorities = new(DateTimeOffset.UtcNow);

    public static TheoryData<string> Kinds => [.. HostileCertificates.Kinds];

    public void Dispose() => _authorities.Dispose();

    [Fact]
    public void A_good_certificate_chains()
    {
        using var european = _authorities.IssueEuropean("good");
        using var japanese = _authorities.IssueJapanese("good");

        Assert.True(Chains(european, [], _authorities.Europe.Certificate));
        Assert.True(Chains(japanese, [], _authorities.Japan.Certificate));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_can_be_made_and_a_chain_refuses_only_some(string kind)
    {
        var hostile = HostileCertificates.Make(kind, _authorities);
        using var leaf = hostile.Leaf;

        Assert.True(leaf.HasPrivateKey);
        Assert.Equal(
            !RefusedByTheChain.Contains(kind, StringComparer.Ordinal),
            Chains(leaf, hostile.Intermediates, _authorities.Europe.Certificate));
    }

    private bool Chains(X509Certificate2 leaf, X509Certificate2Collection intermediates, X509Certificate2 anchor)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(anchor);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        chain.ChainPolicy.VerificationTime = _authorities.Now.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        return chain.Build(leaf);
    }
}
