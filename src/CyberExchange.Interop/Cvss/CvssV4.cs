namespace CyberExchange.Interop.Cvss;

/// <summary>The scoring of CVSS 4.0 (specification, section 8): a score for each macro vector, less what the vector lies below its worst case.</summary>
internal static class CvssV4
{
    private static readonly string[] Impacts = ["VC", "VI", "VA", "SC", "SI", "SA"];

    // The scores of the macro vectors in tenths, as FIRST gives them with the specification. A line has EQ1, EQ2 and EQ3, and then
    // the scores by EQ4, EQ5 and EQ6 in this order. EQ6 is always 1 where EQ3 is 2.
    private static readonly string[] MacroScores =
    [
        "000 100 99 98 95 95 92 100 96 93 87 91 81 93 90 89 80 81 68",
        "001 98 95 95 92 90 84 93 92 89 81 81 65 88 80 78 70 69 48",
        "002 92 82 72 79 69 50 69 55 27",
        "010 99 97 95 92 92 85 95 91 90 83 84 71 92 81 82 71 72 53",
        "011 95 93 92 85 85 73 92 82 80 72 70 59 84 70 71 52 50 30",
        "012 86 75 52 71 52 29 63 29 17",
        "100 98 95 94 87 91 81 94 89 86 74 77 64 87 75 74 63 63 49",
        "101 94 89 88 77 76 67 86 76 74 58 59 50 72 57 57 52 52 25",
        "102 83 70 54 65 58 26 53 21 13",
        "110 95 90 88 76 76 70 90 77 75 62 61 53 77 66 68 59 52 30",
        "111 89 78 76 67 62 58 74 59 57 57 47 23 61 52 57 29 24 16",
        "112 71 59 30 58 26 15 23 13 6",
        "200 93 87 86 72 75 58 86 74 74 61 56 34 70 54 52 40 40 22",
        "201 85 75 74 55 62 51 72 57 55 41 46 19 53 36 34 19 19 8",
        "202 64 51 20 47 21 11 24 9 4",
        "210 88 75 73 53 60 50 73 55 59 40 41 20 54 43 45 22 20 11",
        "211 75 55 58 45 40 21 61 51 48 18 20 9 46 18 17 7 8 2",
        "212 53 24 14 24 12 5 10 3 1",
    ];

    // The worst vectors of each level (tables 24 to 30); EQ3 and EQ6 go together.
    private static readonly string[][] WorstOfEq1 = [["AV:N/PR:N/UI:N"], ["AV:A/PR:N/UI:N", "AV:N/PR:L/UI:N", "AV:N/PR:N/UI:P"], ["AV:P/PR:N/UI:N", "AV:A/PR:L/UI:P"]];
    private static readonly string[][] WorstOfEq2 = [["AC:L/AT:N"], ["AC:H/AT:N", "AC:L/AT:P"]];
    private static readonly string[][] WorstOfEq4 = [["SC:H/SI:S/SA:S"], ["SC:H/SI:H/SA:H"], ["SC:L/SI:L/SA:L"]];
    private static readonly string[][][] WorstOfEq3And6 =
    [
        [["VC:H/VI:H/VA:H/CR:H/IR:H/AR:H"], ["VC:H/VI:H/VA:L/CR:M/IR:M/AR:H", "VC:H/VI:H/VA:H/CR:M/IR:M/AR:M"]],
        [
            ["VC:L/VI:H/VA:H/CR:H/IR:H/AR:H", "VC:H/VI:L/VA:H/CR:H/IR:H/AR:H"],
            [
                "VC:L/VI:H/VA:L/CR:H/IR:M/AR:H", "VC:L/VI:H/VA:H/CR:H/IR:M/AR:M", "VC:H/VI:L/VA:H/CR:M/IR:H/AR:M",
                "VC:H/VI:L/VA:L/CR:M/IR:H/AR:H", "VC:L/VI:L/VA:H/CR:H/IR:H/AR:M",
            ],
        ],
        [[], ["VC:L/VI:L/VA:L/CR:H/IR:H/AR:H"]],
    ];

    // How many steps a level is deep.
    private static readonly int[] DepthOfEq1 = [1, 4, 5];
    private static readonly int[] DepthOfEq2 = [1, 2];
    private static readonly int[] DepthOfEq4 = [6, 5, 4];
    private static readonly int[][] DepthOfEq3And6 = [[7, 6], [8, 8], [0, 10]];

    private static readonly int[] TenthsByMacro = ReadMacroScores();

    public static CvssScores Scores(CvssVector v) =>
        new(Score(new(v, WithThreat: false, WithEnvironment: false)), Score(new(v, WithThreat: true, WithEnvironment: false)), Score(new(v, WithThreat: true, WithEnvironment: true)));

    private static decimal Score(Effective v)
    {
        if (Impacts.All(metric => v[metric] is 'N'))
        {
            return 0;
        }

        var (eq1, eq2, eq3, eq4, eq5, eq6) = (Eq1(v), Eq2(v), Eq3(v), Eq4(v), Eq5(v), Eq6(v));
        var score = Tenths(eq1, eq2, eq3, eq4, eq5, eq6);

        // What the next lower macro vector of each equivalence class would take off; -1 where there is none.
        var next36 = (eq3, eq6) switch
        {
            (0, 0) => Math.Max(Tenths(eq1, eq2, 0, eq4, eq5, 1), Tenths(eq1, eq2, 1, eq4, eq5, 0)),
            (1, 0) => Tenths(eq1, eq2, 1, eq4, eq5, 1),
            _ => Tenths(eq1, eq2, eq3 + 1, eq4, eq5, 1),
        };
        var (lower, sum) = (0, 0m);
        Take(Tenths(eq1 + 1, eq2, eq3, eq4, eq5, eq6), Distance(v, WorstOfEq1[eq1]), DepthOfEq1[eq1]);
        Take(Tenths(eq1, eq2 + 1, eq3, eq4, eq5, eq6), Distance(v, WorstOfEq2[eq2]), DepthOfEq2[eq2]);
        Take(next36, Distance(v, WorstOfEq3And6[eq3][eq6]), DepthOfEq3And6[eq3][eq6]);
        Take(Tenths(eq1, eq2, eq3, eq4 + 1, eq5, eq6), Distance(v, WorstOfEq4[eq4]), DepthOfEq4[eq4]);
        Take(Tenths(eq1, eq2, eq3, eq4, eq5 + 1, eq6), 0, 1);

        var less = lower == 0 ? 0 : sum / lower;
        return Math.Clamp(Math.Round((score - less) / 10m, 1, MidpointRounding.AwayFromZero), 0m, 10m);

        void Take(int next, int distance, int depth)
        {
            if (next >= 0)
            {
                lower++;
                sum += (score - next) * (decimal)distance / depth;
            }
        }
    }

    private static int Eq1(Effective v) => v["AV"] is 'N' && v["PR"] is 'N' && v["UI"] is 'N' ? 0
        : v["AV"] is not 'P' && (v["AV"] is 'N' || v["PR"] is 'N' || v["UI"] is 'N') ? 1 : 2;

    private static int Eq2(Effective v) => v["AC"] is 'L' && v["AT"] is 'N' ? 0 : 1;

    private static int Eq3(Effective v) => v["VC"] is 'H' && v["VI"] is 'H' ? 0
        : v["VC"] is 'H' || v["VI"] is 'H' || v["VA"] is 'H' ? 1 : 2;

    private static int Eq4(Effective v) => v["SI"] is 'S' || v["SA"] is 'S' ? 0
        : v["SC"] is 'H' || v["SI"] is 'H' || v["SA"] is 'H' ? 1 : 2;

    private static int Eq5(Effective v) => v["E"] switch { 'A' => 0, 'P' => 1, _ => 2 };

    private static int Eq6(Effective v) =>
        (v["CR"] is 'H' && v["VC"] is 'H') || (v["IR"] is 'H' && v["VI"] is 'H') || (v["AR"] is 'H' && v["VA"] is 'H') ? 0 : 1;

    /// <summary>The steps from the first of the worst vectors that is nowhere better than this one.</summary>
    private static int Distance(Effective v, string[] worst)
    {
        foreach (var vector in worst)
        {
            var (distance, isWorse) = (0, true);
            foreach (var part in vector.Split('/'))
            {
                var metric = part[..^2];
                var steps = Step(metric, v[metric]) - Step(metric, part[^1]);
                isWorse &= steps >= 0;
                distance += steps;
            }

            if (isWorse)
            {
                return distance;
            }
        }

        return 0;
    }

    private static int Step(string metric, char value) => Order(metric).IndexOf(value, StringComparison.Ordinal);

    /// <summary>The values of a metric from the worst on.</summary>
    private static string Order(string metric) => metric switch
    {
        "AV" => "NALP",
        "PR" => "NLH",
        "UI" => "NPA",
        "AC" => "LH",
        "AT" => "NP",
        "SI" or "SA" => "SHLN",
        "CR" or "IR" or "AR" => "HML",
        _ => "HLN",
    };

    private static int Tenths(int eq1, int eq2, int eq3, int eq4, int eq5, int eq6) =>
        eq1 > 2 || eq2 > 1 || eq3 > 2 || eq4 > 2 || eq5 > 2 ? -1 : TenthsByMacro[Index(eq1, eq2, eq3, eq4, eq5, eq6)];

    private static int Index(int eq1, int eq2, int eq3, int eq4, int eq5, int eq6) =>
        (((((((((eq1 * 2) + eq2) * 3) + eq3) * 3) + eq4) * 3) + eq5) * 2) + eq6;

    private static int[] ReadMacroScores()
    {
        var tenths = new int[Index(2, 1, 2, 2, 2, 1) + 1];
        Array.Fill(tenths, -1);
        foreach (var line in MacroScores)
        {
            var (eq1, eq2, eq3) = (line[0] - '0', line[1] - '0', line[2] - '0');
            var scores = line[4..].Split(' ').Select(score => int.Parse(score, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            for (var i = 0; i < scores.Length; i++)
            {
                var rest = eq3 == 2 ? (i * 2) + 1 : i;
                tenths[Index(eq1, eq2, eq3, rest / 6, rest / 2 % 3, rest % 2)] = scores[i];
            }
        }

        return tenths;
    }

    /// <summary>The values that count: modified ones where they are asked for and given, and the worst case for what is not defined.</summary>
    private readonly record struct Effective(CvssVector Vector, bool WithThreat, bool WithEnvironment)
    {
        public char this[string metric] => metric switch
        {
            "E" => WithThreat && Vector["E"] is var e && e is not "X" ? e[0] : 'A',
            "CR" or "IR" or "AR" => WithEnvironment && Vector[metric] is var r && r is not "X" ? r[0] : 'H',
            _ => WithEnvironment && Vector["M" + metric] is var m && m is not "X" ? m[0] : Vector[metric][0],
        };
    }
}
