using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace CyberExchange.Interop.Csaf;

/// <summary>Reads CSAF 2.0 documents.</summary>
/// <remarks>
/// The structure is checked against the CSAF 2.0 schema of OASIS, in one pass over the bytes. Two things are stricter: a
/// date-time follows RFC 3339 to the letter, and no member may stand in an object twice. The tests of section 6 are not run.
/// </remarks>
public static class CsafDocument
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the exact bytes of one document.</summary>
    /// <returns>What the document says, or why it is refused. No input makes this throw.</returns>
    public static CsafReading Read(ReadOnlySpan<byte> bytes)
    {
        var problems = new CsafProblems();
        if (WhyUnreadable(bytes) is { } problem)
        {
            problems.Add(problem);
            problems.Stop();
            return problems.ToRefusal();
        }

        var summary = new CsafSummary();
        var json = new CsafJson(bytes, problems);
        if (json.Begin())
        {
            CsafDocumentPart.Root(ref json, summary);
            json.End();
        }

        return problems.Count > 0
            ? problems.ToRefusal()
            : new CsafReading.Accepted(summary.ToAdvisory(Convert.ToHexStringLower(SHA512.HashData(bytes))));
    }

    /// <summary>Why bytes are not a text that can be looked into; null when they are.</summary>
    internal static CsafProblem? WhyUnreadable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > CsafLimits.DocumentBytesMax)
        {
            return new CsafProblem(CsafProblemKind.Size, "", $"A document may have {CsafLimits.DocumentBytesMax} bytes; this one has {bytes.Length}.");
        }

        if (bytes.StartsWith(ByteOrderMark))
        {
            return new CsafProblem(CsafProblemKind.Encoding, "", "The document starts with a byte order mark; save it as UTF-8 without one (RFC 8259, section 8.1).");
        }

        return Utf8.IsValid(bytes)
            ? null
            : new CsafProblem(CsafProblemKind.Encoding, "", $"The byte at offset {FirstInvalidByte(bytes)} is not UTF-8; save the document as UTF-8.");
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
