using CyberExchange.Interop.Purl;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>What identifies a product: package URLs, hashes, numbers.</summary>
internal static class HelperChecks
{
    private const int ShortHashChars = 64;

    public static void Mandatory(CsafSubject s)
    {
        foreach (var helper in Helpers(s))
        {
            foreach (var purl in Purls(helper))
            {
                if (!PackageUrl.TryParse(purl.Text, out _, out var why))
                {
                    s.Fail("6.1.13", purl, $"{purl.Quoted} is not a package URL: {CsafText.Shorten(why)}.");
                }
            }

            foreach (var file in helper["hashes"u8].Items())
            {
                var algorithms = new HashSet<string>(StringComparer.Ordinal);
                foreach (var hash in file["file_hashes"u8].Items())
                {
                    if (hash["algorithm"u8].IsText && !algorithms.Add(hash["algorithm"u8].Text))
                    {
                        s.Fail("6.1.25", hash, $"This file has a hash of the algorithm {hash["algorithm"u8].Quoted} already.");
                    }
                }
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        foreach (var definition in s.Products.Definitions.Where(d => !d.Node["product_identification_helper"u8].Exists))
        {
            s.Fail("6.2.16", definition.Node, "Nothing but its name identifies this product; add a product_identification_helper.");
        }

        foreach (var helper in Helpers(s))
        {
            foreach (var file in helper["hashes"u8].Items())
            {
                Hashes(s, file["file_hashes"u8]);
            }
        }
    }

    /// <summary>The package URLs of a product: one in CSAF 2.0, several in CSAF 2.1.</summary>
    public static IEnumerable<CsafNode> Purls(CsafNode helper) =>
        new[] { helper["purl"u8] }.Concat(CsafSubject.Each(helper["purls"u8])).Where(purl => purl.IsText);

    public static IEnumerable<CsafNode> Helpers(CsafSubject s) =>
        s.Products.Definitions.Select(definition => definition.Node["product_identification_helper"u8]).Where(helper => helper.IsObject);

    private static void Hashes(CsafSubject s, CsafNode hashes)
    {
        var (others, md5, sha1) = (false, false, false);
        foreach (var hash in hashes.Items())
        {
            md5 |= hash["algorithm"u8].Is("md5"u8);
            sha1 |= hash["algorithm"u8].Is("sha1"u8);
            others |= !hash["algorithm"u8].Is("md5"u8) && !hash["algorithm"u8].Is("sha1"u8);
            if (hash["value"u8].IsText && hash["value"u8].Utf8.Length < ShortHashChars)
            {
                s.Fail("6.3.5", hash["value"u8], $"A hash of fewer than {ShortHashChars} hexadecimal digits is not strong enough to rely on.");
            }
        }

        if (md5 && !sha1 && !others)
        {
            s.Fail("6.2.8", hashes, "MD5 is the only hash of this file, and it is broken; add one of a stronger algorithm.");
        }

        if (sha1 && !md5 && !others)
        {
            s.Fail("6.2.9", hashes, "SHA-1 is the only hash of this file, and it is broken; add one of a stronger algorithm.");
        }
    }
}
