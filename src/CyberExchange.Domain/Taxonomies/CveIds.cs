namespace CyberExchange.Domain.Taxonomies;

/// <summary>Identifiers of the CVE Program.</summary>
public static class CveIds
{
    private const string Prefix = "CVE-";
    private const int YearDigits = 4;
    private const int NumberDigitsMin = 4;
    private const int NumberDigitsMax = 19;

    /// <summary>Whether the text is a CVE id: <c>CVE-</c>, a year of 4 digits, a hyphen and at least 4 digits (CVE ID syntax of 2014).</summary>
    public static bool IsCveId(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length <= Prefix.Length + YearDigits || text[Prefix.Length + YearDigits] != '-')
        {
            return false;
        }

        var year = text.AsSpan(Prefix.Length, YearDigits);
        var number = text.AsSpan(Prefix.Length + YearDigits + 1);
        return number.Length is >= NumberDigitsMin and <= NumberDigitsMax && IsDigits(year) && IsDigits(number);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
