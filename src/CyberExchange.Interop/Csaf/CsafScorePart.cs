using System.Globalization;

namespace CyberExchange.Interop.Csaf;

/// <summary>Reads the scores of a vulnerability.</summary>
internal static class CsafScorePart
{
    private static readonly CsafShape ScoreShape = new(required: ["products"], optional: ["cvss_v2", "cvss_v3", "cvss_v4"], membersMin: 2);
    private static readonly CsafShape CvssV4Shape = new(required: [], optional: ["baseScore"]);

    private static readonly CsafWords VersionsOfV2 = new("2.0");
    private static readonly CsafWords VersionsOfV3 = new("3.0", "3.1");

    public static void Scores(ref CsafJson json, CsafSummary summary) => json.EachItem(1, summary, Score);

    private static void Score(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(ScoreShape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "cvss_v2":
                    CvssV2(ref json, summary);
                    break;
                case "cvss_v3":
                    CvssV3(ref json, summary);
                    break;
                case "cvss_v4":
                    CvssV4(ref json, summary);
                    break;
                case "products":
                    CsafSharedParts.DistinctTexts(ref json);
                    break;
                default:
                    json.Anything();
                    break;
            }
        }
    }

    private static void CvssV2(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(CsafCvss.V2.Shape, out var at))
        {
            return;
        }

        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "version":
                    CsafValues.Word(ref json, VersionsOfV2);
                    break;
                case "vectorString":
                    Vector(ref json, CsafCvss.V2, prefix: "");
                    break;
                case "baseScore":
                    summary.AddScore(2, Number(ref json));
                    break;
                default:
                    OtherMember(ref json, CsafCvss.V2, member);
                    break;
            }
        }
    }

    private static void CvssV3(ref CsafJson json, CsafSummary summary)
    {
        if (!json.BeginObject(CsafCvss.V3.Shape, out var at))
        {
            return;
        }

        string? version = null, vector = null;
        while (json.NextMember(ref at, out var member))
        {
            switch (member)
            {
                case "version":
                    version = CsafValues.Word(ref json, VersionsOfV3);
                    break;
                case "vectorString":
                    vector = Vector(ref json, CsafCvss.V3, prefix: "CVSS:3.");
                    break;
                case "baseScore":
                    summary.AddScore(3, Number(ref json));
                    break;
                default:
                    OtherMember(ref json, CsafCvss.V3, member);
                    break;
            }
        }

        if (version is not null && vector is not null && !vector.StartsWith($"CVSS:{version}/", StringComparison.Ordinal))
        {
            json.Report(CsafProblemKind.Format, $"The vector is not one of CVSS {version}, which `version` names; make the two agree.", below: "/vectorString");
        }
    }

    /// <summary>CSAF 2.0 is older than CVSS 4.0, so this member is an extension: its score is used if there is one and never refused.</summary>
    private static void CvssV4(ref CsafJson json, CsafSummary summary)
    {
        if (!json.IsObject)
        {
            json.Anything();
            return;
        }

        json.BeginObject(CvssV4Shape, out var at);
        while (json.NextMember(ref at, out var member))
        {
            if (member is "baseScore" && json.IsNumber)
            {
                summary.AddScore(4, json.TryNumber(out var score) && score is >= 0 and <= 10 ? score : null);
            }
            else
            {
                json.Anything();
            }
        }
    }

    private static void OtherMember(ref CsafJson json, CsafCvss cvss, string member)
    {
        if (cvss.ValuesOf(member) is { } words)
        {
            CsafValues.Word(ref json, words);
        }
        else if (member is "temporalScore" or "environmentalScore")
        {
            Number(ref json);
        }
        else
        {
            json.Anything();
        }
    }

    /// <summary>A score from 0 to 10.</summary>
    private static double? Number(ref CsafJson json)
    {
        if (!json.TryNumber(out var score))
        {
            return null;
        }

        if (score is >= 0 and <= 10)
        {
            return score;
        }

        json.Report(CsafProblemKind.Range, string.Create(CultureInfo.InvariantCulture, $"A CVSS score lies between 0 and 10; this one is {score}."));
        return null;
    }

    private static string? Vector(ref CsafJson json, CsafCvss cvss, string prefix)
    {
        var vector = CsafValues.Text(ref json);
        if (vector is null)
        {
            return null;
        }

        // After "CVSS:3." come the minor version and a slash.
        var metrics = vector.AsSpan(prefix.Length == 0 ? 0 : Math.Min(prefix.Length + 2, vector.Length));
        var hasPrefix = prefix.Length == 0
            || vector.StartsWith(prefix + "0/", StringComparison.Ordinal)
            || vector.StartsWith(prefix + "1/", StringComparison.Ordinal);
        if (hasPrefix && cvss.IsVector(metrics))
        {
            return vector;
        }

        json.Report(CsafProblemKind.Format, $"\"{CsafText.Shorten(vector)}\" is not a vector of CVSS 2.0, 3.0 or 3.1 as FIRST writes it.");
        return null;
    }
}
