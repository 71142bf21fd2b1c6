using System.CommandLine;

namespace CyberExchange.Cli.Partners;

/// <summary>Enrols a partner.</summary>
public sealed class EnrolPartner : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON with the partner's facts, or - for standard input." };

    public EnrolPartner(CyxContext context)
        : base(context, "enrol", "Enrol a partner, as a steward.",
            ["cyx --as steward partner enrol partner.json    # {\"handle\":\"water-jp\",\"name\":\"...\",\"jurisdiction\":\"JP\",\"roles\":[\"operator\"]}"]) => Add(_file);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var facts = await session.ReadFileAsync(session.Value(_file), ct);
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, PartnerNames.Path, ExchangeWrite.Json(facts)), ct);
        session.Output.One(receipt, $"enrolled {receipt.Id}");
        return ExitCode.Done;
    }
}
