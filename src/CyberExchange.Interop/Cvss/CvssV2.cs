using System.Diagnostics;

namespace CyberExchange.Interop.Cvss;

/// <summary>The equations of CVSS 2.0 (A Complete Guide, section 3.2), in exact decimal arithmetic.</summary>
internal static class CvssV2
{
    public static CvssScores Scores(CvssVector v)
    {
        var temporal = Exploitability(v["E"]) * RemediationLevel(v["RL"]) * ReportConfidence(v["RC"]);
        var baseScore = Base(v, Impact(1, 1, 1, v));
        var adjusted = Base(v, Math.Min(10m, Impact(Requirement(v["CR"]), Requirement(v["IR"]), Requirement(v["AR"]), v)));
        var adjustedTemporal = Round(adjusted * temporal);
        var environmental = Round((adjustedTemporal + ((10m - adjustedTemporal) * CollateralDamage(v["CDP"]))) * TargetDistribution(v["TD"]));
        return new(baseScore, Round(baseScore * temporal), environmental);
    }

    private static decimal Base(CvssVector v, decimal impact)
    {
        var exploitability = 20m * AccessVector(v["AV"]) * AccessComplexity(v["AC"]) * Authentication(v["Au"]);
        return Round(((0.6m * impact) + (0.4m * exploitability) - 1.5m) * (impact == 0 ? 0 : 1.176m));
    }

    private static decimal Impact(decimal cr, decimal ir, decimal ar, CvssVector v) =>
        10.41m * (1m - ((1m - (ImpactOf(v["C"]) * cr)) * (1m - (ImpactOf(v["I"]) * ir)) * (1m - (ImpactOf(v["A"]) * ar))));

    private static decimal Round(decimal score) => Math.Round(score, 1, MidpointRounding.AwayFromZero);

    private static decimal AccessVector(string value) => value switch { "L" => 0.395m, "A" => 0.646m, "N" => 1m, _ => throw Unknown(value) };

    private static decimal AccessComplexity(string value) => value switch { "H" => 0.35m, "M" => 0.61m, "L" => 0.71m, _ => throw Unknown(value) };

    private static decimal Authentication(string value) => value switch { "M" => 0.45m, "S" => 0.56m, "N" => 0.704m, _ => throw Unknown(value) };

    private static decimal ImpactOf(string value) => value switch { "N" => 0m, "P" => 0.275m, "C" => 0.660m, _ => throw Unknown(value) };

    private static decimal Exploitability(string value) =>
        value switch { "U" => 0.85m, "POC" => 0.9m, "F" => 0.95m, "H" or "ND" => 1m, _ => throw Unknown(value) };

    private static decimal RemediationLevel(string value) =>
        value switch { "OF" => 0.87m, "TF" => 0.90m, "W" => 0.95m, "U" or "ND" => 1m, _ => throw Unknown(value) };

    private static decimal ReportConfidence(string value) =>
        value switch { "UC" => 0.90m, "UR" => 0.95m, "C" or "ND" => 1m, _ => throw Unknown(value) };

    private static decimal CollateralDamage(string value) =>
        value switch { "N" or "ND" => 0m, "L" => 0.1m, "LM" => 0.3m, "MH" => 0.4m, "H" => 0.5m, _ => throw Unknown(value) };

    private static decimal TargetDistribution(string value) =>
        value switch { "N" => 0m, "L" => 0.25m, "M" => 0.75m, "H" or "ND" => 1m, _ => throw Unknown(value) };

    private static decimal Requirement(string value) =>
        value switch { "L" => 0.5m, "M" or "ND" => 1m, "H" => 1.51m, _ => throw Unknown(value) };

    private static UnreachableException Unknown(string value) => new($"A vector that was read has only known values, and not {value}.");
}
