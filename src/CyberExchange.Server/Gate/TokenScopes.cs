using System.Collections.Frozen;

namespace CyberExchange.Server.Gate;

/// <summary>Scopes of access tokens (RFC 6749, 3.3): each is the name of a capability, as <c>/v1/me</c> lists them.</summary>
/// <remarks>A scope narrows what the roles of the holder's partner may do and never widens it.</remarks>
public static class TokenScopes
{
    // A token begets no other. Pages are for browsers, which have none, and show what several capabilities allow at once.
    private static readonly FrozenDictionary<string, Capability> ByName = Enum.GetValues<Capability>()
        .Where(capability => capability is not (Capability.ObtainTokens or Capability.OpenPages))
        .ToFrozenDictionary(capability => capability.ToString(), StringComparer.Ordinal);

    /// <summary>The capabilities that a token can be had for, in the order of the table of rights.</summary>
    public static IReadOnlyList<Capability> All { get; } = [.. ByName.Values.Order()];

    /// <summary>The words of a scope, in which one may stand twice (RFC 6749, 3.3).</summary>
    public static IReadOnlyList<string> Words(string scope) =>
        [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The capability of a word; null for one that means nothing here.</summary>
    public static Capability? Find(string word) => ByName.TryGetValue(word, out var capability) ? capability : null;

    /// <summary>The capabilities of a scope. A word that means nothing here gives nothing.</summary>
    public static IReadOnlySet<Capability> Read(string scope) => Words(scope).Select(Find).OfType<Capability>().ToHashSet();
}
