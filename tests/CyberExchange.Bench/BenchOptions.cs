using System.Globalization;

namespace CyberExchange.Bench;

/// <summary>What every benchmark takes.</summary>
internal static class BenchOptions
{
    private const int RoundsDefault = 5;

    /// <summary>Reads <c>--json</c> and <c>--rounds N</c>.</summary>
    public static (bool Json, int Rounds) Read(string[] options) => (
        options.Contains("--json", StringComparer.Ordinal),
        Array.IndexOf(options, "--rounds") is >= 0 and var at
            ? int.Parse(options[at + 1], NumberStyles.None, CultureInfo.InvariantCulture)
            : RoundsDefault);
}
