using System.CommandLine;
using System.Globalization;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.Trends;

namespace CyberExchange.Cli.Trends;

/// <summary>Proposes an edition.</summary>
public sealed class DraftEdition : CyxCommand
{
    private readonly Option<string> _through = new("--through") { Description = "The last quarter, which is over: 2025-Q4.", HelpName = "QUARTER", Required = true };
    private readonly Option<string?> _from = new("--from") { Description = "The first quarter; of the first edition only.", HelpName = "QUARTER" };
    private readonly Option<DateTimeOffset?> _asOf = new("--as-of") { Description = "What the exchange knew then is counted; left out, now.", HelpName = "INSTANT" };
    private readonly Option<bool> _corrects = new("--corrects") { Description = "Correct the numbers of the edition before instead of going on to later quarters." };
    private readonly Option<string> _label = new("--label") { Description = "TLP:GREEN for every partner, TLP:CLEAR for the public too.", HelpName = "LABEL", DefaultValueFactory = _ => "TLP:GREEN" };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the other side.", HelpName = "TEXT", Required = true };

    public DraftEdition(CyxContext context)
        : base(context, "draft", "Propose an edition. Nobody sees a number of it before a delegate of the other side published it.",
            [
                "cyx --as delegate-eu trends draft --from 2023-Q1 --through 2025-Q4 --reason \"For the council.\"",
                "cyx --as delegate-jp trends draft --through 2025-Q4 --corrects --reason \"Late reports.\"",
            ])
    {
        foreach (var option in new Option[] { _through, _from, _asOf, _corrects, _label, _reason })
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var request = new ProposeEditionRequest
        {
            From = session.Value(_from),
            Through = session.Value(_through)!, // It is required.
            AsOf = session.Value(_asOf),
            IsCorrection = session.Value(_corrects),
            Label = session.Value(_label)!, // It has a default.
            Reason = session.Value(_reason)!, // It is required.
        };
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, TrendCommands.Proposals, ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"proposed; a delegate of the other side publishes it with: cyx trends publish {receipt.Id:D}");
        return ExitCode.Done;
    }
}

/// <summary>Lists proposed editions.</summary>
public sealed class ListEditionProposals : CyxCommand
{
    private static readonly string[] Headings = ["PROPOSED", "STATE", "BY", "FROM", "THROUGH", "LABEL", "ID", "REASON"];

    private readonly Option<string?> _state = new("--state") { Description = "open, published, declined or taken_back.", HelpName = "STATE" };

    public ListEditionProposals(CyxContext context)
        : base(context, "proposals", "List the editions that delegates of either side proposed, and what became of them.", ["cyx --as delegate-jp trends proposals --state open"]) => Add(_state);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var proposals = await session.Exchange.ListAsync<EditionProposalDocument>(Query.Add(TrendCommands.Proposals, ("state", session.Value(_state))), long.MaxValue, ct).ToListAsync(ct);
        session.Output.Many(proposals, Headings, Cells);
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells(EditionProposalDocument p) =>
    [
        Query.Instant(p.ProposedAt), State(p), p.Partner is { } partner ? $"{partner}, {p.Side}" : p.Side, p.From, p.Through, p.Label, $"{p.Id:D}",
        p.IsCorrection ? $"correction: {p.Reason}" : p.Reason,
    ];

    private static string State(EditionProposalDocument p) =>
        p.Edition is { } number ? string.Create(CultureInfo.InvariantCulture, $"edition {number}") : p.Answer is { } answer ? $"{p.State}: {answer}" : p.State;
}
