using System.CommandLine;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Cli.Duties;

/// <summary>Which rulebook a command goes by: a file, or the one in this program.</summary>
public static class RulebookFile
{
    /// <summary>Names the rulebook in this program where a file could stand.</summary>
    public const string Shipped = "shipped";

    public static Option<string> Option() => new("--rulebook")
    {
        Description = "Go by the rulebook in this file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Shipped,
    };

    /// <exception cref="CyxFailure">The file cannot be read, or is faulty; every fault is named.</exception>
    public static async Task<Rulebook> ReadAsync(CyxSession session, string path, CancellationToken ct)
    {
        if (path == Shipped)
        {
            return Rulebook.Shipped;
        }

        var reading = RulebookReader.Read(await session.ReadFileAsync(path, ct));
        return reading.Rulebook ?? throw Faulty(path, "rulebook", reading.Faults);
    }

    public static CyxFailure Faulty(string path, string kind, IReadOnlyList<RulebookFault> faults) =>
        new(ExitCode.Usage, $"{path} is no {kind}: {faults.Count} fault(s)") { FurtherLines = [.. faults.Select(f => $"{path}#{f}")] };

    /// <summary>Says by what a command went, where a person reads the errors and in pipes alike.</summary>
    public static void Note(CyxSession session, Rulebook rulebook) => session.Output.Note(
        $"rulebook {rulebook.Version.Id} as of {rulebook.AsOf:uuuu-MM-dd}, sha256 {rulebook.Version.Digest[..16]}; IANA time zones {Zones.DatabaseVersion}. {rulebook.Disclaimer}");
}
