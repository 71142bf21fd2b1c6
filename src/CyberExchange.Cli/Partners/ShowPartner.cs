using System.CommandLine;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Shows one partner as the caller's directory has it.</summary>
public sealed class ShowPartner : CyxCommand
{
    private readonly Argument<string> _partner = new("PARTNER") { Description = "Id or handle of the partner." };

    public ShowPartner(CyxContext context)
        : base(context, "show", "Show one partner.", ["cyx --as cert-eu partner show grid-jp"]) => Add(_partner);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = await PartnerNames.PartnerPathAsync(session, session.Value(_partner), ct);
        session.Output.One(await session.Exchange.GetAsync<PartnerDocument>(path, ct), PartnerText.Fields);
        return ExitCode.Done;
    }
}
