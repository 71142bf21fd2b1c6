using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Sealing;

/// <summary>What a token is for. One for a list does not open as one for the feed.</summary>
public enum TokenPurpose
{
    Incidents,
    Advisories,
    Feed,
    Partners,
    Consistency,
    Pages,
    Search,
    Holders,
    Recertification,
    Reads,
    Decisions,
    Duties,
    AddressedDuties,
    Reminders,
    Signals,
    EditionProposals,
}

/// <summary>
/// Seals a place in the log before it leaves: partners get opaque tokens of one length, each bound to the member that it
/// was given to, and a consistency token to the member's partner. Two tokens for one place look unrelated, so that hidden
/// activity does not show.
/// </summary>
public sealed class TokenSealer(InstanceKey instance)
{
    private const int ChangeOffset = sizeof(long);
    private const int ItemOffset = ChangeOffset + sizeof(long);
    private const int PlainBytes = ItemOffset + 16;

    private readonly byte[] _key = instance.Derive(KeyPurpose.Tokens);

    /// <summary>Characters of every token.</summary>
    public static int TokenCharacters { get; } = Base64Url.GetEncodedLength(PlainBytes + Aead.OverheadBytes);

    /// <summary>A token for a place in a list or a feed, base64url.</summary>
    public string Seal(TokenPurpose purpose, Viewer viewer, ItemCursor place)
    {
        Span<byte> plain = stackalloc byte[PlainBytes];
        BinaryPrimitives.WriteInt64BigEndian(plain, place.Position);
        BinaryPrimitives.WriteInt64BigEndian(plain[ChangeOffset..], place.Change);
        place.Item.TryWriteBytes(plain[ItemOffset..], bigEndian: true, out _);
        return Base64Url.EncodeToString(Aead.Seal(_key, plain, Context(purpose, viewer)));
    }

    /// <summary>A token with which a later read waits for what is at a position.</summary>
    public string SealConsistency(Viewer viewer, long position) => Seal(TokenPurpose.Consistency, viewer, new(position, 0, Guid.Empty));

    /// <summary>The place in a token; null when it is damaged, or was given to somebody else or for something else.</summary>
    public ItemCursor? Open(TokenPurpose purpose, Viewer viewer, string token)
    {
        if (token.Length != TokenCharacters || CanonicalBase64Url.Decode(token) is not { } box)
        {
            return null;
        }

        var plain = Aead.Open(_key, box, Context(purpose, viewer));
        return plain is { Length: PlainBytes }
            ? new ItemCursor(
                BinaryPrimitives.ReadInt64BigEndian(plain),
                BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(ChangeOffset)),
                new Guid(plain.AsSpan(ItemOffset), bigEndian: true))
            : null;
    }

    // TLP:RED is for one person, so two members of a partner have two feeds; a write is all its partner's.
    private static byte[] Context(TokenPurpose purpose, Viewer viewer) => Encoding.ASCII.GetBytes(viewer switch
    {
        Viewer.Partner partner when purpose is TokenPurpose.Consistency => $"{Label(purpose)} {partner.Profile.Id.Value:D}",
        Viewer.Partner partner => $"{Label(purpose)} {partner.Profile.Id.Value:D} {partner.Member.Value:D}",
        _ => $"{Label(purpose)} public",
    });

    private static string Label(TokenPurpose purpose) => purpose switch
    {
        TokenPurpose.Incidents => "incidents",
        TokenPurpose.Advisories => "advisories",
        TokenPurpose.Feed => "feed",
        TokenPurpose.Partners => "partners",
        TokenPurpose.Consistency => "consistency",
        TokenPurpose.Pages => "pages",
        TokenPurpose.Search => "search",
        TokenPurpose.Holders => "holders",
        TokenPurpose.Recertification => "recertification",
        TokenPurpose.Reads => "reads",
        TokenPurpose.Decisions => "decisions",
        TokenPurpose.Duties => "duties",
        TokenPurpose.AddressedDuties => "addressed-duties",
        TokenPurpose.Reminders => "reminders",
        TokenPurpose.Signals => "signals",
        TokenPurpose.EditionProposals => "edition-proposals",
    };
}
