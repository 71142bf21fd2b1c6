namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>The lists of CSAF documents, and by what an entry is known again.</summary>
internal static class Lists
{
    public static readonly ListKind Revisions = new("revision", "revision", "number", ["number"]);
    public static readonly ListKind Aliases = new("alias", "alias", "");
    public static readonly ListKind Notes = new("note", "note", "title", ["category", "title"], ["title"], ["category"]);
    public static readonly ListKind References = new("reference", "reference", "url", ["url"], ["summary"]);
    public static readonly ListKind Acknowledgments = new("acknowledgment", "acknowledgment", "organization", ["organization"]);
    public static readonly ListKind ProductGroups = new("product-group", "product group", "group_id", ["group_id"]);

    public static readonly ListKind Relationships =
        new("relationship", "relationship", "category", ["full_product_name"], ["product_reference", "relates_to_product_reference"]);

    public static readonly ListKind ProductPaths = new("product-path", "product path", "", ["full_product_name"]);
    public static readonly ListKind Identifiers = new("identifier", "identifier", "text", ["system_name", "text"], ["system_name"]);
    public static readonly ListKind Weaknesses = new("weakness", "weakness", "id", ["id"]);
    public static readonly ListKind Remediations = new("remediation", "remediation", "details", ["category", "details"], ["category", "url"], ["category"]);
    public static readonly ListKind Threats = new("threat", "threat statement", "category", ["category", "details"], ["category"]);
    public static readonly ListKind Flags = new("flag", "justification", "label", ["label"]);
    public static readonly ListKind Involvements = new("involvement", "involvement of the", "party", ["party", "status"], ["party"]);
    public static readonly ListKind Exploitations = new("exploitation-date", "first known exploitation", "date", ["date"], ["exploitation_date"]);
}
