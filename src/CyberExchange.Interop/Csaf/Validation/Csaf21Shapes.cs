using static CyberExchange.Interop.Csaf.Validation.CsafFormatShapes;
using static CyberExchange.Interop.Csaf.Validation.CsafSharedShapes;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The JSON schema of CSAF 2.1 (csaf.json with the schemas that it refers to), part by part.</summary>
/// <remarks>
/// Dates follow the rules of test 6.1.37 and are reported under it, extensions under 6.1.60.1, and SSVC under 6.1.46: they are
/// the same schemas.
/// </remarks>
internal static class Csaf21Shapes
{
    private const string LanguageTagPattern =
        "(([a-zA-Z]{2,3}(-[a-zA-Z]{3}(-[a-zA-Z]{3}){0,2})?|[a-zA-Z]{4,8})(-[a-zA-Z]{4})?(-([a-zA-Z]{2}|[0-9]{3}))?(-([a-zA-Z0-9]{5,8}|[0-9][a-zA-Z0-9]{3}))*"
        + "(-[0-9A-WY-Za-wy-z](-[a-zA-Z0-9]{2,8})+)*(-[xX](-[a-zA-Z0-9]{2,8})+)?|[xX](-[a-zA-Z0-9]{2,8})+|i-default|i-mingo)";

    private const string ReverseDomainPattern = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+";
    private const string FragmentPattern = "#[a-z0-9]+([.-][a-z0-9]+)*";
    private const string KeyPattern = @"[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9_]*[a-zA-Z0-9]|T\*";

    private static readonly CsafChosenShape Instant = Under("6.1.37", new CsafTextShape(
        CsafDates.IsDateOf21, "a date with time and zone as CSAF 2.1 writes it: upper-case T and Z, no leap second, such as 2026-03-01T09:30:00Z"));

    private static readonly CsafTextShape ProbabilityText = Pattern(@"0\.[0-9]+|1\.0+", "a probability with decimals, such as 0.0831");

    private static readonly CsafArrayShape Extensions = new(
        Under("6.1.60.1", new CsafObjectShape(
            "$schema category critical content",
            ("$schema", new CsafTextShape(CsafExtensions.IsSchemaUrl, "the address of an extension schema: https, and a file name that ends in its version, such as headquarters_1.0.0.json")),
            ("category", new CsafWordShape("essential", "significant", "supplementary")),
            ("content", new CsafObjectShape("") { MembersMin = 1, IsOpen = true }),
            ("critical", new CsafTruthShape()))),
        isDistinct: true);

    private static readonly CsafArrayShape Notes = new(new CsafObjectShape(
        "category text",
        ("audience", Text),
        ("category", NoteCategory),
        ("group_ids", DistinctTexts),
        ("product_ids", DistinctTexts),
        ("text", Text),
        ("title", Text)));

    private static readonly CsafObjectShape Helper = new(
        "",
        ("cpe", new CsafTextShape(utf8 => CsafFormats.IsAnchoredCpe(System.Text.Encoding.UTF8.GetString(utf8)), "a CPE name of version 2.3 or 2.2, such as cpe:2.3:o:maker:firmware:1.0:*:*:*:*:*:*:*")),
        ("hashes", new CsafArrayShape(
            new CsafObjectShape(
                "file_hashes filename",
                ("file_hashes", new CsafArrayShape(
                    new CsafObjectShape(
                        "algorithm value",
                        ("algorithm", Pattern("[0-9a-z][0-9a-z-]*", "the name of a hash algorithm in lower case, such as sha256")),
                        ("value", Pattern("[0-9a-f]{32,}", "a hash of at least 32 hexadecimal digits in lower case"))),
                    isDistinct: true)),
                ("filename", Text)),
            isDistinct: true)),
        ("model_numbers", DistinctTexts),
        ("purls", new CsafArrayShape(
            new CsafTextShape(CsafFormats.IsCanonicalPurl, "a package URL that starts with pkg: and a type in lower case, such as pkg:nuget/Maker.Library@1.0.0"), isDistinct: true)),
        ("sbom_urls", new CsafArrayShape(UriText, isDistinct: true)),
        ("serial_numbers", DistinctTexts),
        ("skus", DistinctTexts),
        ("x_generic_uris", new CsafArrayShape(
            new CsafObjectShape("namespace uri", ("namespace", UriText), ("uri", UriText)), isDistinct: true)))
    {
        MembersMin = 1,
    };

    private static readonly CsafObjectShape Product = new(
        "name product_id", ("name", Text), ("product_id", Text), ("product_identification_helper", Helper), ("x_extensions", Extensions));

    private static readonly CsafObjectShape Distribution = new(
        "tlp",
        ("sharing_group", new CsafObjectShape(
            "id",
            ("id", Pattern("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12}", "a random UUID (version 4) in lower case, or one of all zeros or all f")),
            ("name", Text))),
        ("text", Text),
        ("tlp", new CsafObjectShape("label", ("label", new CsafWordShape("AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED")), ("url", UriText))));

    private static readonly CsafObjectShape Document = new(
        "category csaf_version distribution publisher title tracking",
        ("acknowledgments", Acknowledgments),
        ("aggregate_severity", AggregateSeverity),
        ("category", CategoryText),
        ("csaf_version", new CsafWordShape("2.1")),
        ("distribution", Distribution),
        ("lang", LanguageText),
        ("license_expression", Text),
        ("notes", Notes),
        ("publisher", new CsafObjectShape(
            "category name namespace",
            ("category", new CsafWordShape("coordinator", "discoverer", "multiplier", "other", "translator", "user", "vendor")),
            ("contact_details", Text),
            ("issuing_authority", Text),
            ("name", Text),
            ("namespace", UriText))),
        ("references", References),
        ("source_lang", LanguageText),
        ("title", Text),
        ("tracking", Tracking(Instant)),
        ("x_extensions", Extensions));

    private static readonly CsafWordShape BranchCategory = new(
        "architecture", "host_name", "language", "patch_level", "platform", "product_family", "product_name", "product_version",
        "product_version_range", "service_pack", "specification", "vendor");

    private static readonly CsafObjectShape ProductTree = new(
        "",
        ("branches", Branches(BranchCategory, Product)),
        ("full_product_names", new CsafArrayShape(Product)),
        ("product_groups", ProductGroups),
        ("product_paths", new CsafArrayShape(new CsafObjectShape(
            "beginning_product_reference full_product_name subpaths",
            ("beginning_product_reference", Text),
            ("full_product_name", Product),
            ("subpaths", new CsafArrayShape(new CsafObjectShape(
                "category next_product_reference", ("category", RelationCategory), ("next_product_reference", Text))))))))
    {
        MembersMin = 1,
    };

    private static readonly CsafChosenShape Ssvc = Under("6.1.46", new CsafObjectShape(
        "timestamp schemaVersion selections",
        ("decision_point_resources", SsvcReferences()),
        ("references", SsvcReferences()),
        ("schemaVersion", new CsafWordShape("2.0.0")),
        ("selections", new CsafArrayShape(new CsafObjectShape(
            "namespace key version values",
            ("definition", Text),
            ("key", Pattern(KeyPattern, "a key of letters, digits and underscores")),
            ("name", Text),
            ("namespace", Pattern(
                $"(x_{ReverseDomainPattern}{FragmentPattern}|[a-z][a-z0-9]([.-]?[a-z0-9]+)+({FragmentPattern})?)"
                + $"((/|/{LanguageTagPattern})((/{LanguageTagPattern}|[.]{ReverseDomainPattern}{FragmentPattern}|/?[.]{ReverseDomainPattern}({FragmentPattern})?[$]{LanguageTagPattern}|/[.]{ReverseDomainPattern}{FragmentPattern}))*)?",
                "a namespace of SSVC, such as ssvc")),
            ("values", new CsafArrayShape(new CsafObjectShape(
                "key", ("definition", Text), ("key", Pattern(KeyPattern, "a key of letters, digits and underscores")), ("name", Text)))),
            ("version", new CsafTextShape(
                utf8 => utf8.IndexOf((byte)'.') > 0 && CsafFormats.IsVersion(System.Text.Encoding.UTF8.GetString(utf8)), "a semantic version, such as 1.0.0"))))),
        ("target_ids", new CsafArrayShape(AnyText, isDistinct: true)),
        ("timestamp", Instant)));

    private static readonly CsafObjectShape Content = new(
        "",
        ("cvss_v2", CvssShapes.V2),
        ("cvss_v3", CvssShapes.V3),
        ("cvss_v4", CvssShapes.V4),
        ("epss", new CsafObjectShape(
            "percentile probability timestamp", ("percentile", ProbabilityText), ("probability", ProbabilityText), ("timestamp", Instant))),
        ("qualitative_severity_rating", new CsafWordShape("critical", "high", "low", "medium", "none")),
        ("ssvc_v2", Ssvc),
        ("x_extensions", Extensions))
    {
        MembersMin = 1,
    };

    private static readonly CsafObjectShape Vulnerability = new(
        "",
        ("acknowledgments", Acknowledgments),
        ("cve", CveText),
        ("cwes", new CsafArrayShape(
            new CsafObjectShape(
                "id name version",
                ("id", CweText),
                ("name", CategoryText),
                ("version", Pattern(@"[1-9][0-9]*\.([0-9]|[1-9][0-9]+)(\.[0-9]+)?", "a version of CWE, such as 4.13"))),
            isDistinct: true)),
        ("disclosure_date", Instant),
        ("discovery_date", Instant),
        ("first_known_exploitation_dates", new CsafArrayShape(
            new CsafObjectShape(
                "date exploitation_date", ("date", Instant), ("exploitation_date", Instant), ("group_ids", DistinctTexts), ("product_ids", DistinctTexts))
            {
                MembersMin = 3,
            },
            isDistinct: true)),
        ("flags", Flags(Instant)),
        ("ids", new CsafArrayShape(
            new CsafObjectShape("system_name text", ("group_ids", DistinctTexts), ("product_ids", DistinctTexts), ("system_name", Text), ("text", Text)),
            isDistinct: true)),
        ("involvements", new CsafArrayShape(
            new CsafObjectShape(
                "party status",
                ("contact", Text),
                ("date", Instant),
                ("group_ids", DistinctTexts),
                ("party", InvolvementParty),
                ("product_ids", DistinctTexts),
                ("status", InvolvementStatus),
                ("summary", Text)),
            isDistinct: true)),
        ("metrics", new CsafArrayShape(
            new CsafObjectShape("content products", ("content", Content), ("products", DistinctTexts), ("source", UriText)),
            isDistinct: true)),
        ("notes", Notes),
        ("product_status", new CsafObjectShape(
            "",
            ("first_affected", DistinctTexts),
            ("first_fixed", DistinctTexts),
            ("fixed", DistinctTexts),
            ("known_affected", DistinctTexts),
            ("known_not_affected", DistinctTexts),
            ("last_affected", DistinctTexts),
            ("recommended", DistinctTexts),
            ("under_investigation", DistinctTexts),
            ("unknown", DistinctTexts))
        {
            MembersMin = 1,
        }),
        ("references", References),
        ("remediations", new CsafArrayShape(new CsafObjectShape(
            "category details",
            ("category", new CsafWordShape("fix_planned", "mitigation", "no_fix_planned", "none_available", "optional_patch", "vendor_fix", "workaround")),
            ("date", Instant),
            ("details", Text),
            ("entitlements", Texts),
            ("group_ids", DistinctTexts),
            ("product_ids", DistinctTexts),
            ("restart_required", RestartRequired),
            ("url", UriText)))),
        ("threats", Threats(Instant)),
        ("title", Text),
        ("x_extensions", Extensions))
    {
        MembersMin = 1,
    };

    public static CsafValueShape Root { get; } = new CsafObjectShape(
        "$schema document",
        ("$schema", new CsafWordShape("https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json")),
        ("document", Document),
        ("product_tree", ProductTree),
        ("vulnerabilities", new CsafArrayShape(Vulnerability)),
        ("x_extensions", Extensions));

    private static CsafChosenShape Under(string test, CsafValueShape shape) => new(test, _ => shape);

    private static CsafArrayShape SsvcReferences() => new(new CsafObjectShape("uri summary", ("summary", AnyText), ("uri", UriText)));
}
