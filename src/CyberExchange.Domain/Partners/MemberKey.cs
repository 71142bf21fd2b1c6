using System.Diagnostics;

namespace CyberExchange.Domain.Partners;

/// <summary>SHA-256 of a public key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</summary>
public readonly record struct SpkiDigest(string Hex)
{
    private const int HexDigits = 64;

    /// <summary>Whether the text is such a digest.</summary>
    public static bool IsValid(string text) => text.Length == HexDigits && text.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f');
}

/// <summary>What happened to one public key. Each key has a stream of its own, so that no two members can hold it.</summary>
public abstract record MemberKeyEvent
{
    private MemberKeyEvent() { }

    /// <summary>The key speaks for the member from now on.</summary>
    public sealed record MemberKeyBound(SpkiDigest Key, PartnerId Partner, MemberId Member) : MemberKeyEvent;

    /// <summary>The key speaks for nobody any more.</summary>
    public sealed record MemberKeyUnbound(string Reason) : MemberKeyEvent;
}

/// <summary>The state of one public key.</summary>
/// <param name="BoundTo">The member it speaks for now; null for none.</param>
public sealed record MemberKey(SpkiDigest Key, (PartnerId Partner, MemberId Member)? BoundTo)
{
    /// <summary>Whether a key that was admitted for a member is its own still: bound to it, or about to be.</summary>
    /// <param name="state">The key; null for one that was never bound.</param>
    /// <param name="partner">The member's partner.</param>
    /// <param name="member">The member.</param>
    /// <remarks>Once it is not it never is again: a key does not come back.</remarks>
    public static bool IsHeld(MemberKey? state, PartnerId partner, MemberId member) => state is null || state.BoundTo == (partner, member);

    /// <summary>The state after one more event; null stands for a key that was never bound.</summary>
    public static MemberKey Evolve(MemberKey? state, MemberKeyEvent e) => (state, e) switch
    {
        (_, MemberKeyEvent.MemberKeyBound bound) => new(bound.Key, (bound.Partner, bound.Member)),
        ({ } key, MemberKeyEvent.MemberKeyUnbound) => key with { BoundTo = null },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to a key that was never bound."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static MemberKey? Fold(IEnumerable<MemberKeyEvent> events) => events.Aggregate((MemberKey?)null, Evolve);
}
