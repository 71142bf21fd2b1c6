using CyberExchange.Interop.Cpe;
using CyberExchange.Interop.Purl;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>6.2.42 of CSAF 2.1: what identifies a product says the same as its branches.</summary>
internal static class HelperConsistency
{
    private const int CpeParts = 13;

    public static void Check(CsafSubject s, CsafProductDefinition definition, CsafNode helper)
    {
        if (definition.Branches.Length == 0)
        {
            return;
        }

        var version = definition.Branches.LastOrDefault(branch => branch["category"u8].Is("product_version"u8))["name"u8];
        if (helper["cpe"u8].IsText && WhyCpeDiffers(definition, helper["cpe"u8].Text) is { } why)
        {
            s.Fail("6.2.42", helper["cpe"u8], $"The CPE name and the branches differ: {why}.");
        }

        foreach (var node in HelperChecks.Purls(helper))
        {
            if (version.IsText && PackageUrl.TryParse(node.Text, out var purl, out _) && !string.Equals(purl.Version, version.Text, StringComparison.Ordinal))
            {
                s.Fail("6.2.42", node, $"The package URL has {(purl.Version is null ? "no version" : $"the version \"{CsafText.Shorten(purl.Version)}\"")}, and the branches have {version.Quoted}.");
            }
        }
    }

    private static string? WhyCpeDiffers(CsafProductDefinition definition, string cpe)
    {
        var parts = CpeName.Split(cpe);
        if (parts.Count != CpeParts)
        {
            return null; // of the older form not all parts are there
        }

        var categories = definition.Branches.GroupBy(branch => branch["category"u8].Text, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Last()["name"u8].Text, StringComparer.Ordinal);
        if ((categories.ContainsKey("vendor") && IsAny(parts[3])) || (categories.ContainsKey("product_name") && IsAny(parts[4])))
        {
            return "vendor or product are left open in the name";
        }

        if (categories.TryGetValue("product_version", out var version) && !string.Equals(parts[5].Replace("\\", "", StringComparison.Ordinal), version, StringComparison.OrdinalIgnoreCase))
        {
            return $"the version is \"{CsafText.Shorten(parts[5])}\" in the name and \"{CsafText.Shorten(version)}\" among the branches";
        }

        if (!IsAny(parts[6]) && !categories.ContainsKey("patch_level") && !categories.ContainsKey("service_pack"))
        {
            return $"no patch level among the branches says \"{CsafText.Shorten(parts[6])}\"";
        }

        return !IsAny(parts[8]) && !categories.ContainsKey("language") ? $"no language among the branches says \"{CsafText.Shorten(parts[8])}\"" : null;
    }

    private static bool IsAny(string part) => part is "*" or "-";
}
