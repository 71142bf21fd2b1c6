using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Cli.Mandates;

namespace CyberExchange.Cli.Incidents;

/// <summary>Reports an incident. The file goes as it is: the exchange judges it, and names the culprit by its place in it.</summary>
public sealed class ReportIncident : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON as cyx incident template prints it, or - for standard input." };

    private readonly Option<Guid?> _mandate = new("--mandate")
    {
        Description = "File it for the operator that gave you this mandate: the incident is the operator's, and within the mandate's terms.",
        HelpName = "ID",
    };

    public ReportIncident(CyxContext context)
        : base(context, "report", "Report an incident to the audience that the file states.",
        [
            "cyx --as cert-eu incident report r.json",
            "cyx incident template | cyx --as cert-eu incident report -",
            "cyx --as cert-eu incident report r.json --mandate 019a0000-0000-8000-8000-000000000001",
        ])
    {
        Add(_file);
        Add(_mandate);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var file = await session.ReadFileAsync(session.Value(_file), ct);
        if (session.Value(_mandate) is { } mandate)
        {
            await FileAsync(session, mandate, file, ct);
            return ExitCode.Done;
        }

        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, ItemKind.Incident.Path, ExchangeWrite.Json(file)), ct);
        await Receipts.AwaitShownAsync(session, ItemKind.Incident, receipt, ct);
        session.Output.One(receipt, $"reported {receipt.Id}");
        return ExitCode.Done;
    }

    // The incident is the operator's: the CERT reads it where the terms say so.
    private static async Task FileAsync(CyxSession session, Guid mandate, byte[] file, CancellationToken ct)
    {
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, $"{MandateCommands.One(mandate)}/incidents", ExchangeWrite.Json(file)), ct);
        try
        {
            await Receipts.AwaitShownAsync(session, ItemKind.Incident, receipt, ct);
        }
        catch (CyxFailure failure) when (failure.Code is ExitCode.NotFound)
        {
            session.Output.Note("note: accepted; its terms do not name you, so that you cannot read it");
        }

        session.Output.One(receipt, $"filed {receipt.Id}");
    }
}
