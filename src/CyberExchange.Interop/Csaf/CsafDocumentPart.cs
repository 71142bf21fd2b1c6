namespace CyberExchange.Interop.Csaf;

/// <summary>Reads the root and `/document`.</summary>
internal static class CsafDocumentPart
{
    private static readonly CsafShape RootShape = new(required: ["document"], optional: ["product_tree", "vulnerabilities"]);
    private static readonly CsafShape DocumentShape = new(
        required: ["category", "csaf_version", "publisher", "title", "tracking"],
        optional: ["acknowledgments", "aggregate_severity", "distribution", "lang", "notes", "references", "source_lang"]);
    private static readonly CsafShape SeverityShape = new(required: ["text"], optional: ["namespace"]);
    private static readonly CsafShape DistributionShape = new(required: [], optional: ["text", "tlp"], membersMin: 1);
    private static readonly CsafShape TlpShape = new(required: ["label"], optional: ["url"]);
    private static readonly CsafShape PublisherShape = new(
        required: ["category", "name", "namespace"], optional: ["contact_details", "issuing_authority"]);

    private static readonly CsafWords TlpLabels = new("AMBER", "GREEN", "RED", "WHITE");
    private static readonly CsafWords PublisherCategories = new("coordinator", "discoverer", "other", "translator", "user", "vendor");

    public static void Root(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(RootShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "document":
                    Document(ref json, summary);
                    break;
                case "product_tree":
                    CsafProductTreePart.ProductTree(ref json, summary);
                    break;
                case "vulnerabilities":
                    CsafVulnerabilityPart.Vulnerabilities(ref json, summary);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Document(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(DocumentShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "acknowledgments":
                    CsafSharedParts.Acknowledgments(ref json);
                    break;
                case "aggregate_severity":
                    AggregateSeverity(ref json, summary);
                    break;
                case "category":
                    summary.Category = CsafValues.Category(ref json);
                    break;
                case "csaf_version":
                    CsafVersion(ref json, summary);
                    break;
                case "distribution":
                    Distribution(ref json, summary);
                    break;
                case "lang":
                    summary.Lang = CsafValues.Language(ref json);
                    break;
                case "notes":
                    CsafSharedParts.Notes(ref json, display: summary);
                    break;
                case "publisher":
                    Publisher(ref json, summary);
                    break;
                case "references":
                    CsafSharedParts.References(ref json, summary);
                    break;
                case "source_lang":
                    CsafValues.Language(ref json);
                    break;
                case "title":
                    summary.Title = CsafValues.Text(ref json);
                    break;
                case "tracking":
                    CsafTrackingPart.Tracking(ref json, summary);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    /// <summary>Another version has another structure, so that its other problems would only mislead.</summary>
    private static void CsafVersion(ref CsafJson json, CsafSummary summary)
    {
        if (!json.TryText(out var utf8))
        {
            return;
        }

        if (utf8.SequenceEqual("2.0"u8))
        {
            summary.CsafVersion = "2.0";
            return;
        }

        json.StopForThisAlone(CsafProblemKind.UnknownVersion, $"CSAF 2.0 is read here; this document says that it follows {CsafValues.Quote(utf8)}.");
    }

    private static void AggregateSeverity(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(SeverityShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "text":
                    summary.AggregateSeverity = CsafValues.Text(ref json);
                    break;
                case "namespace":
                    CsafValues.PassUri(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Distribution(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(DistributionShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "text":
                    CsafValues.PassText(ref json);
                    break;
                case "tlp":
                    Tlp(ref json, summary);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Tlp(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(TlpShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "label":
                    summary.TlpLabel = CsafValues.Word(ref json, TlpLabels);
                    break;
                case "url":
                    summary.TlpUrl = CsafValues.Uri(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Publisher(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(PublisherShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "category":
                    summary.PublisherCategory = CsafValues.Word(ref json, PublisherCategories);
                    break;
                case "name":
                    summary.PublisherName = CsafValues.Text(ref json);
                    break;
                case "namespace":
                    summary.PublisherNamespace = CsafValues.Uri(ref json);
                    break;
                case "contact_details" or "issuing_authority":
                    CsafValues.PassText(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }
}
