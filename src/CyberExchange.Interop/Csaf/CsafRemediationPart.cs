namespace CyberExchange.Interop.Csaf;

/// <summary>Reads the remediations and threats of a vulnerability.</summary>
internal static class CsafRemediationPart
{
    private static readonly CsafShape RemediationShape = new(
        required: ["category", "details"], optional: ["date", "entitlements", "group_ids", "product_ids", "restart_required", "url"]);
    private static readonly CsafShape RestartShape = new(required: ["category"], optional: ["details"]);
    private static readonly CsafShape ThreatShape = new(required: ["category", "details"], optional: ["date", "group_ids", "product_ids"]);

    private static readonly CsafWords RemediationCategories = new("mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround");
    private static readonly CsafWords RestartCategories = new(
        "connected", "dependencies", "machine", "none", "parent", "service", "system", "vulnerable_component", "zone");
    private static readonly CsafWords ThreatCategories = new("exploit_status", "impact", "target_set");

    public static void Remediations(ref CsafJson json) => json.EachItem(1, Remediation);

    public static void Threats(ref CsafJson json) => json.EachItem(1, Threat);

    private static void Remediation(ref CsafJson json)
    {
        if (!json.BeginObject(RemediationShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "category":
                    CsafValues.Word(ref json, RemediationCategories);
                    break;
                case "date":
                    CsafValues.DateTime(ref json);
                    break;
                case "details":
                    CsafValues.PassText(ref json);
                    break;
                case "entitlements":
                    CsafSharedParts.Texts(ref json);
                    break;
                case "group_ids" or "product_ids":
                    CsafSharedParts.DistinctTexts(ref json);
                    break;
                case "restart_required":
                    RestartRequired(ref json);
                    break;
                case "url":
                    CsafValues.PassUri(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void RestartRequired(ref CsafJson json)
    {
        if (!json.BeginObject(RestartShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "category":
                    CsafValues.Word(ref json, RestartCategories);
                    break;
                case "details":
                    CsafValues.PassText(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Threat(ref CsafJson json)
    {
        if (!json.BeginObject(ThreatShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "category":
                    CsafValues.Word(ref json, ThreatCategories);
                    break;
                case "date":
                    CsafValues.DateTime(ref json);
                    break;
                case "details":
                    CsafValues.PassText(ref json);
                    break;
                case "group_ids" or "product_ids":
                    CsafSharedParts.DistinctTexts(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }
}
