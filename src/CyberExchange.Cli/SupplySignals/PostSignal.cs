using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Cli.SupplySignals;

/// <summary>Prints a filled signal to edit. It works without an exchange.</summary>
public sealed class WriteTemplate : CyxCommand
{
    private const int HorizonMonths = 6;

    private readonly Option<string[]> _to = new("--to")
    {
        Description = "Partners it is for; may be repeated.",
        HelpName = "HANDLE",
        DefaultValueFactory = _ => ["delegate-eu", "delegate-jp"],
    };

    public WriteTemplate(CyxContext context)
        : base(context, "template", "Print a filled, valid signal to edit and send.", ["cyx signal template > s.json", "cyx signal template --to delegate-jp --to cert-jp | cyx --as maker-eu signal post -"]) => Add(_to);

    /// <summary>An example that the rules accept from a European partner, with a legal basis for Japan.</summary>
    public static PostSignalRequest Example(IReadOnlyList<string> to, DateOnly today) => new()
    {
        Signal = new SupplySignalDocument
        {
            Title = "Neon for lithography is short",
            Summary = "Two suppliers have stopped deliveries until further notice; stocks last for about three months.",
            Stage = "gases-and-chemicals",
            ProductClass = "logic",
            Product = "neon",
            Regions = ["EU", "JP"],
            Observed = ["shortage", "price"],
            Horizon = new(today, today.AddMonths(HorizonMonths)),
            Confidence = "likely",
            References = [new("Notice of a supplier to its customers")],
        },
        Sharing = new SharingDocument
        {
            Label = "TLP:AMBER",
            Pap = "PAP:GREEN",
            Audience = new AudienceDocument { Partners = to },
            LegalBases = [new LegalBasisDocument { Destination = "JP", Code = "agreement", Reference = "Sample agreement on the exchange of supply signals EU-JP, 2026/1" }],
            PermitsStatistics = true,
        },
    };

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var example = Example(session.Value(_to)!, DateOnly.FromDateTime(session.Surroundings.Clock.GetUtcNow().UtcDateTime));
        await session.Surroundings.Output.WriteLineAsync(session.Output.Json ? CyxJson.WriteLine(example) : CyxJson.WriteEditable(example));
        return ExitCode.Done;
    }
}

/// <summary>Posts a signal. The file goes as it is: the exchange judges it, and names the culprit by its place in it.</summary>
public sealed class PostSignal : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON as cyx signal template prints it, or - for standard input." };

    public PostSignal(CyxContext context)
        : base(context, "post", "Post a supply signal to the audience that the file states.", ["cyx --as maker-eu signal post s.json"]) => Add(_file);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var file = await session.ReadFileAsync(session.Value(_file), ct);
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, ItemKind.Signal.Path, ExchangeWrite.Json(file)), ct);
        await Receipts.AwaitShownAsync(session, ItemKind.Signal, receipt, ct);
        session.Output.One(receipt, $"posted {receipt.Id}");
        return ExitCode.Done;
    }
}

/// <summary>States a signal anew, whole.</summary>
public sealed class ReviseSignal : ItemChange
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON with the member 'signal', or - for standard input." };

    public ReviseSignal(CyxContext context)
        : base(context, ItemKind.Signal, "revise", "State the signal anew, whole; what can come true and how likely stay once the horizon has begun.",
            ["cyx --as maker-eu signal revise 019a0000-0000-7000-8000-000000000001 s.json"]) => Add(_file);

    protected override string Done => "revised";

    protected override async Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct)
    {
        var file = await session.ReadFileAsync(session.Value(_file), ct);
        return new(HttpMethod.Put, $"{itemPath}/statement", ExchangeWrite.Json(OnlyMember(session, file, "signal", "sharing")));
    }
}

/// <summary>Says what became of a signal.</summary>
public sealed class RecordOutcome : ItemChange
{
    private readonly Option<string> _verdict = new("--verdict") { Description = "What became of it.", HelpName = "came-true|partly|did-not|cannot-tell", Required = true };
    private readonly Option<DateOnly?> _on = new("--on") { Description = "The day on which it came true, whole or in part.", HelpName = "DATE" };
    private readonly Option<string> _explanation = new("--explanation") { Description = "How that is known.", HelpName = "TEXT", Required = true };
    private readonly Option<string[]> _reference = new("--reference") { Description = "Evidence; may be repeated.", HelpName = "TEXT" };

    public RecordOutcome(CyxContext context)
        : base(context, ItemKind.Signal, "outcome", "Say what became of a signal of your own, in place of what you said before.",
        [
            "cyx --as maker-eu signal outcome 019a0000-0000-7000-8000-000000000001 --verdict came-true --on 2027-02-01 --explanation \"Three plants cut their output.\"",
        ])
    {
        _verdict.AcceptOnlyFromAmong("came-true", "partly", "did-not", "cannot-tell");
        Add(_verdict);
        Add(_on);
        Add(_explanation);
        Add(_reference);
    }

    protected override string Done => "outcome recorded";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(HttpMethod.Put, $"{itemPath}/outcome", ExchangeWrite.Json(new RecordSignalOutcomeRequest
        {
            Outcome = new()
            {
                Verdict = session.Value(_verdict)!, // It is required, as the explanation is.
                CameTrueOn = session.Value(_on),
                Explanation = session.Value(_explanation)!,
                References = session.Value(_reference) is { Length: > 0 } references ? [.. references.Select(r => new SignalReferenceDocument(r))] : null,
            },
        })));
}
