using static CyberExchange.Interop.Csaf.Validation.CsafFormatShapes;

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

    private static readonly CsafArrayShape Texts = new(Text);
    private static readonly CsafArrayShape DistinctTexts = new(Text, isDistinct: true);
    private static readonly CsafArrayShape Uris = new(UriText);
    private static readonly CsafTextShape ProbabilityText = Pattern(@"0\.[0-9]+|1\.0+", "a probability with decimals, such as 0.0831");

    private static readonly CsafArrayShape Extensions = new(
        Under("6.1.60.1", new CsafObjectShape(
            "$schema category critical content",
            ("$schema", new CsafTextShape(CsafExtensions.IsSchemaUrl, "the address of an extension schema: https, and a file name that ends in its version, such as headquarters_1.0.0.json")),
            ("category", new CsafWordShape("essential", "significant", "supplementary")),
            ("content", new CsafObjectShape("") { MembersMin = 1, IsOpen = true }),
            ("critical", new CsafTruthShape()))
        {
            IsClosed = true,
        }),
        isDistinct: true);

    private static readonly CsafArrayShape Acknowledgments = new(new CsafObjectShape(
        "",
        ("names", Texts),
        ("organization", Text),
        ("summary", Text),
        ("urls", Uris))
    {
        MembersMin = 1,
        IsClosed = true,
    });

    private static readonly CsafArrayShape Notes = new(new CsafObjectShape(
        "category text",
        ("audience", Text),
        ("category", new CsafWordShape("description", "details", "faq", "general", "legal_disclaimer", "other", "summary")),
        ("group_ids", DistinctTexts),
        ("product_ids", DistinctTexts),
        ("text", Text),
        ("title", Text))
    {
        IsClosed = true,
    });

    private static readonly CsafArrayShape References = new(new CsafObjectShape(
        "summary url",
        ("category", new CsafWordShape("external", "self")),
        ("summary", Text),
        ("url", UriText))
    {
        IsClosed = true,
    });

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
                        ("value", Pattern("[0-9a-f]{32,}", "a hash of at least 32 hexadecimal digits in lower case")))
                    {
                        IsClosed = true,
                    },
                    isDistinct: true)),
                ("filename", Text))
            {
                IsClosed = true,
            },
            isDistinct: true)),
        ("model_numbers", DistinctTexts),
        ("purls", new CsafArrayShape(
            new CsafTextShape(CsafFormats.IsCanonicalPurl, "a package URL that starts with pkg: and a type in lower case, such as pkg:nuget/Maker.Library@1.0.0"), isDistinct: true)),
        ("sbom_urls", new CsafArrayShape(UriText, isDistinct: true)),
        ("serial_numbers", DistinctTexts),
        ("skus", DistinctTexts),
        ("x_generic_uris", new CsafArrayShape(
            new CsafObjectShape("namespace uri", ("namespace", UriText), ("uri", UriText)) { IsClosed = true }, isDistinct: true)))
    {
        MembersMin = 1,
        IsClosed = true,
    };

    private static readonly CsafObjectShape Product = new(
        "name product_id", ("name", Text), ("product_id", Text), ("product_identification_helper", Helper), ("x_extensions", Extensions))
    {
        IsClosed = true,
    };

    private static readonly CsafObjectShape Tracking = new(
        "current_release_date id initial_release_date revision_history status version",
        ("aliases", DistinctTexts),
        ("current_release_date", Instant),
        ("generator", new CsafObjectShape(
            "engine", ("date", Instant), ("engine", new CsafObjectShape("name", ("name", Text), ("version", Text)) { IsClosed = true }))
        {
            IsClosed = true,
        }),
        ("id", TrackingIdText),
        ("initial_release_date", Instant),
        ("revision_history", new CsafArrayShape(new CsafObjectShape(
            "date number summary", ("date", Instant), ("legacy_version", Text), ("number", VersionText), ("summary", Text))
        {
            IsClosed = true,
        })),
        ("status", new CsafWordShape("draft", "final", "interim")),
        ("version", VersionText))
    {
        IsClosed = true,
    };

    private static readonly CsafObjectShape Distribution = new(
        "tlp",
        ("sharing_group", new CsafObjectShape(
            "id",
            ("id", Pattern("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12}", "a random UUID (version 4) in lower case, or one of all zeros or all f")),
            ("name", Text))
        {
            IsClosed = true,
        }),
        ("text", Text),
        ("tlp", new CsafObjectShape("label", ("label", new CsafWordShape("AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED")), ("url", UriText))
        {
            IsClosed = true,
        }))
    {
        IsClosed = true,
    };

    private static readonly CsafObjectShape Document = new(
        "category csaf_version distribution publisher title tracking",
        ("acknowledgments", Acknowledgments),
        ("aggregate_severity", new CsafObjectShape("text", ("namespace", UriText), ("text", Text)) { IsClosed = true }),
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
            ("namespace", UriText))
        {
            IsClosed = true,
        }),
        ("references", References),
        ("source_lang", LanguageText),
        ("title", Text),
        ("tracking", Tracking),
        ("x_extensions", Extensions))
    {
        IsClosed = true,
    };

    private static readonly CsafWordShape RelationCategory = new(
        "default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of");

    private static readonly CsafObjectShape ProductTree = new(
        "",
        ("branches", Branches()),
        ("full_product_names", new CsafArrayShape(Product)),
        ("product_groups", new CsafArrayShape(new CsafObjectShape(
            "group_id product_ids",
            ("group_id", Text),
            ("product_ids", new CsafArrayShape(Text, itemsMin: 2, isDistinct: true)),
            ("summary", Text))
        {
            IsClosed = true,
        })),
        ("product_paths", new CsafArrayShape(new CsafObjectShape(
            "beginning_product_reference full_product_name subpaths",
            ("beginning_product_reference", Text),
            ("full_product_name", Product),
            ("subpaths", new CsafArrayShape(new CsafObjectShape(
                "category next_product_reference", ("category", RelationCategory), ("next_product_reference", Text))
            {
                IsClosed = true,
            })))
        {
            IsClosed = true,
        })))
    {
        MembersMin = 1,
        IsClosed = true,
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
                "key", ("definition", Text), ("key", Pattern(KeyPattern, "a key of letters, digits and underscores")), ("name", Text))
            {
                IsClosed = true,
            })),
            ("version", new CsafTextShape(
                utf8 => utf8.IndexOf((byte)'.') > 0 && CsafFormats.IsVersion(System.Text.Encoding.UTF8.GetString(utf8)), "a semantic version, such as 1.0.0")))
        {
            IsClosed = true,
        })),
        ("target_ids", new CsafArrayShape(AnyText, isDistinct: true)),
        ("timestamp", Instant))
    {
        IsClosed = true,
    });

    private static readonly CsafObjectShape Content = new(
        "",
        ("cvss_v2", CvssShapes.V2),
        ("cvss_v3", CvssShapes.V3),
        ("cvss_v4", CvssShapes.V4),
        ("epss", new CsafObjectShape(
            "percentile probability timestamp", ("percentile", ProbabilityText), ("probability", ProbabilityText), ("timestamp", Instant))
        {
            IsClosed = true,
        }),
        ("qualitative_severity_rating", new CsafWordShape("critical", "high", "low", "medium", "none")),
        ("ssvc_v2", Ssvc),
        ("x_extensions", Extensions))
    {
        MembersMin = 1,
        IsClosed = true,
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
                ("version", Pattern(@"[1-9][0-9]*\.([0-9]|[1-9][0-9]+)(\.[0-9]+)?", "a version of CWE, such as 4.13")))
            {
                IsClosed = true,
            },
            isDistinct: true)),
        ("disclosure_date", Instant),
        ("discovery_date", Instant),
        ("first_known_exploitation_dates", new CsafArrayShape(
            new CsafObjectShape(
                "date exploitation_date", ("date", Instant), ("exploitation_date", Instant), ("group_ids", DistinctTexts), ("product_ids", DistinctTexts))
            {
                MembersMin = 3,
                IsClosed = true,
            },
            isDistinct: true)),
        ("flags", new CsafArrayShape(
            new CsafObjectShape(
                "label",
                ("date", Instant),
                ("group_ids", DistinctTexts),
                ("label", new CsafWordShape(
                    "component_not_present", "inline_mitigations_already_exist", "vulnerable_code_cannot_be_controlled_by_adversary",
                    "vulnerable_code_not_in_execute_path", "vulnerable_code_not_present")),
                ("product_ids", DistinctTexts))
            {
                IsClosed = true,
            },
            isDistinct: true)),
        ("ids", new CsafArrayShape(
            new CsafObjectShape("system_name text", ("group_ids", DistinctTexts), ("product_ids", DistinctTexts), ("system_name", Text), ("text", Text))
            {
                IsClosed = true,
            },
            isDistinct: true)),
        ("involvements", new CsafArrayShape(
            new CsafObjectShape(
                "party status",
                ("contact", Text),
                ("date", Instant),
                ("group_ids", DistinctTexts),
                ("party", new CsafWordShape("coordinator", "discoverer", "other", "user", "vendor")),
                ("product_ids", DistinctTexts),
                ("status", new CsafWordShape("completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open")),
                ("summary", Text))
            {
                IsClosed = true,
            },
            isDistinct: true)),
        ("metrics", new CsafArrayShape(
            new CsafObjectShape("content products", ("content", Content), ("products", DistinctTexts), ("source", UriText)) { IsClosed = true },
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
            IsClosed = true,
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
            ("restart_required", new CsafObjectShape(
                "category",
                ("category", new CsafWordShape(
                    "connected", "dependencies", "machine", "none", "parent", "service", "system", "vulnerable_component", "zone")),
                ("details", Text))
            {
                IsClosed = true,
            }),
            ("url", UriText))
        {
            IsClosed = true,
        })),
        ("threats", new CsafArrayShape(new CsafObjectShape(
            "category details",
            ("category", new CsafWordShape("exploit_status", "impact", "target_set")),
            ("date", Instant),
            ("details", Text),
            ("group_ids", DistinctTexts),
            ("product_ids", DistinctTexts))
        {
            IsClosed = true,
        })),
        ("title", Text),
        ("x_extensions", Extensions))
    {
        MembersMin = 1,
        IsClosed = true,
    };

    public static CsafValueShape Root { get; } = new CsafObjectShape(
        "$schema document",
        ("$schema", new CsafWordShape("https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json")),
        ("document", Document),
        ("product_tree", ProductTree),
        ("vulnerabilities", new CsafArrayShape(Vulnerability)),
        ("x_extensions", Extensions))
    {
        IsClosed = true,
    };

    private static CsafChosenShape Under(string test, CsafValueShape shape) => new(test, _ => shape);

    private static CsafArrayShape SsvcReferences() => new(new CsafObjectShape("uri summary", ("summary", AnyText), ("uri", UriText)) { IsClosed = true });

    private static CsafArrayShape Branches()
    {
        var branch = new CsafObjectShape(
            "category name",
            ("branches", Text),
            ("category", new CsafWordShape(
                "architecture", "host_name", "language", "patch_level", "platform", "product_family", "product_name", "product_version",
                "product_version_range", "service_pack", "specification", "vendor")),
            ("name", Text),
            ("product", Product))
        {
            MembersMin = 3,
            MembersMax = 3,
            IsClosed = true,
        };
        var branches = new CsafArrayShape(branch);
        branch.Complete("branches", branches);
        return branches;
    }
}
