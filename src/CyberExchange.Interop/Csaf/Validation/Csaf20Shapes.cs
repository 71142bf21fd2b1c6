using static CyberExchange.Interop.Csaf.Validation.CsafFormatShapes;
using static CyberExchange.Interop.Csaf.Validation.CsafSharedShapes;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The JSON schema of CSAF 2.0 (OASIS Standard, csaf_json_schema.json), part by part.</summary>
internal static class Csaf20Shapes
{
    private static readonly CsafArrayShape Notes = new(new CsafObjectShape(
        "category text",
        ("audience", Text),
        ("category", NoteCategory),
        ("text", Text),
        ("title", Text)));

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

    private static readonly CsafObjectShape Document = new(
        "category csaf_version publisher title tracking",
        ("acknowledgments", Acknowledgments),
        ("aggregate_severity", AggregateSeverity),
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
        ("tracking", Tracking(DateTimeText)));

    private static readonly CsafWordShape BranchCategory = new(
        "architecture", "host_name", "language", "legacy", "patch_level", "product_family", "product_name", "product_version",
        "product_version_range", "service_pack", "specification", "vendor");

    private static readonly CsafObjectShape ProductTree = new(
        "",
        ("branches", Branches(BranchCategory, Product)),
        ("full_product_names", new CsafArrayShape(Product)),
        ("product_groups", ProductGroups),
        ("relationships", new CsafArrayShape(new CsafObjectShape(
            "category full_product_name product_reference relates_to_product_reference",
            ("category", RelationCategory),
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
        ("flags", Flags(DateTimeText)),
        ("ids", new CsafArrayShape(new CsafObjectShape("system_name text", ("system_name", Text), ("text", Text)), isDistinct: true)),
        ("involvements", new CsafArrayShape(
            new CsafObjectShape(
                "party status",
                ("date", DateTimeText),
                ("party", InvolvementParty),
                ("status", InvolvementStatus),
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
            ("restart_required", RestartRequired),
            ("url", UriText)))),
        ("scores", new CsafArrayShape(new CsafObjectShape("products", ("cvss_v2", CvssShapes.V2), ("cvss_v3", CvssShapes.V3), ("products", DistinctTexts))
        {
            MembersMin = 2,
        })),
        ("threats", Threats(DateTimeText)),
        ("title", Text))
    {
        MembersMin = 1,
    };

    public static CsafValueShape Root { get; } = new CsafObjectShape(
        "document", ("document", Document), ("product_tree", ProductTree), ("vulnerabilities", new CsafArrayShape(Vulnerability)));
}
