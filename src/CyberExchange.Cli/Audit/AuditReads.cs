using System.CommandLine;
using CyberExchange.Contracts.Audit;

namespace CyberExchange.Cli.Audit;

/// <summary>Lists who was shown what.</summary>
public sealed class AuditReads : CyxCommand
{
    private const string OwnPath = "/v1/reads";
    private const string AllPath = "/v1/audit/reads";
    private const string Nothing = "nobody whom your directory shows was shown a TLP:RED or TLP:AMBER+STRICT item of yours";

    private readonly Option<string?> _incident = new("--incident") { Description = "Only this incident of yours.", HelpName = "ID" };
    private readonly Option<string?> _advisory = new("--advisory") { Description = "Only this advisory of yours.", HelpName = "ID" };
    private readonly Option<string?> _signal = new("--signal") { Description = "Only this supply signal of yours.", HelpName = "ID" };
    private readonly Option<bool> _all = new("--all") { Description = "For stewards: of everybody, under names that hold for one item each." };
    private readonly Option<string?> _reference = new("--reference") { Description = "For stewards: only the item of this audit reference.", HelpName = "REFERENCE" };
    private readonly AuditListing _listing = new();

    public AuditReads(CyxContext context)
        : base(context, "reads", "List who was shown your items with TLP:RED or TLP:AMBER+STRICT, newest first.",
        [
            "cyx --as cert-eu audit reads --incident 01994d5e-8c00-7000-8000-000000000001",
            "cyx --as cert-eu audit reads --csv > reads.csv",
            "cyx --as steward audit reads --all --json",
        ])
    {
        foreach (var option in (IEnumerable<Option>)[_incident, _advisory, _signal, _all, _reference, .. _listing.All])
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var (incident, advisory, signal, reference, all) = (session.Value(_incident), session.Value(_advisory), session.Value(_signal), session.Value(_reference), session.Value(_all));
        if (new[] { incident is not null, advisory is not null, signal is not null, reference is not null, all }.Count(given => given) > 1)
        {
            throw CyxFailure.Usage("give one of --incident, --advisory, --signal, --all and --reference");
        }

        if (all || reference is not null)
        {
            var path = reference is null ? AllPath : $"{AuditCommands.Path}/{Uri.EscapeDataString(reference)}/reads";
            await _listing.WriteAsync<AuditReadDocument>(
                session, path, ["AT", "ITEM", "OWNER", "PARTNER", "MEMBER", "DOOR"],
                r => [Query.Instant(r.At), r.Item, r.Owner, r.Partner, r.Member, r.Door], "nobody was shown a TLP:RED or TLP:AMBER+STRICT item of another's", ct);
            return ExitCode.Done;
        }

        var own = incident is not null ? $"/v1/incidents/{Uri.EscapeDataString(incident)}/reads"
            : advisory is not null ? $"/v1/advisories/{Uri.EscapeDataString(advisory)}/reads"
            : signal is not null ? $"/v1/signals/{Uri.EscapeDataString(signal)}/reads"
            : OwnPath;
        await _listing.WriteAsync<ItemReadDocument>(
            session, own, ["AT", "TYPE", "ID", "LABEL", "PARTNER", "MEMBER", "DOOR", "REQUEST"],
            r => [Query.Instant(r.At), r.Type, $"{r.Id}", r.Label, r.Handle, $"{r.Member}", r.Door, r.CorrelationId], Nothing, ct);
        return ExitCode.Done;
    }
}
