using System.Diagnostics;

namespace CyberExchange.Interop.Cvss;

/// <summary>The equations of CVSS 3.0 and 3.1 (specifications, sections 7 and 8), in decimal arithmetic.</summary>
internal static class CvssV3
{
    public static CvssScores Scores(CvssVector v)
    {
        var is31 = v.Metrics == CvssMetrics.V31;
        var temporal = ExploitMaturity(v["E"]) * RemediationLevel(v["RL"]) * ReportConfidence(v["RC"]);
        var baseScore = Base(v);
        return new(baseScore, RoundUp(baseScore * temporal), Environmental(v, is31, temporal));
    }

    private static decimal Base(CvssVector v)
    {
        var iss = 1m - ((1m - Impact(v["C"])) * (1m - Impact(v["I"])) * (1m - Impact(v["A"])));
        var isChanged = v["S"] is "C";
        var impact = isChanged ? ChangedImpact(iss - 0.02m, iss, 15) : 6.42m * iss;
        var exploitability = Exploitability(v["AV"], v["AC"], v["PR"], v["UI"], isChanged);
        return impact <= 0 ? 0 : RoundUp(Math.Min(10m, (isChanged ? 1.08m : 1m) * (impact + exploitability)));
    }

    private static decimal Environmental(CvssVector v, bool is31, decimal temporal)
    {
        var miss = Math.Min(
            0.915m,
            1m - ((1m - (Impact(Modified(v, "C")) * Requirement(v["CR"])))
                * (1m - (Impact(Modified(v, "I")) * Requirement(v["IR"])))
                * (1m - (Impact(Modified(v, "A")) * Requirement(v["AR"])))));
        var isChanged = Modified(v, "S") is "C";
        var impact = !isChanged ? 6.42m * miss
            : is31 ? ChangedImpact((miss * 0.9731m) - 0.02m, miss, 13) // 3.1 changed this against 3.0, specification 3.1, section 7.3
            : ChangedImpact(miss - 0.02m, miss, 15);
        var exploitability = Exploitability(Modified(v, "AV"), Modified(v, "AC"), Modified(v, "PR"), Modified(v, "UI"), isChanged);
        return impact <= 0 ? 0 : RoundUp(RoundUp(Math.Min(10m, (isChanged ? 1.08m : 1m) * (impact + exploitability))) * temporal);
    }

    private static decimal ChangedImpact(decimal root, decimal iss, int power)
    {
        var product = 1m;
        for (var i = 0; i < power; i++)
        {
            product *= root;
        }

        return (7.52m * (iss - 0.029m)) - (3.25m * product);
    }

    private static decimal Exploitability(string av, string ac, string pr, string ui, bool isChanged) =>
        8.22m * AttackVector(av) * (ac is "L" ? 0.77m : 0.44m) * Privileges(pr, isChanged) * (ui is "N" ? 0.85m : 0.62m);

    private static string Modified(CvssVector v, string metric) => v["M" + metric] is var value && value is not "X" ? value : v[metric];

    /// <summary>The smallest number with one decimal that is not less, where a hundred-thousandth more does not count (3.1, appendix A).</summary>
    private static decimal RoundUp(decimal score)
    {
        var hundredThousandths = (long)Math.Round(score * 100_000m, MidpointRounding.AwayFromZero);
        return hundredThousandths % 10_000 == 0 ? hundredThousandths / 100_000m : ((hundredThousandths / 10_000) + 1) / 10m;
    }

    private static decimal AttackVector(string value) =>
        value switch { "N" => 0.85m, "A" => 0.62m, "L" => 0.55m, "P" => 0.2m, _ => throw Unknown(value) };

    private static decimal Privileges(string value, bool isChanged) =>
        value switch { "N" => 0.85m, "L" => isChanged ? 0.68m : 0.62m, "H" => isChanged ? 0.5m : 0.27m, _ => throw Unknown(value) };

    private static decimal Impact(string value) => value switch { "N" => 0m, "L" => 0.22m, "H" => 0.56m, _ => throw Unknown(value) };

    private static decimal Requirement(string value) => value switch { "L" => 0.5m, "M" or "X" => 1m, "H" => 1.5m, _ => throw Unknown(value) };

    private static decimal ExploitMaturity(string value) =>
        value switch { "U" => 0.91m, "P" => 0.94m, "F" => 0.97m, "H" or "X" => 1m, _ => throw Unknown(value) };

    private static decimal RemediationLevel(string value) =>
        value switch { "O" => 0.95m, "T" => 0.96m, "W" => 0.97m, "U" or "X" => 1m, _ => throw Unknown(value) };

    private static decimal ReportConfidence(string value) =>
        value switch { "U" => 0.92m, "R" => 0.96m, "C" or "X" => 1m, _ => throw Unknown(value) };

    private static UnreachableException Unknown(string value) => new($"A vector that was read has only known values, and not {value}.");
}
