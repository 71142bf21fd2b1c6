using System.Collections.Frozen;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>One version of the rules, as it is stamped on every result.</summary>
/// <param name="Id">The version, such as <c>2026-11-20.2</c>.</param>
/// <param name="Digest">SHA-256 of the document in canonical form (RFC 8785), in lower-case hexadecimal.</param>
public sealed record RulebookVersion(string Id, string Digest);

/// <summary>The duties of one day, as data.</summary>
public sealed class Rulebook(RulebookVersion version, LocalDate asOf, string disclaimer, IReadOnlyList<Obligation> obligations)
{
    private static readonly Lazy<Rulebook> LazyShipped = new(ReadShipped);

    private readonly FrozenDictionary<string, Obligation> _byId = obligations.ToFrozenDictionary(o => o.Id, StringComparer.Ordinal);

    /// <summary>The rulebook that came with the program.</summary>
    public static Rulebook Shipped => LazyShipped.Value;

    public RulebookVersion Version { get; } = version;

    /// <summary>The day for which the states of the rules are stated.</summary>
    public LocalDate AsOf { get; } = asOf;

    public string Disclaimer { get; } = disclaimer;

    /// <summary>Every rule, in the document's order.</summary>
    public IReadOnlyList<Obligation> Obligations { get; } = obligations;

    /// <summary>The rule, or null where the id is unknown.</summary>
    public Obligation? Find(string id) => _byId.GetValueOrDefault(id);

    private static Rulebook ReadShipped()
    {
        using var resource = typeof(Rulebook).Assembly.GetManifestResourceStream("rulebook.json")
            ?? throw new InvalidOperationException("The program was built without its rulebook.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        var reading = RulebookReader.Read(bytes.ToArray());
        return reading.Rulebook ?? throw new InvalidOperationException($"The shipped rulebook is faulty: {string.Join(' ', reading.Faults)}");
    }
}
