using System.Security.Cryptography;
using CyberExchange.Domain;
using CyberExchange.Server.Sealing;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class InvitationSecretsTests
{
    private static readonly PartnerId Partner = new(Guid.Parse("0198c0de-0000-7000-8000-000000000001"));
    private static readonly InvitationId Invitation = new(Guid.Parse("0198c0de-0000-8000-8000-000000000002"));

    private readonly InvitationSecrets _secrets = new(new InstanceKey(RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes)));

    [Fact]
    public void A_secret_opens_to_its_invitation_and_is_the_same_every_time()
    {
        Assert.Equal((Partner, Invitation), _secrets.Open(_secrets.Of(Partner, Invitation)));
        Assert.Equal(_secrets.Of(Partner, Invitation), _secrets.Of(Partner, Invitation));
    }

    [Fact]
    public void Another_instance_opens_none() =>
        Assert.Null(new InvitationSecrets(new InstanceKey(RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes))).Open(_secrets.Of(Partner, Invitation)));

    [Fact]
    public void Every_change_of_a_character_breaks_a_secret()
    {
        var secret = _secrets.Of(Partner, Invitation);
        for (var i = 0; i < secret.Length; i++)
        {
            Assert.Null(_secrets.Open(secret[..i] + (secret[i] == 'A' ? 'B' : 'A') + secret[(i + 1)..]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("cyx_enrol_")]
    [InlineData("cyx_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("cyx_enrol_                                                                                      ")]
    [InlineData("cyx_enrol_=====================================================================================")]
    public void What_never_was_a_secret_opens_to_nothing(string text) => Assert.Null(_secrets.Open(text));
}
