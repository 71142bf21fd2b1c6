using System.CommandLine;
using System.Globalization;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Cli.SupplySignals;

/// <summary>Lists signals.</summary>
public sealed class ListSignals(CyxContext context) : ListItems<SignalDocument>(
    context, ItemKind.Signal, ["cyx --as delegate-jp signal list", "cyx --as delegate-jp signal list --originator maker-eu --json"])
{
    protected override IReadOnlyList<string> Headings { get; } = ["ID", "STATED", "LABEL", "FROM", "STAGE", "CONFIDENCE", "OUTCOME", "TITLE"];

    protected override IReadOnlyList<string> Cells(SignalDocument item) =>
    [
        item.Id.ToString(),
        Query.Instant(item.StatedAt),
        item.Received.Label,
        OriginatorText.Short(item.Originator),
        item.Signal.Stage,
        item.Signal.Confidence,
        item.Outcome?.Verdict ?? "",
        item.WithdrawnBecause is null ? item.Signal.Title : "[withdrawn] " + item.Signal.Title,
    ];
}

/// <summary>Shows one signal in full.</summary>
public sealed class ShowSignal : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the signal." };

    public ShowSignal(CyxContext context)
        : base(context, "show", "Show one signal in full.", ["cyx --as delegate-jp signal show 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        session.Output.One(await session.Exchange.GetAsync<SignalDocument>(ItemKind.Signal.One(session.Value(_id)), ct), Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string, string?)> Fields(SignalDocument item)
    {
        var signal = item.Signal;
        return
        [
            ("id", item.Id.ToString()),
            ("title", signal.Title),
            ("label", ReceivedText.Of(item.Received)),
            ("from", OriginatorText.Whole(item.Originator)),
            ("withdrawn", item.WithdrawnBecause),
            ("revision", Query.Number(item.Revision)),
            ("posted", Query.Instant(item.PostedAt)),
            ("stage", signal.Stage),
            ("product", signal.Product is { } product ? $"{signal.ProductClass}: {product}" : signal.ProductClass),
            ("regions", signal.Regions is { } regions ? string.Join(", ", regions) : "everywhere"),
            ("observed", string.Join(", ", signal.Observed)),
            ("horizon", $"{Day(signal.Horizon.From)} to {Day(signal.Horizon.To)}"),
            ("confidence", $"{signal.Confidence}, {Query.Number(item.Probability.From)} to {Query.Number(item.Probability.To)} in a hundred"),
            ("summary", signal.Summary),
            .. (signal.References ?? []).Select(r => ("reference", (string?)(r.Url is { } url ? $"{r.Text} <{url}>" : r.Text))),
            .. (signal.Items ?? []).Select(id => ("borne out by", (string?)id.ToString())),
            ("outcome", item.Outcome is { } outcome ? $"{outcome.Verdict}{(outcome.CameTrueOn is { } day ? $" on {Day(day)}" : "")}: {outcome.Explanation}" : null),
            .. OwnSharingText.Fields(item.Sharing),
        ];
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Shows how well confidence and what came true go together.</summary>
public sealed class ShowCalibration : CyxCommand
{
    private const double PercentWhole = 100;

    public ShowCalibration(CyxContext context)
        : base(context, "calibration", "Show how often signals came true for each word of confidence, of those that you may see.", ["cyx --as delegate-jp signal calibration"])
    {
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var figure = await session.Exchange.GetAsync<CalibrationDocument>($"{ItemKind.Signal.Path}/calibration", ct);
        session.Output.One(figure, f =>
        [
            ("Brier score", f.InWords),
            ("outcomes", $"{f.Scored}; {f.CannotTell} more cannot be told, {f.Overdue} are overdue, {f.Withdrawn} were withdrawn before"),
            .. f.Classes.Select(c => (c.Confidence, (string?)$"{c.Scored}: {c.InWords}{(c.ShareCameTrue is { } share ? string.Create(CultureInfo.InvariantCulture, $" ({share * PercentWhole:0} %)") : "")}")),
        ]);
        return ExitCode.Done;
    }
}
