using System.Security.Cryptography;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class SealingTests
{
    private static readonly ItemCursor Place = new(42, 43, Guid.Parse("0198c0de-0000-7000-8000-000000000001"));
    private static readonly Viewer Holder = ViewerOf("0198c0de-0000-7000-8000-00000000000a");

    private readonly TokenSealer _sealer = new(new InstanceKey(RandomNumberGenerator.GetBytes(InstanceKey.KeyBytes)));

    [Fact]
    public void A_token_opens_for_its_holder_and_purpose()
    {
        Assert.Equal(Place, _sealer.Open(TokenPurpose.Feed, Holder, _sealer.Seal(TokenPurpose.Feed, Holder, Place)));
    }

    [Fact]
    public void A_token_opens_for_nobody_else_and_nothing_else()
    {
        var token = _sealer.Seal(TokenPurpose.Feed, Holder, Place);
        Assert.Null(_sealer.Open(TokenPurpose.Feed, ViewerOf("0198c0de-0000-7000-8000-00000000000b"), token));
        Assert.Null(_sealer.Open(TokenPurpose.Feed, Viewer.Public, token));
        Assert.Null(_sealer.Open(TokenPurpose.Incidents, Holder, token));
        Assert.Null(new TokenSealer(new InstanceKey(new byte[InstanceKey.KeyBytes])).Open(TokenPurpose.Feed, Holder, token));
    }

    [Fact]
    public void Tokens_have_one_length_and_never_look_alike()
    {
        var tokens = new[]
        {
            _sealer.Seal(TokenPurpose.Feed, Holder, Place),
            _sealer.Seal(TokenPurpose.Feed, Holder, Place),
            _sealer.Seal(TokenPurpose.Feed, Viewer.Public, new(long.MaxValue, 0, Guid.Empty)),
            _sealer.SealConsistency(Holder, 1),
        };
        Assert.All(tokens, t => Assert.Equal(TokenSealer.TokenCharacters, t.Length));
        Assert.Equal(tokens.Length, tokens.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_change_of_a_character_damages_a_token()
    {
        var token = _sealer.Seal(TokenPurpose.Feed, Holder, Place);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(_sealer.Open(TokenPurpose.Feed, Holder, changed));
        }

        Assert.Null(_sealer.Open(TokenPurpose.Feed, Holder, token + "A"));
        Assert.Null(_sealer.Open(TokenPurpose.Feed, Holder, token[..^1]));
        Assert.Null(_sealer.Open(TokenPurpose.Feed, Holder, new string('!', token.Length)));
    }

    [Fact]
    public void Personal_text_opens_under_its_key_alone_and_is_committed_to()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var subject = new SubjectId(Guid.CreateVersion7());
        var one = PersonalText.Seal(subject, key, "山田 太郎");
        var two = PersonalText.Seal(subject, key, "山田 太郎");
        Assert.Equal("山田 太郎", PersonalText.Open(one, key));
        Assert.NotEqual(one.Ciphertext, two.Ciphertext);
        Assert.NotEqual(one.Commitment, two.Commitment);
        Assert.Equal(32, PersonalText.CommitmentOf(one).Length);
        Assert.Throws<CryptographicException>(() => PersonalText.Open(one, RandomNumberGenerator.GetBytes(32)));
        Assert.Throws<CryptographicException>(() => PersonalText.Open(new SealedText(subject, two.Ciphertext[..^4] + "AAAA", one.Commitment), key));
    }

    [Fact]
    public void The_same_address_in_another_spelling_is_the_same_person()
    {
        Assert.Equal(PersonWords.Contact("A. Person", " Duty@CERT.example "), PersonWords.Contact("Another", "duty@cert.example"));
        Assert.NotEqual(PersonWords.Contact("duty@cert.example", null), PersonWords.Contact("x", "duty@cert.example"));
    }

    [Fact]
    public void A_request_is_told_apart_by_method_path_and_every_byte()
    {
        var digest = new RequestDigest(new InstanceKey(new byte[InstanceKey.KeyBytes]));
        var digests = new[]
        {
            digest.Of("POST", "/v1/incidents", "{}"u8.ToArray()),
            digest.Of("PUT", "/v1/incidents", "{}"u8.ToArray()),
            digest.Of("POST", "/v1/incidents/", "{}"u8.ToArray()),
            digest.Of("POST", "/v1/incidents", "{ }"u8.ToArray()),
            digest.Of("POST", "/v1/incidents", "{"u8.ToArray(), "}"u8.ToArray()),
            digest.Of("POST", "/v1/incidents"),
        }.Select(Convert.ToHexString).ToList();
        Assert.Equal(digests.Count, digests.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(digests[0], Convert.ToHexString(digest.Of("POST", "/v1/incidents", "{}"u8.ToArray())));
    }

    [Fact]
    public void A_cursor_is_its_members_and_a_consistency_token_its_partners()
    {
        var colleague = ((Viewer.Partner)Holder) with { Member = new MemberId(Guid.Parse("0198c0de-0000-7000-8000-0000000000aa")) };
        foreach (var purpose in Enum.GetValues<TokenPurpose>())
        {
            var opened = _sealer.Open(purpose, colleague, _sealer.Seal(purpose, Holder, Place));
            Assert.Equal(purpose is TokenPurpose.Consistency ? Place : null, opened);
        }
    }

    private static Viewer ViewerOf(string partner) => new Viewer.Partner(
        new PartnerProfile
        {
            Id = new PartnerId(Guid.Parse(partner)),
            Handle = "cert-eu",
            Name = "CERT",
            Jurisdiction = Jurisdiction.EU,
            Roles = [Role.Cert],
            Sectors = [],
            Groups = [],
            Constituency = [],
            PublisherNamespaces = [],
            StandingAgreements = [],
            Listed = true,
            ClearNeedsTwoMembers = false,
            Suspended = false,
        },
        new MemberId(Guid.Empty));
}
