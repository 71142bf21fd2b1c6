namespace CyberExchange.EventStore;

/// <summary>A fact on its way into the log.</summary>
public sealed record NewEvent
{
    /// <summary>Made by the caller, so that a retry carries the same one.</summary>
    public required Guid Id { get; init; }

    /// <summary>The stored name, such as <c>incident.reported</c>: printable ASCII, see <see cref="AppendLimits.TypeCharsMax"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the stored form, from 1.</summary>
    public required int TypeVersion { get; init; }

    /// <summary>Canonical JSON (RFC 8785), stored as it is: what was hashed is what is kept.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whom the fact is for, as canonical JSON; committed to apart from the body. May be empty.</summary>
    public required ReadOnlyMemory<byte> Addressing { get; init; }

    /// <summary>Commitments of 32 bytes to the personal fields, whose salts lie inside their ciphertexts.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> PersonalCommitments { get; init; } = [];
}

/// <summary>Makes an append happen once, however often it is sent.</summary>
/// <param name="Scope">Whose keys these are, such as a partner: equal keys of two scopes are strangers.</param>
/// <param name="Key">The caller's text: printable ASCII, see <see cref="AppendLimits.KeyCharsMax"/>.</param>
/// <param name="RequestDigest">Tells a retry from another request under the same key; the log compares its bytes only.</param>
public sealed record IdempotencyKey(Guid Scope, string Key, ReadOnlyMemory<byte> RequestDigest);

/// <summary>Bytes kept as they came, found again by their digest; stored with the append that names them.</summary>
public sealed record Document(ReadOnlyMemory<byte> Sha512, ReadOnlyMemory<byte> Bytes);

/// <summary>Events for one stream, stored together or not at all.</summary>
/// <remarks>The memory that it points to must not change until the answer is there.</remarks>
public sealed record Append
{
    /// <summary>The stream's id: printable ASCII, see <see cref="AppendLimits.StreamCharsMax"/>.</summary>
    public required string Stream { get; init; }

    public required ExpectedVersion Expected { get; init; }

    public required IdempotencyKey Key { get; init; }

    /// <summary>At least one, at most <see cref="AppendLimits.AppendEventsMax"/>.</summary>
    public required IReadOnlyList<NewEvent> Events { get; init; }

    /// <summary>When the node recorded the facts; cut to whole microseconds, which is what the log keeps.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who acted, as canonical JSON; the same for every event of the append.</summary>
    public required ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>Documents that the events name by digest. One that is stored already is not stored again.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];
}
