using System.CommandLine;
using CyberExchange.Contracts.Trust;

namespace CyberExchange.Cli.Trust;

/// <summary>Writes the next list of a jurisdiction as it would be without a change, to be edited and signed.</summary>
public sealed class DraftTrustList : CyxCommand
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(180); // ETSI TS 119 612, clause 5.3.15: six months at most between two issues.

    private readonly Argument<string> _jurisdiction = TrustCommands.Jurisdiction();

    public DraftTrustList(CyxContext context)
        : base(context, "draft", "Write the next list as JSON, with what is in force now: to be edited, and signed by the operator of the trust scheme.",
            ["cyx --as steward trust draft EU > list.json"]) => Add(_jurisdiction);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var trust = await session.Exchange.GetAsync<TrustDocument>(TrustCommands.Of(session.Value(_jurisdiction)), ct);
        var now = session.Surroundings.Clock.GetUtcNow();
        var issuedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        var draft = trust.InForce is { } present
            ? present with { Number = present.Number + 1, IssuedAt = issuedAt, NextUpdate = issuedAt + Life }
            : new TrustListDocument(
                trust.Jurisdiction, 1, issuedAt, issuedAt + Life, [.. trust.Anchors.Select(anchor => new TrustListAnchor(anchor.Certificate, anchor.Identifiers, TrustListAnchor.Granted))]);
        await session.Surroundings.Output.WriteLineAsync(CyxJson.WriteEditable(draft));
        if (draft.Anchors.Any(anchor => anchor.Identifiers.Count == 0))
        {
            session.Output.Note("name in identifiers for which organisations each anchor may vouch, such as NTRDE for every German register entry");
        }

        return ExitCode.Done;
    }
}
