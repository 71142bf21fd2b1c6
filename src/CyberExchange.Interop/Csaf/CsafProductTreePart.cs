namespace CyberExchange.Interop.Csaf;

/// <summary>Reads `/product_tree`.</summary>
internal static class CsafProductTreePart
{
    private static readonly CsafShape TreeShape = new(
        required: [], optional: ["branches", "full_product_names", "product_groups", "relationships"], membersMin: 1);
    private static readonly CsafShape BranchShape = new(
        required: ["category", "name"], optional: ["branches", "product"], membersMin: 3, membersMax: 3);
    private static readonly CsafShape ProductShape = new(required: ["name", "product_id"], optional: ["product_identification_helper"]);
    private static readonly CsafShape GroupShape = new(required: ["group_id", "product_ids"], optional: ["summary"]);
    private static readonly CsafShape RelationshipShape = new(
        required: ["category", "full_product_name", "product_reference", "relates_to_product_reference"], optional: []);

    private static readonly CsafWords BranchCategories = new(
        "architecture", "host_name", "language", "legacy", "patch_level", "product_family", "product_name", "product_version",
        "product_version_range", "service_pack", "specification", "vendor");
    private static readonly CsafWords RelationshipCategories = new(
        "default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of");

    public static void ProductTree(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(TreeShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "branches":
                    Branches(ref json, summary, CsafBranches.None);
                    break;
                case "full_product_names":
                    FullProductNames(ref json, summary);
                    break;
                case "product_groups":
                    ProductGroups(ref json);
                    break;
                case "relationships":
                    Relationships(ref json, summary);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Branches(ref CsafJson json, CsafSummary summary, int parent)
    {
        if (!json.BeginArray(1, out var items))
        {
            return;
        }

        while (json.NextItem(ref items))
        {
            Branch(ref json, summary, parent);
        }
    }

    private static void Branch(ref CsafJson json, CsafSummary summary, int parent)
    {
        if (!json.BeginObject(BranchShape, out var at))
        {
            return;
        }

        if (summary.Branches.Count == CsafLimits.BranchesMax)
        {
            json.Stop(CsafProblemKind.Count, $"One document may have {CsafLimits.BranchesMax} branches; this one has more.");
            return;
        }

        var branch = summary.Branches.Add(parent);
        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "branches":
                    Branches(ref json, summary, branch);
                    break;
                case "category":
                    summary.Branches.SetCategory(branch, CsafValues.Word(ref json, BranchCategories));
                    break;
                case "name":
                    summary.Branches.SetName(branch, CsafValues.Text(ref json));
                    break;
                case "product":
                    FullProductName(ref json, summary, branch);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void FullProductNames(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginArray(1, out var items))
        {
            return;
        }

        while (json.NextItem(ref items))
        {
            FullProductName(ref json, summary, CsafBranches.None);
        }
    }

    private static void FullProductName(ref CsafJson json, CsafSummary summary, int branch)
    {
        if (!json.BeginObject(ProductShape, out var at))
        {
            return;
        }

        if (summary.ProductCount == CsafLimits.ProductsMax)
        {
            json.Stop(CsafProblemKind.Count, $"One document may have {CsafLimits.ProductsMax} products; this one has more.");
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "name":
                    summary.AddProduct(branch, CsafValues.Text(ref json));
                    break;
                case "product_id":
                    CsafValues.PassText(ref json);
                    break;
                case "product_identification_helper":
                    CsafProductHelperPart.Helper(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void ProductGroups(ref CsafJson json) => json.EachItem(1, ProductGroup);

    private static void ProductGroup(ref CsafJson json)
    {
        if (!json.BeginObject(GroupShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "group_id" or "summary":
                    CsafValues.PassText(ref json);
                    break;
                case "product_ids":
                    CsafSharedParts.DistinctTexts(ref json, itemsMin: 2);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Relationships(ref CsafJson json, CsafSummary summary) => json.EachItem(1, summary, Relationship);

    private static void Relationship(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(RelationshipShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "category":
                    CsafValues.Word(ref json, RelationshipCategories);
                    break;
                case "full_product_name":
                    FullProductName(ref json, summary, CsafBranches.None);
                    break;
                case "product_reference" or "relates_to_product_reference":
                    CsafValues.PassText(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }
}
