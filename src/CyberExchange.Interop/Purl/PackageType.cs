namespace CyberExchange.Interop.Purl;

/// <summary>What the definitions of package types ask of a package URL, beside what holds for all.</summary>
internal static class PackageType
{
    private const int ChromeIdChars = 32;

    /// <summary>Upper and lower case, and joints, as the type sees them.</summary>
    public static PackageUrl Normalise(PackageUrl purl) => purl.Type switch
    {
        "alpm" or "apk" or "bitbucket" or "brew" or "composer" or "deb" or "github" or "gitlab" or "golang" or "hex" or "vscode-extension" =>
            purl with { Namespace = purl.Namespace?.ToLowerInvariant(), Name = purl.Name.ToLowerInvariant() },
        "bitnami" or "oci" or "otp" => purl with { Name = purl.Name.ToLowerInvariant() },
        "qpkg" or "rpm" => purl with { Namespace = purl.Namespace?.ToLowerInvariant() },
        "pypi" => purl with { Name = purl.Name.ToLowerInvariant().Replace('_', '-') },
        "pub" => purl with { Name = purl.Name.ToLowerInvariant().Replace('-', '_') },
        "huggingface" => purl with { Version = purl.Version?.ToLowerInvariant() },
        "mlflow" when IsDatabricks(purl) => purl with { Name = purl.Name.ToLowerInvariant() },
        _ => purl,
    };

    /// <summary>Why the parts do not make a package of the type, as a clause; null when they do.</summary>
    public static string? WhyNot(PackageUrl purl) => purl.Type switch
    {
        "swift" or "vscode-extension" when purl.Namespace is null => $"the type {purl.Type} needs a namespace",
        "cargo" or "cocoapods" or "conda" or "cran" or "gem" or "hackage" or "mlflow" or "nuget" or "oci" or "otp" or "pub" or "pypi" or "vcpkg" when purl.Namespace is not null =>
            $"the type {purl.Type} has no namespace",
        "julia" when !purl.Qualifiers.ContainsKey("uuid") => "the type julia needs the qualifier uuid",
        "cpan" when purl.Name.Contains("::", StringComparison.Ordinal) => "the name is that of a CPAN distribution, and not of a module",
        "chrome-extension" => WhyNoChromeExtension(purl),
        _ => null,
    };

    private static bool IsDatabricks(PackageUrl purl) =>
        purl.Qualifiers.TryGetValue("repository_url", out var repository) && repository.Contains("azuredatabricks", StringComparison.OrdinalIgnoreCase);

    private static string? WhyNoChromeExtension(PackageUrl purl)
    {
        if (purl.Name.Length != ChromeIdChars || !purl.Name.All(unit => unit is >= 'a' and <= 'p'))
        {
            return $"the name is {ChromeIdChars} letters from a to p";
        }

        var segments = purl.Version?.Split('.') ?? [];
        return segments.Length > 4 || segments.Any(segment => segment.Length == 0 || !segment.All(char.IsAsciiDigit)) ? "the version is one to four numbers" : null;
    }
}
