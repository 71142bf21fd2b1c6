using CyberExchange.Interop.Purl;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>What identifies a product: package URLs, hashes, numbers.</summary>
internal static class HelperChecks
{
    private const int ShortHashChars = 64;

    // The digests of OpenSSL 3.4 without their leading dashes, from which CSAF 2.1 takes its names.
    private static readonly HashSet<string> HashAlgorithms = new(StringComparer.Ordinal)
    {
        "blake2b512", "blake2s256", "md4", "md5", "md5-sha1", "mdc2", "ripemd", "ripemd160", "rmd160", "sha1", "sha224", "sha256", "sha3-224", "sha3-256",
        "sha3-384", "sha3-512", "sha384", "sha512", "sha512-224", "sha512-256", "shake128", "shake256", "sm3", "ssl3-md5", "ssl3-sha1", "whirlpool",
    };

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

    /// <summary>6.1.42 to 6.1.44 and 6.1.61, which CSAF 2.1 has added.</summary>
    public static void MandatoryOf21(CsafSubject s)
    {
        foreach (var helper in Helpers(s))
        {
            PackageUrl? first = null;
            foreach (var node in Purls(helper))
            {
                if (!PackageUrl.TryParse(node.Text, out var purl, out _))
                {
                    continue;
                }

                first ??= purl;
                if (purl with { Qualifiers = first.Qualifiers } != first)
                {
                    s.Fail("6.1.42", node, $"{node.Quoted} differs from the first package URL of this product in more than its qualifiers; give it a product of its own.");
                }
            }

            Stars(s, "6.1.43", helper["model_numbers"u8]);
            Stars(s, "6.1.44", helper["serial_numbers"u8]);
            Stars(s, "6.1.61", helper["skus"u8]);
        }
    }

    /// <summary>6.2.31, 6.2.32, 6.2.42 and 6.2.52, which CSAF 2.1 has added.</summary>
    public static void FurtherOf21(CsafSubject s)
    {
        var inPaths = CsafSubject.Each(s.ProductTree["product_paths"u8])
            .SelectMany(CsafProducts.ReferencesOf)
            .Where(id => id.IsText)
            .Select(s.Products.IdOf)
            .ToHashSet();
        var seen = new Dictionary<(string Kind, int Hash), List<(int Product, CsafNode Value)>>();
        foreach (var definition in s.Products.Definitions)
        {
            var helper = definition.Node["product_identification_helper"u8];
            if ((helper["serial_numbers"u8].Exists || helper["model_numbers"u8].Exists) && !inPaths.Contains(definition.Id))
            {
                s.Fail("6.2.31", helper, "Serial and model numbers are those of hardware; say by a product path what software runs on it.");
            }

            foreach (var member in helper.Members())
            {
                var kind = System.Text.Encoding.UTF8.GetString(member.Name);
                foreach (var value in member.Value.IsArray ? CsafSubject.Each(member.Value) : [member.Value])
                {
                    SeenBefore(s, seen, kind, definition, value);
                }
            }

            HelperConsistency.Check(s, definition, helper);
            foreach (var hash in CsafSubject.Each(helper["hashes"u8]).SelectMany(file => CsafSubject.Each(file["file_hashes"u8])))
            {
                if (hash["algorithm"u8].IsText && !HashAlgorithms.Contains(hash["algorithm"u8].Text))
                {
                    s.Fail("6.2.52", hash["algorithm"u8], $"{hash["algorithm"u8].Quoted} is none of the hash algorithms that CSAF names: the digests of OpenSSL.");
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

    private static void Stars(CsafSubject s, string test, CsafNode numbers)
    {
        foreach (var number in numbers.Items())
        {
            var stars = 0;
            for (var i = 0; i < number.Utf8.Length; i++)
            {
                if (number.Utf8[i] == '\\')
                {
                    i++; // what follows is no wildcard
                }
                else if (number.Utf8[i] == '*')
                {
                    stars++;
                }
            }

            if (stars > 1)
            {
                s.Fail(test, number, $"{number.Quoted} has more than one star for any characters; write \\* where a star itself is meant.");
            }
        }
    }

    private static void SeenBefore(
        CsafSubject s, Dictionary<(string Kind, int Hash), List<(int Product, CsafNode Value)>> seen, string kind, CsafProductDefinition definition, CsafNode value)
    {
        var key = (kind, value.HashJson());
        if (!seen.TryGetValue(key, out var alike))
        {
            seen.Add(key, alike = []);
        }

        var at = alike.FindIndex(other => other.Value.EqualsJson(value));
        if (at < 0)
        {
            alike.Add((definition.Id, value));
        }
        else if (alike[at].Product != definition.Id)
        {
            s.Fail("6.2.32", value, $"Another product is identified by the same value of {kind}.");
        }
    }

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
