using System.Text;
using System.Text.Unicode;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf;

/// <summary>Reads CSAF documents: what lists, search and pages need to know of them.</summary>
/// <remarks>Whether a document is a good one is <see cref="CsafValidator"/>'s to say, from the same parse.</remarks>
public static class CsafDocument
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Tests the exact bytes of one document and summarises it. No input makes this throw.</summary>
    public static CsafReading Read(ReadOnlyMemory<byte> bytes, CsafValidationOptions? options = null)
    {
        var validation = CsafValidator.Validate(bytes, options, out var tree);
        return new(validation, validation.IsReadable && tree is not null ? CsafSummary.Of(tree.Root, bytes.Span) : null);
    }

    /// <summary>Summarises a document that was accepted once. No test is made, so that it stays readable whatever today's tests say of it.</summary>
    /// <returns>Null for bytes that were never accepted. No input makes this throw.</returns>
    public static CsafAdvisory? Summarise(ReadOnlyMemory<byte> bytes) =>
        WhyUnreadable(bytes.Span) is null && CsafTree.Read(bytes, new CsafFindings(), valuesMax: int.MaxValue) is { } tree
            ? CsafSummary.Of(tree.Root, bytes.Span)
            : null;

    /// <summary>Why bytes are not a text that can be looked into, as a sentence; null when they are.</summary>
    internal static string? WhyUnreadable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > CsafLimits.DocumentBytesMax)
        {
            return $"A document may have {CsafLimits.DocumentBytesMax} bytes; this one has {bytes.Length}.";
        }

        if (bytes.StartsWith(ByteOrderMark))
        {
            return "The document starts with a byte order mark; save it as UTF-8 without one (RFC 8259, section 8.1).";
        }

        return Utf8.IsValid(bytes) ? null : $"The byte at offset {FirstInvalidByte(bytes)} is not UTF-8; save the document as UTF-8.";
    }

    private static int FirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            offset += consumed;
        }

        return offset;
    }
}
