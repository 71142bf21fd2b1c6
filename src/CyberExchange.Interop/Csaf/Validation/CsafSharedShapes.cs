using static CyberExchange.Interop.Csaf.Validation.CsafFormatShapes;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The parts of a document that both versions of CSAF write alike.</summary>
internal static class CsafSharedShapes
{
    public static CsafArrayShape Texts { get; } = new(Text);

    public static CsafArrayShape DistinctTexts { get; } = new(Text, isDistinct: true);

    public static CsafArrayShape Uris { get; } = new(UriText);

    public static CsafArrayShape Acknowledgments { get; } = new(new CsafObjectShape(
        "",
        ("names", Texts),
        ("organization", Text),
        ("summary", Text),
        ("urls", Uris))
    {
        MembersMin = 1,
    });

    public static CsafWordShape NoteCategory { get; } = new("description", "details", "faq", "general", "legal_disclaimer", "other", "summary");

    public static CsafArrayShape References { get; } = new(new CsafObjectShape(
        "summary url",
        ("category", new CsafWordShape("external", "self")),
        ("summary", Text),
        ("url", UriText)));

    public static CsafObjectShape AggregateSeverity { get; } = new("text", ("namespace", UriText), ("text", Text));

    public static CsafArrayShape ProductGroups { get; } = new(new CsafObjectShape(
        "group_id product_ids",
        ("group_id", Text),
        ("product_ids", new CsafArrayShape(Text, itemsMin: 2, isDistinct: true)),
        ("summary", Text)));

    public static CsafWordShape RelationCategory { get; } = new(
        "default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of");

    public static CsafWordShape InvolvementParty { get; } = new("coordinator", "discoverer", "other", "user", "vendor");

    public static CsafWordShape InvolvementStatus { get; } = new("completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open");

    public static CsafObjectShape RestartRequired { get; } = new(
        "category",
        ("category", new CsafWordShape("connected", "dependencies", "machine", "none", "parent", "service", "system", "vulnerable_component", "zone")),
        ("details", Text));

    /// <param name="date">How the version writes a date.</param>
    public static CsafObjectShape Tracking(CsafValueShape date) => new(
        "current_release_date id initial_release_date revision_history status version",
        ("aliases", DistinctTexts),
        ("current_release_date", date),
        ("generator", new CsafObjectShape("engine", ("date", date), ("engine", new CsafObjectShape("name", ("name", Text), ("version", Text))))),
        ("id", TrackingIdText),
        ("initial_release_date", date),
        ("revision_history", new CsafArrayShape(new CsafObjectShape(
            "date number summary", ("date", date), ("legacy_version", Text), ("number", VersionText), ("summary", Text)))),
        ("status", new CsafWordShape("draft", "final", "interim")),
        ("version", VersionText));

    /// <param name="date">How the version writes a date.</param>
    public static CsafArrayShape Flags(CsafValueShape date) => new(
        new CsafObjectShape(
            "label",
            ("date", date),
            ("group_ids", DistinctTexts),
            ("label", new CsafWordShape(
                "component_not_present", "inline_mitigations_already_exist", "vulnerable_code_cannot_be_controlled_by_adversary",
                "vulnerable_code_not_in_execute_path", "vulnerable_code_not_present")),
            ("product_ids", DistinctTexts)),
        isDistinct: true);

    /// <param name="date">How the version writes a date.</param>
    public static CsafArrayShape Threats(CsafValueShape date) => new(new CsafObjectShape(
        "category details",
        ("category", new CsafWordShape("exploit_status", "impact", "target_set")),
        ("date", date),
        ("details", Text),
        ("group_ids", DistinctTexts),
        ("product_ids", DistinctTexts)));

    /// <param name="category">The categories of branches that the version knows.</param>
    /// <param name="product">A full product name of the version.</param>
    public static CsafArrayShape Branches(CsafWordShape category, CsafObjectShape product)
    {
        var branch = new CsafObjectShape(
            "category name",
            ("branches", Text),
            ("category", category),
            ("name", Text),
            ("product", product))
        {
            MembersMin = 3,
            MembersMax = 3,
        };
        var branches = new CsafArrayShape(branch);
        branch.Complete("branches", branches);
        return branches;
    }
}
