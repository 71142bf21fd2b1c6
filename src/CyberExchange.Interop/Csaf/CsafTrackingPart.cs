namespace CyberExchange.Interop.Csaf;

/// <summary>Reads `/document/tracking`.</summary>
internal static class CsafTrackingPart
{
    private static readonly CsafShape TrackingShape = new(
        required: ["current_release_date", "id", "initial_release_date", "revision_history", "status", "version"],
        optional: ["aliases", "generator"]);
    private static readonly CsafShape GeneratorShape = new(required: ["engine"], optional: ["date"]);
    private static readonly CsafShape EngineShape = new(required: ["name"], optional: ["version"]);
    private static readonly CsafShape RevisionShape = new(required: ["date", "number", "summary"], optional: ["legacy_version"]);

    private static readonly CsafWords Statuses = new("draft", "final", "interim");

    public static void Tracking(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(TrackingShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "aliases":
                    CsafSharedParts.DistinctTexts(ref json);
                    break;
                case "current_release_date":
                    summary.CurrentReleaseAt = CsafValues.DateTime(ref json);
                    break;
                case "generator":
                    Generator(ref json);
                    break;
                case "id":
                    summary.TrackingId = CsafValues.TrackingId(ref json);
                    break;
                case "initial_release_date":
                    summary.InitialReleaseAt = CsafValues.DateTime(ref json);
                    break;
                case "revision_history":
                    RevisionHistory(ref json, summary);
                    break;
                case "status":
                    summary.Status = CsafValues.Word(ref json, Statuses);
                    break;
                case "version":
                    summary.Version = CsafValues.Version(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Generator(ref CsafJson json)
    {
        if (!json.BeginObject(GeneratorShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "date":
                    CsafValues.DateTime(ref json);
                    break;
                case "engine":
                    Engine(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void Engine(ref CsafJson json)
    {
        if (!json.BeginObject(EngineShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "name" or "version":
                    CsafValues.PassText(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void RevisionHistory(ref CsafJson json, CsafSummary summary) => json.EachItem(1, summary, Revision);

    private static void Revision(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(RevisionShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "date":
                    CsafValues.DateTime(ref json);
                    break;
                case "number":
                    summary.AddRevision(CsafValues.Version(ref json));
                    break;
                case "summary" or "legacy_version":
                    CsafValues.PassText(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }
}
