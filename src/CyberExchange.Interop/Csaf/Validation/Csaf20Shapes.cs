using static CyberExchange.Interop.Csaf.Validation.CsafFormatShapes;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The JSON schema of CSAF 2.0 (OASIS Standard, csaf_json_schema.json), part by part.</summary>
internal static class Csaf20Shapes
{
    private static readonly CsafArrayShape Texts = new(Text);
    private static readonly CsafArrayShape DistinctTexts = new(Text, isDistinct: true);
    private static readonly CsafArrayShape Uris = new(UriText);

    private static readonly CsafArrayShape Acknowledgments = new(new CsafObjectShape(
        "",
        ("names", Texts),
        ("organization", Text),
        ("summary", Text),
        ("urls", Uris))
    {
        MembersMin = 1,
    });

    private static readonly CsafArrayShape Notes = new(new CsafObjectShape(
        "category text",
        ("audience", Text),
        ("category", new CsafWordShape("description", "details", "faq", "general", "legal_disclaimer", "other", "summary")),
        ("text", Text),
        ("title", Text)));

    private static readonly CsafArrayShape References = new(new CsafObjectShape(
        "summary url",
        ("category", new CsafWordShape("external", "self")),
        ("summary", Text),
        ("url", UriText)));

    private static readonly CsafObjectShape Helper = new(
        "",
        ("cpe", CpeText),
        ("hashes", new CsafArrayShape(new CsafObjectShape(
            "file_hashes filename",
            ("file_hashes", new CsafArrayShape(new CsafObjectShape("algorithm value", ("algorithm", Text), ("value", HashText)))),
            ("filename", Text)))),
        ("model_numbers", DistinctTexts),
        ("purl", PurlText),
        ("sbom_urls", Uris),
        ("serial_numbers", DistinctTexts),
        ("skus", Texts),
        ("x_generic_uris", new CsafArrayShape(new CsafObjectShape("namespace uri", ("namespace", UriText), ("uri", UriText)))))
    {
        MembersMin = 1,
    };

    private static readonly CsafObjectShape Product = new(
        "name product_id", ("name", Text), ("product_id", Text), ("product_identification_helper", Helper));

    private static readonly CsafObjectShape Tracking = new(
        "current_release_date id initial_release_date revision_history status version",
        ("aliases", DistinctTexts),
        ("current_release_date", DateTimeText),
        ("generator", new CsafObjectShape(
            "engine", ("date", DateTimeText), ("engine", new CsafObjectShape("name", ("name", Text), ("version", Text))))),
        ("id", TrackingIdText),
        ("initial_release_date", DateTimeText),
        ("revision_history", new CsafArrayShape(new CsafObjectShape(
            "date number summary", ("date", DateTimeText), ("legacy_version", Text), ("number", VersionText), ("summary", Text)))),
        ("status", new CsafWordShape("draft", "final", "interim")),
        ("version", VersionText));

    private static readonly CsafObjectShape Document = new(
        "category csaf_version publisher title tracking",
        ("acknowledgments", Acknowledgments),
        ("aggregate_severity", new CsafObjectShape("text", ("namespace", UriText), ("text", Text))),
        ("category", CategoryText),
        ("csaf_version", new CsafWordShape("2.0")),
        ("distribution", new CsafObjectShape(
            "",
            ("text", Text),
            ("tlp", new CsafObjectShape("label", ("label", new CsafWordShape("AMBER", "GREEN", "RED", "WHITE")), ("url", UriText))))
        {
            MembersMin = 1,
        }),
        ("lang", LanguageText),
        ("notes", Notes),
        ("publisher", new CsafObjectShape(
            "category name namespace",
            ("category", new CsafWordShape("coordinator", "discoverer", "other", "translator", "user", "vendor")),
            ("contact_details", Text),
            ("issuing_authority", Text),
            ("name", Text),
            ("namespace", UriText))),
        ("references", References),
        ("source_lang", LanguageText),
        ("title", Text),
        ("tracking", Tracking));

    private static readonly CsafObjectShape ProductTree = new(
        "",
        ("branches", Branches()),
        ("full_product_names", new CsafArrayShape(Product)),
        ("product_groups", new CsafArrayShape(new CsafObjectShape(
            "group_id product_ids",
            ("group_id", Text),
            ("product_ids", new CsafArrayShape(Text, itemsMin: 2, isDistinct: true)),
            ("summary", Text)))),
        ("relationships", new CsafArrayShape(new CsafObjectShape(
            "category full_product_name product_reference relates_to_product_reference",
            ("category", new CsafWordShape("default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of")),
            ("full_product_name", Product),
            ("product_reference", Text),
            ("relates_to_product_reference", Text)))))
    {
        MembersMin = 1,
    };

    private static readonly CsafObjectShape Vulnerability = new(
        "",
        ("acknowledgments", Acknowledgments),
        ("cve", CveText),
        ("cwe", new CsafObjectShape("id name", ("id", CweText), ("name", Text))),
        ("discovery_date", DateTimeText),
        ("flags", new CsafArrayShape(
            new CsafObjectShape(
                "label",
                ("date", DateTimeText),
                ("group_ids", DistinctTexts),
                ("label", new CsafWordShape(
                    "component_not_present", "inline_mitigations_already_exist", "vulnerable_code_cannot_be_controlled_by_adversary",
                    "vulnerable_code_not_in_execute_path", "vulnerable_code_not_present")),
                ("product_ids", DistinctTexts)),
            isDistinct: true)),
        ("ids", new CsafArrayShape(new CsafObjectShape("system_name text", ("system_name", Text), ("text", Text)), isDistinct: true)),
        ("involvements", new CsafArrayShape(
            new CsafObjectShape(
                "party status",
                ("date", DateTimeText),
                ("party", new CsafWordShape("coordinator", "discoverer", "other", "user", "vendor")),
                ("status", new CsafWordShape("completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open")),
                ("summary", Text)),
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
            ("under_investigation", DistinctTexts))
        {
            MembersMin = 1,
        }),
        ("references", References),
        ("release_date", DateTimeText),
        ("remediations", new CsafArrayShape(new CsafObjectShape(
            "category details",
            ("category", new CsafWordShape("mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround")),
            ("date", DateTimeText),
            ("details", Text),
            ("entitlements", Texts),
            ("group_ids", DistinctTexts),
            ("product_ids", DistinctTexts),
            ("restart_required", new CsafObjectShape(
                "category",
                ("category", new CsafWordShape(
                    "connected", "dependencies", "machine", "none", "parent", "service", "system", "vulnerable_component", "zone")),
                ("details", Text))),
            ("url", UriText)))),
        ("scores", new CsafArrayShape(new CsafObjectShape("products", ("cvss_v2", CvssShapes.V2), ("cvss_v3", CvssShapes.V3), ("products", DistinctTexts))
        {
            MembersMin = 2,
        })),
        ("threats", new CsafArrayShape(new CsafObjectShape(
            "category details",
            ("category", new CsafWordShape("exploit_status", "impact", "target_set")),
            ("date", DateTimeText),
            ("details", Text),
            ("group_ids", DistinctTexts),
            ("product_ids", DistinctTexts)))),
        ("title", Text))
    {
        MembersMin = 1,
    };

    public static CsafValueShape Root { get; } = new CsafObjectShape(
        "document", ("document", Document), ("product_tree", ProductTree), ("vulnerabilities", new CsafArrayShape(Vulnerability)));

    private static CsafArrayShape Branches()
    {
        var branch = new CsafObjectShape(
            "category name",
            ("branches", Text),
            ("category", new CsafWordShape(
                "architecture", "host_name", "language", "legacy", "patch_level", "product_family", "product_name", "product_version",
                "product_version_range", "service_pack", "specification", "vendor")),
            ("name", Text),
            ("product", Product))
        {
            MembersMin = 3,
            MembersMax = 3,
        };
        var branches = new CsafArrayShape(branch);
        branch.Complete("branches", branches);
        return branches;
    }
}
