using System.Globalization;

namespace CyberExchange.Bench;

/// <summary>What every benchmark takes.</summary>
internal static class BenchOptions
{
    private const int RoundsDefault = 5;

    /// <summary>Reads <c>--json</c> and <c>--rounds N</c>.</summary>
    public static (bool Json, int Rounds) Read(string[] options) => (
        options.Contains("--json", StringComparer.Ordinal),
        Number(options, "--rounds") ?? RoundsDefault);

    /// <summary>Reads an option that takes a number, or null where it is not given.</summary>
    public static int? Number(string[] options, string name) => Array.IndexOf(options, name) is >= 0 and var at
        ? int.Parse(options[at + 1], NumberStyles.None, CultureInfo.InvariantCulture)
        : null;

    /// <summary>Reads an option that takes a text, or null where it is not given.</summary>
    public static string? Text(string[] options, string name) => Array.IndexOf(options, name) is >= 0 and var at ? options[at + 1] : null;
}
