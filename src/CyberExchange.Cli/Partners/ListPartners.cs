using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Lists the caller's directory.</summary>
public sealed class ListPartners(CyxContext context) : CyxCommand(
    context, "list", "List the partners of your directory.", ["cyx --as cert-eu partner list", "cyx --as cert-eu partner list --json"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var partners = new List<PartnerDocument>();
        await foreach (var partner in session.Exchange.ListAsync<PartnerDocument>(PartnerNames.Path, long.MaxValue, ct))
        {
            partners.Add(partner);
        }

        session.Output.Many(partners, ["HANDLE", "JURISDICTION", "ROLES", "NAME", "ID"], partner =>
        [
            partner.Suspended == true ? partner.Handle + " (suspended)" : partner.Handle,
            partner.Jurisdiction,
            string.Join(", ", partner.Roles),
            partner.Name,
            partner.Id.ToString(),
        ]);
        return ExitCode.Done;
    }
}
