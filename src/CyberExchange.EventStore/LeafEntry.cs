using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CyberExchange.EventStore;

/// <summary>The leaf of the Merkle tree that stands for an event: salted commitments, one for each section.</summary>
/// <remarks>
/// <para>entry = commitment(envelope) || commitment(body) || commitment(addressing) || personal commitments as given,
/// of 32 bytes each. A section can so be shown to a partner, with its salt, without the others.</para>
/// <para>commitment(section) = SHA-256(domain || section || salt || length || content), where domain is the 22 ASCII
/// bytes <c>CyberExchange leaf v1\0</c>, section is one byte (1 envelope, 2 body, 3 addressing), salt is 16 random
/// bytes, and length is the content's in bytes, as 8 bytes.</para>
/// <para>envelope = event id (16 bytes, RFC 9562 order) || text(stream) || text(type) || type version (4 bytes) ||
/// recorded at (8 bytes, microseconds since 1970-01-01T00:00:00Z, two's complement) || bytes(metadata), where text
/// and bytes are a length of 4 bytes and then UTF-8 or the bytes. Numbers are big-endian.</para>
/// <para>Position and stream version are not in it: the order of the leaves proves the order of the events, and an
/// append can be hashed before it has a place.</para>
/// </remarks>
public static class LeafEntry
{
    public const int SaltBytes = 16;
    public const int CommitmentBytes = 32;

    /// <summary>Salts of envelope, body and addressing, in this order.</summary>
    public const int SaltsBytes = 3 * SaltBytes;

    private const byte EnvelopeSection = 1;
    private const byte BodySection = 2;
    private const byte AddressingSection = 3;
    private const int FixedCommitments = 3;
    private const int EnvelopeFixedBytes = 16 + 4 + 4 + 4 + 8 + 4;

    /// <summary>Domain, section, salt and length, which stand before the content.</summary>
    private const int InputHeadBytes = 22 + 1 + SaltBytes + 8;

    // A hash that is kept takes less than one that is made for each section: a third for short ones, an eighth for a usual body.
    [ThreadStatic]
    private static IncrementalHash? running;

    private static ReadOnlySpan<byte> Domain => "CyberExchange leaf v1\0"u8;

    /// <summary>The entry of an event that is about to be appended.</summary>
    /// <param name="e">The event.</param>
    /// <param name="stream">The stream it goes to.</param>
    /// <param name="recordedAt">Cut to whole microseconds already.</param>
    /// <param name="metadata">The metadata of its append.</param>
    /// <param name="salts"><see cref="SaltsBytes"/> fresh random bytes.</param>
    public static byte[] Compute(
        NewEvent e, string stream, DateTimeOffset recordedAt, ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> salts)
    {
        var entry = new byte[Bytes(e)];
        Write(e, stream, recordedAt, metadata, salts, entry);
        return entry;
    }

    /// <summary>How long an event's entry is.</summary>
    internal static int Bytes(NewEvent e) => (FixedCommitments + e.PersonalCommitments.Count) * CommitmentBytes;

    /// <summary>Writes the entry of an event, as <see cref="Compute"/> gives it.</summary>
    internal static void Write(
        NewEvent e, string stream, DateTimeOffset recordedAt, ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> salts, Span<byte> entry)
    {
        WriteFixed(entry, new(e.Id, stream, e.Type, e.TypeVersion, recordedAt), metadata, e.Body.Span, e.Addressing.Span, salts);
        for (var i = 0; i < e.PersonalCommitments.Count; i++)
        {
            e.PersonalCommitments[i].Span.CopyTo(entry[((FixedCommitments + i) * CommitmentBytes)..]);
        }
    }

    /// <summary>True when the stored leaf commits to the stored event.</summary>
    /// <remarks>Personal commitments are not derived again: their salts are encrypted with the fields.</remarks>
    public static bool Matches(StoredEvent e, StoredLeaf leaf)
    {
        const int fixedBytes = FixedCommitments * CommitmentBytes;
        if (leaf.Position != e.Position || leaf.Salts.Length != SaltsBytes
            || leaf.Entry.Length < fixedBytes || leaf.Entry.Length % CommitmentBytes != 0)
        {
            return false;
        }

        Span<byte> derived = stackalloc byte[fixedBytes];
        WriteFixed(derived, new(e.Id, e.Stream, e.Type, e.TypeVersion, e.RecordedAt), e.Metadata, e.Body, e.Addressing, leaf.Salts);
        return leaf.Entry.AsSpan(0, fixedBytes).SequenceEqual(derived);
    }

    private static void WriteFixed(
        Span<byte> entry, Heading heading, ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> body, ReadOnlySpan<byte> addressing,
        ReadOnlySpan<byte> salts)
    {
        var envelopeBytes = EnvelopeFixedBytes + Encoding.UTF8.GetByteCount(heading.Stream) + Encoding.UTF8.GetByteCount(heading.Type) + metadata.Length;
        var contentMax = Math.Max(envelopeBytes, Math.Max(body.Length, addressing.Length));
        var rented = ArrayPool<byte>.Shared.Rent(InputHeadBytes + contentMax);
        var input = rented.AsSpan();
        Domain.CopyTo(input);

        // One contiguous input: a single call hashes it faster than several.
        WriteEnvelope(heading, metadata, input[InputHeadBytes..]);
        Commit(EnvelopeSection, salts[..SaltBytes], envelopeBytes, input, entry);
        body.CopyTo(input[InputHeadBytes..]);
        Commit(BodySection, salts[SaltBytes..(2 * SaltBytes)], body.Length, input, entry[CommitmentBytes..]);
        addressing.CopyTo(input[InputHeadBytes..]);
        Commit(AddressingSection, salts[(2 * SaltBytes)..], addressing.Length, input, entry[(2 * CommitmentBytes)..]);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    private static void WriteEnvelope(Heading heading, ReadOnlySpan<byte> metadata, Span<byte> envelope)
    {
        heading.Id.TryWriteBytes(envelope, bigEndian: true, out var at);
        at += WriteText(heading.Stream, envelope[at..]);
        at += WriteText(heading.Type, envelope[at..]);
        BinaryPrimitives.WriteInt32BigEndian(envelope[at..], heading.TypeVersion);
        BinaryPrimitives.WriteInt64BigEndian(envelope[(at + 4)..], UnixMicroseconds(heading.RecordedAt));
        BinaryPrimitives.WriteInt32BigEndian(envelope[(at + 12)..], metadata.Length);
        metadata.CopyTo(envelope[(at + 16)..]);
    }

    private static int WriteText(string text, Span<byte> target)
    {
        var bytes = Encoding.UTF8.GetBytes(text, target[4..]);
        BinaryPrimitives.WriteInt32BigEndian(target, bytes);
        return 4 + bytes;
    }

    private static long UnixMicroseconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    // The input holds the domain and, behind its head, the content already.
    private static void Commit(byte section, ReadOnlySpan<byte> salt, int contentBytes, Span<byte> input, Span<byte> commitment)
    {
        input[Domain.Length] = section;
        salt.CopyTo(input[(Domain.Length + 1)..]);
        BinaryPrimitives.WriteInt64BigEndian(input[(Domain.Length + 1 + SaltBytes)..], contentBytes);
        var hash = running ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(input[..(InputHeadBytes + contentBytes)]);
        hash.GetHashAndReset(commitment);
    }

    /// <summary>What the envelope says beside the metadata.</summary>
    private readonly record struct Heading(Guid Id, string Stream, string Type, int TypeVersion, DateTimeOffset RecordedAt);
}
