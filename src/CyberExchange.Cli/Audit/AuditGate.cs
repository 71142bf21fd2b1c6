using System.CommandLine;
using CyberExchange.Contracts.Audit;

namespace CyberExchange.Cli.Audit;

/// <summary>Lists what the gate decided.</summary>
public sealed class AuditGate : CyxCommand
{
    private const string OwnPath = "/v1/me/decisions";
    private const string AllPath = "/v1/audit/decisions";

    private readonly Option<bool> _all = new("--all") { Description = "For stewards: about everybody, under names that hold for one day each." };
    private readonly AuditListing _listing = new();

    public AuditGate(CyxContext context)
        : base(context, "gate", "List what the gate decided about the keys of your organisation, newest first; what repeats itself is one line a minute, once the minute is over.",
            ["cyx --as grid-jp audit gate --limit 20", "cyx --as grid-jp audit gate --csv > gate.csv", "cyx --as steward audit gate --all --json"])
    {
        foreach (var option in (IEnumerable<Option>)[_all, .. _listing.All])
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        const string nothing = "the gate has decided nothing yet that is written down: it takes a second";
        if (session.Value(_all))
        {
            await _listing.WriteAsync<AuditDecisionDocument>(
                session, AllPath, ["FIRST", "LAST", "TIMES", "DECISION", "FAULT", "PARTNER", "MEMBER", "SOURCE"],
                d => [Query.Instant(d.FirstAt), Query.Instant(d.LastAt), Query.Number(d.Times), d.Decision, d.Fault ?? "", d.Partner ?? "", d.Member ?? "", d.Source ?? ""],
                nothing, ct);
            return ExitCode.Done;
        }

        await _listing.WriteAsync<DecisionDocument>(
            session, OwnPath, ["FIRST", "LAST", "TIMES", "DECISION", "FAULT", "MEMBER", "KEY"],
            d => [Query.Instant(d.FirstAt), Query.Instant(d.LastAt), Query.Number(d.Times), d.Decision, d.Fault ?? "", $"{d.Member}", d.SpkiSha256[..8]], // JSON and CSV have all of it.
            nothing, ct);
        return ExitCode.Done;
    }
}
