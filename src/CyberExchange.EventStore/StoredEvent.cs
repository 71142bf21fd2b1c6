namespace CyberExchange.EventStore;

/// <summary>A fact as the log holds it.</summary>
/// <param name="Position">Its place in the log, from 1, without gaps, in commit order.</param>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Version">Its place in the stream, from 1, without gaps.</param>
/// <param name="Id">The id its writer gave it.</param>
/// <param name="Type">The stored name.</param>
/// <param name="TypeVersion">The version of the stored form.</param>
/// <param name="RecordedAt">UTC, in whole microseconds.</param>
/// <param name="Metadata">Who acted: canonical JSON.</param>
/// <param name="Body">Canonical JSON, byte for byte as it was appended.</param>
/// <param name="Addressing">Whom it is for: canonical JSON, or empty.</param>
public sealed record StoredEvent(
    long Position, string Stream, int Version, Guid Id, string Type, int TypeVersion, DateTimeOffset RecordedAt,
    byte[] Metadata, byte[] Body, byte[] Addressing);

/// <summary>What the Merkle tree takes from an event: see <see cref="LeafEntry"/>.</summary>
/// <param name="Position">The event's position; the leaf's index in the tree is one less.</param>
/// <param name="Salts">The salts of envelope, body and addressing, in this order. Secret: they keep a commitment from
/// being guessed.</param>
/// <param name="Entry">The commitments, 32 bytes each.</param>
public sealed record StoredLeaf(long Position, byte[] Salts, byte[] Entry);

/// <summary>What an idempotency key stored.</summary>
public sealed record StoredKey(byte[] RequestDigest, AppendResult.Appended Appended);
