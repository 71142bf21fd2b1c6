namespace CyberExchange.Interop.Csaf;

/// <summary>Reads a `product_identification_helper`.</summary>
internal static class CsafProductHelperPart
{
    private static readonly CsafShape HelperShape = new(
        required: [], optional: ["cpe", "hashes", "model_numbers", "purl", "sbom_urls", "serial_numbers", "skus", "x_generic_uris"], membersMin: 1);
    private static readonly CsafShape HashedFileShape = new(required: ["file_hashes", "filename"], optional: []);
    private static readonly CsafShape FileHashShape = new(required: ["algorithm", "value"], optional: []);
    private static readonly CsafShape GenericUriShape = new(required: ["namespace", "uri"], optional: []);

    public static void Helper(ref CsafJson json)
    {
        if (!json.BeginObject(HelperShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "cpe":
                    CsafValues.PassCpe(ref json);
                    break;
                case "hashes":
                    HashedFiles(ref json);
                    break;
                case "model_numbers" or "serial_numbers":
                    CsafSharedParts.DistinctTexts(ref json);
                    break;
                case "purl":
                    CsafValues.PassPurl(ref json);
                    break;
                case "sbom_urls":
                    CsafSharedParts.Uris(ref json);
                    break;
                case "skus":
                    CsafSharedParts.Texts(ref json);
                    break;
                case "x_generic_uris":
                    GenericUris(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void HashedFiles(ref CsafJson json) => json.EachItem(1, HashedFile);

    private static void HashedFile(ref CsafJson json)
    {
        if (!json.BeginObject(HashedFileShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "file_hashes":
                    FileHashes(ref json);
                    break;
                case "filename":
                    CsafValues.PassText(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void FileHashes(ref CsafJson json) => json.EachItem(1, FileHash);

    private static void FileHash(ref CsafJson json)
    {
        if (!json.BeginObject(FileHashShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "algorithm":
                    CsafValues.PassText(ref json);
                    break;
                case "value":
                    CsafValues.PassHash(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void GenericUris(ref CsafJson json) => json.EachItem(1, GenericUri);

    private static void GenericUri(ref CsafJson json)
    {
        if (!json.BeginObject(GenericUriShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "namespace" or "uri":
                    CsafValues.PassUri(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }
}
