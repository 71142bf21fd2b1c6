namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>Dates of CSAF 2.1.</summary>
internal static class CsafDates
{
    /// <summary>CSAF 2.1, section 2.2: RFC 3339 with T and Z in upper case and without leap seconds.</summary>
    public static bool IsDateOf21(ReadOnlySpan<byte> utf8) =>
        CsafFormats.TryDateTime(utf8, out _) && utf8[10] == 'T' && utf8[^1] != 'z' && !utf8[17..19].SequenceEqual("60"u8);
}
