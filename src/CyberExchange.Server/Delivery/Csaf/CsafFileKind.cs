namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>What a path of a year's folder asks for.</summary>
public enum CsafFileKind
{
    Document,
    Sha256,
    Sha512,
    Signature,
}

/// <summary>Reads such paths.</summary>
public static class CsafFileKinds
{
    /// <summary>The year, the document's file name and what is asked of it; null for what no file is called.</summary>
    /// <param name="year">The folder.</param>
    /// <param name="name">The last part of the path.</param>
    public static (int Year, string FileName, CsafFileKind Kind)? Read(string year, string name)
    {
        if (year.Length != 4 || !year.All(char.IsAsciiDigit))
        {
            return null;
        }

        foreach (var kind in Enum.GetValues<CsafFileKind>())
        {
            var ending = $".json{Ending(kind)}";
            if (name.EndsWith(ending, StringComparison.Ordinal) && name[..^ending.Length].All(IsOfName))
            {
                return (int.Parse(year, System.Globalization.CultureInfo.InvariantCulture), name[..^Ending(kind).Length], kind);
            }
        }

        return null;
    }

    // CSAF 2.0, section 5.1.
    private static bool IsOfName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '-' or '_';

    private static string Ending(CsafFileKind kind) => kind switch
    {
        CsafFileKind.Document => "",
        CsafFileKind.Sha256 => ".sha256",
        CsafFileKind.Sha512 => ".sha512",
        CsafFileKind.Signature => ".asc",
    };
}
