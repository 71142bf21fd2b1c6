using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Mandates;

namespace CyberExchange.Cli.Mandates;

/// <summary>Lists the mandates that the caller's partner gave or holds.</summary>
public sealed class ListMandates(CyxContext context) : CyxCommand(
    context, "list", "List the mandates that your organisation gave or holds and that have not ended.",
    ["cyx --as cert-eu mandate list", "cyx --as grid-eu mandate list --json"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var page = await session.Exchange.GetAsync<Page<MandateDocument>>(MandateCommands.Path, ct);
        session.Output.Many(page.Items, ["ID", "OPERATOR", "CERT", "FROM", "UNTIL", "LABEL", "CLASSES"], one =>
        [
            one.Id.ToString(),
            ShowMandate.NameOf(one.Operator),
            ShowMandate.NameOf(one.Cert),
            Query.Instant(one.From),
            Query.Instant(one.Until),
            one.Terms.Label ?? "",
            one.Classes is null ? "all" : string.Join(", ", one.Classes),
        ]);
        return ExitCode.Done;
    }
}
