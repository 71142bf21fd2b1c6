using System.CommandLine;
using CyberExchange.Cli.Items;

namespace CyberExchange.Cli.Incidents;

/// <summary>Reports an incident. The file goes as it is: the exchange judges it, and names the culprit by its place in it.</summary>
public sealed class ReportIncident : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON as cyx incident template prints it, or - for standard input." };

    public ReportIncident(CyxContext context)
        : base(context, "report", "Report an incident to the audience that the file states.",
            ["cyx --as cert-eu incident report r.json", "cyx incident template | cyx --as cert-eu incident report -"]) => Add(_file);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var file = await session.ReadFileAsync(session.Value(_file), ct);
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, ItemKind.Incident.Path, ExchangeWrite.Json(file)), ct);
        await Receipts.AwaitShownAsync(session, ItemKind.Incident, receipt, ct);
        session.Output.One(receipt, $"reported {receipt.Id}");
        return ExitCode.Done;
    }
}
