using System.Text.Json.Serialization.Metadata;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Stored;

/// <summary>An event as the log keeps it: a name, the version of its shape, and canonical JSON (RFC 8785).</summary>
/// <param name="Addressing">To whom it is addressed, apart from the body, so that what a partner may see can be proved to it without the rest; empty for none.</param>
/// <param name="Personal">The pieces of personal data in the body, each committed to apart.</param>
public sealed record StoredForm(string Name, int Version, byte[] Body, byte[] Addressing, IReadOnlyList<SealedText> Personal);

/// <summary>A stored event that this program cannot read: a name, a version or a shape that it does not know.</summary>
public sealed class UnreadableEventException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What one family of events is stored as, whatever the family.</summary>
public interface IEventCatalog
{
    /// <summary>Whether an event of the family has this stored name.</summary>
    bool Knows(string name);

    /// <summary>Whether this program reads this version of it.</summary>
    bool Knows(string name, int version);
}

/// <summary>The stored names and shapes of one closed family of events. Stored shapes are for ever: a new shape is a new version with an upcaster.</summary>
/// <typeparam name="TEvent">The family's abstract record.</typeparam>
public sealed class EventCatalog<TEvent> : IEventCatalog
    where TEvent : class
{
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, Entry> _byType = [];
    private readonly Dictionary<(string Name, int Version), Func<byte[], TEvent>> _earlier = [];

    private sealed record Entry(
        string Name, int Version, Func<TEvent, byte[]> Write, Func<TEvent, byte[]> Addressing, Func<byte[], byte[], TEvent> Read);

    /// <summary>The stored names of the family, such as <c>incident.reported</c>.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Every stored name with every version of it that can be read: today's, and the earlier ones.</summary>
    public IReadOnlyCollection<(string Name, int Version)> Readable => [.. _byName.Values.Select(e => (e.Name, e.Version)), .. _earlier.Keys];

    /// <summary>The types of the family that have a stored name.</summary>
    public IReadOnlyCollection<Type> Types => _byType.Keys;

    /// <summary>Adds an event that is addressed to nobody in particular.</summary>
    public EventCatalog<TEvent> Add<T>(string name, int version, JsonTypeInfo<T> shape)
        where T : TEvent =>
        Add(typeof(T), new(name, version, e => CanonicalJson.Write((T)e, shape), _ => [], (body, addressing) => addressing.Length == 0
            ? CanonicalJson.Read(body, shape)
            : throw new UnreadableEventException($"{name} v{version} has an addressing, and its shape has none.")));

    /// <summary>Adds an event whose sharing terms are kept in the addressing section, out of its body.</summary>
    public EventCatalog<TEvent> AddAddressed<T>(
        string name, int version, JsonTypeInfo<T> shape, Func<T, SharingTerms> terms, Func<T, SharingTerms, T> withTerms)
        where T : TEvent =>
        AddAddressed(name, version, shape, StoredTermsJson.Default.SharingTerms, terms, withTerms);

    /// <summary>Adds an event whose addressees are kept in the addressing section, in a shape of their own.</summary>
    public EventCatalog<TEvent> AddAddressed<T, TAddressing>(
        string name,
        int version,
        JsonTypeInfo<T> shape,
        JsonTypeInfo<TAddressing> addressingShape,
        Func<T, TAddressing> addressees,
        Func<T, TAddressing, T> withAddressees)
        where T : TEvent =>
        Add(typeof(T), new(
            name,
            version,
            e => CanonicalJson.Write((T)e, shape),
            e => CanonicalJson.Write(addressees((T)e), addressingShape),
            (body, addressing) => addressing.Length == 0
                ? throw new UnreadableEventException($"{name} v{version} has lost its addressing.")
                : withAddressees(CanonicalJson.Read(body, shape), CanonicalJson.Read(addressing, addressingShape))));

    /// <summary>Adds an earlier shape of an event without sharing terms, and what an event of that shape says in today's.</summary>
    public EventCatalog<TEvent> Raise<TEarlier>(string name, int version, JsonTypeInfo<TEarlier> shape, Func<TEarlier, TEvent> raise)
    {
        _earlier.Add((name, version), body => raise(CanonicalJson.Read(body, shape)));
        return this;
    }

    /// <summary>The event as the log keeps it.</summary>
    public StoredForm Write(TEvent e)
    {
        var entry = _byType[e.GetType()];
        IReadOnlyList<SealedText> personal = e is IHoldsPersonalData holder ? [.. holder.PersonalData()] : [];
        return new(entry.Name, entry.Version, entry.Write(e), entry.Addressing(e), personal);
    }

    /// <summary>Whether the name belongs to this family.</summary>
    public bool Knows(string name) => _byName.ContainsKey(name);

    /// <summary>Whether an event of this name and version can be read. Of a known name, a newer program may have written a later version.</summary>
    public bool Knows(string name, int version) => (_byName.TryGetValue(name, out var entry) && entry.Version == version) || _earlier.ContainsKey((name, version));

    /// <summary>The event that was stored.</summary>
    /// <exception cref="UnreadableEventException">The name, the version or the shape is not one this program knows.</exception>
    public TEvent Read(string name, int version, byte[] body, byte[] addressing)
    {
        if (_earlier.TryGetValue((name, version), out var readEarlier))
        {
            return addressing.Length == 0 ? readEarlier(body) : throw new UnreadableEventException($"{name} v{version} has an addressing, and its shape has none.");
        }

        return _byName.TryGetValue(name, out var entry) && version == entry.Version
            ? entry.Read(body, addressing)
            : throw new UnreadableEventException($"{name} v{version} is not known to this program; a newer one wrote it.");
    }

    private EventCatalog<TEvent> Add(Type type, Entry entry)
    {
        _byName.Add(entry.Name, entry);
        _byType.Add(type, entry);
        return this;
    }
}
