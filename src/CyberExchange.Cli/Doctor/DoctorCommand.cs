namespace CyberExchange.Cli.Doctor;

/// <summary>Checks what stands between the caller and the exchange, and says what to do about each thing that is wrong.</summary>
public sealed class DoctorCommand(CyxContext context) : CyxCommand(
    context, "doctor", "Check folder, certificate, server and who you are; say what to do about each failure.",
    ["cyx --as cert-eu doctor", "cyx --as cert-eu doctor --json"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var here = LocalChecks.Run(session.Settings, session.Surroundings.Clock.GetUtcNow()).ToList();
        Print(session.Output, here);
        var there = await ServerChecks.RunAsync(session, askWhoAmI: here.TrueForAll(l => l.Ok), ct);
        Print(session.Output, there);

        return (here.TrueForAll(l => l.Ok), there.TrueForAll(l => l.Ok)) switch
        {
            (false, _) => ExitCode.NotPermitted,
            (_, false) => ExitCode.Unavailable,
            _ => ExitCode.Done,
        };
    }

    private static void Print(CyxOutput output, IEnumerable<DoctorLine> lines)
    {
        foreach (var line in lines)
        {
            if (output.Json)
            {
                output.JsonLine(line);
            }
            else
            {
                output.Line($"{(line.Ok ? "ok  " : "FAIL")}  {line.Check}: {line.Finding}{(line.ToDo is null ? "" : $" -> {line.ToDo}")}");
            }
        }
    }
}
