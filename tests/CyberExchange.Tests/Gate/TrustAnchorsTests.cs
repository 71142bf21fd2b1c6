using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Testing.Certificates;
using Xunit;

namespace CyberExchange.Tests.Gate;

public sealed class TrustAnchorsTests : IDisposable
{
    private readonly TestAuthorities _authorities = new(DateTimeOffset.UtcNow);
    private readonly string _folder = Directory.CreateTempSubdirectory("cyberexchange-trust-").FullName;

    public void Dispose()
    {
        _authorities.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Each_jurisdiction_has_the_anchors_of_its_own_file()
    {
        _authorities.WriteAnchors(_folder);

        var anchors = TrustAnchors.Load(_folder);

        Assert.Equal(_authorities.Europe.Certificate, Assert.Single(anchors.Of(Jurisdiction.EU)));
        Assert.Equal(_authorities.Japan.Certificate, Assert.Single(anchors.Of(Jurisdiction.JP)));
    }

    [Fact]
    public void The_version_changes_with_an_anchor_and_with_nothing_else()
    {
        using var others = new TestAuthorities(_authorities.Now);
        var first = new TrustAnchors([_authorities.Europe.Certificate], [_authorities.Japan.Certificate]);
        var again = new TrustAnchors([_authorities.Europe.Certificate], [_authorities.Japan.Certificate]);
        var renewed = new TrustAnchors([_authorities.Europe.Certificate], [others.Japan.Certificate]);
        var swapped = new TrustAnchors([_authorities.Japan.Certificate], [_authorities.Europe.Certificate]);

        Assert.Equal(first.Version, again.Version);
        Assert.NotEqual(first.Version, renewed.Version);
        Assert.NotEqual(first.Version, swapped.Version);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        _authorities.WriteAnchors(_folder);
        File.Delete(Path.Combine(_folder, "jp.pem"));

        var exception = Assert.Throws<TrustAnchorsException>(() => TrustAnchors.Load(_folder));

        Assert.Contains("jp.pem", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_without_a_certificate_is_refused(string text)
    {
        _authorities.WriteAnchors(_folder);
        File.WriteAllText(Path.Combine(_folder, "eu.pem"), text);

        Assert.Throws<TrustAnchorsException>(() => TrustAnchors.Load(_folder));
    }

    [Fact]
    public void An_anchor_of_both_jurisdictions_is_refused()
        => Assert.Throws<TrustAnchorsException>(() => new TrustAnchors([_authorities.Europe.Certificate], [_authorities.Japan.Certificate, _authorities.Europe.Certificate]));

    [Fact]
    public void An_anchor_that_is_no_authority_is_refused()
    {
        using var leaf = _authorities.IssueEuropean("leaf");

        Assert.Throws<TrustAnchorsException>(() => new TrustAnchors([leaf], [_authorities.Japan.Certificate]));
    }
}
