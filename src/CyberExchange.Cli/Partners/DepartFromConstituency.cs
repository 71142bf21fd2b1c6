using System.CommandLine;

namespace CyberExchange.Cli.Partners;

/// <summary>Leaves the constituency of a CERT.</summary>
public sealed class DepartFromConstituency : CyxCommand
{
    private readonly Argument<string> _cert = new("CERT") { Description = "Id or handle of the CERT that serves you." };

    public DepartFromConstituency(CyxContext context)
        : base(context, "depart", "Leave the constituency of a CERT; what it forwarded to you goes.",
            ["cyx --as grid-jp depart cert-jp"]) => Add(_cert);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var cert = await PartnerNames.PartnerIdAsync(session, session.Value(_cert), ct);
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, $"/v1/me/constituencies/{cert:D}/departure"), ct);
        session.Output.One(receipt, $"departed from {receipt.Id}");
        return ExitCode.Done;
    }
}
