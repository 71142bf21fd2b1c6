namespace CyberExchange.Interop.Csaf;

/// <summary>The parts that stand in several places of a document: the schema's `_t` definitions.</summary>
internal static class CsafSharedParts
{
    private static readonly CsafShape AcknowledgmentShape = new(required: [], optional: ["names", "organization", "summary", "urls"], membersMin: 1);
    private static readonly CsafShape NoteShape = new(required: ["category", "text"], optional: ["audience", "title"]);
    private static readonly CsafShape ReferenceShape = new(required: ["summary", "url"], optional: ["category"]);

    private static readonly CsafWords NoteCategories = new("description", "details", "faq", "general", "legal_disclaimer", "other", "summary");
    private static readonly CsafWords ReferenceCategories = new("external", "self");

    public static void Acknowledgments(ref CsafJson json) => json.EachItem(1, Acknowledgment);

    /// <summary>Notes; those of the document as a whole are offered for display.</summary>
    public static void Notes(ref CsafJson json, CsafSummary? display)
    {
        if (!json.BeginArray(1, out var items))
        {
            return;
        }

        while (json.NextItem(ref items))
        {
            Note(ref json, display);
        }
    }

    public static void References(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginArray(1, out var items))
        {
            return;
        }

        while (json.NextItem(ref items))
        {
            Reference(ref json);
            summary.ReferenceCount++;
        }
    }

    public static void Texts(ref CsafJson json) => json.EachItem(1, CsafValues.PassText);

    public static void Uris(ref CsafJson json) => json.EachItem(1, CsafValues.PassUri);

    /// <summary>Texts of which each may stand here once, such as ids of products or groups.</summary>
    public static void DistinctTexts(ref CsafJson json, int itemsMin = 1)
    {
        if (!json.BeginArray(itemsMin, out var items))
        {
            return;
        }

        json.DistinctTexts.BeginArray();
        while (json.NextItem(ref items))
        {
            if (json.TryText(out var utf8) && !json.DistinctTexts.Add(utf8))
            {
                json.Report(CsafProblemKind.Unique, $"{CsafValues.Quote(utf8)} stands in this array twice; list it once.");
            }
        }
    }

    private static void Acknowledgment(ref CsafJson json)
    {
        if (!json.BeginObject(AcknowledgmentShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "names":
                    Texts(ref json);
                    break;
                case "organization" or "summary":
                    CsafValues.PassText(ref json);
                    break;
                case "urls":
                    Uris(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Note(ref CsafJson json, CsafSummary? display)
    {
        if (!json.BeginObject(NoteShape, out var at))
        {
            return;
        }

        string? category = null, title = null, text = null;
        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "category":
                    category = CsafValues.Word(ref json, NoteCategories);
                    break;
                case "text" when display is not null:
                    text = CsafValues.Text(ref json);
                    break;
                case "title" when display is not null:
                    title = CsafValues.Text(ref json);
                    break;
                case "text" or "title" or "audience":
                    CsafValues.PassText(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }

        if (category is "summary" or "description" && text is not null)
        {
            display?.AddNote(category, title, text);
        }
    }

    private static void Reference(ref CsafJson json)
    {
        if (!json.BeginObject(ReferenceShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "category":
                    CsafValues.Word(ref json, ReferenceCategories);
                    break;
                case "summary":
                    CsafValues.PassText(ref json);
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
}
