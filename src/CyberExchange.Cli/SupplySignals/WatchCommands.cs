using System.CommandLine;
using System.Text.Json;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Cli.SupplySignals;

/// <summary>Shows the joint watch list, and how it stands.</summary>
public sealed class ShowWatch : CyxCommand
{
    public ShowWatch(CyxContext context)
        : base(context, "watch", "Show what both sides watch for, and how each entry stands by the signals that you may see.", ["cyx --as delegate-eu signal watch"])
    {
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var list = await session.Exchange.GetAsync<WatchListDocument>(SignalCommands.Watch, ct);
        session.Output.Many(
            list.Entries, ["ID", "SINCE", "STANDS", "THRESHOLD", "WATCHES"],
            e => [e.Entry.Id, Query.Instant(e.AgreedAt), $"{(e.Reached ? "REACHED" : "below")}: {e.SignalCount} from {e.Partners}", WatchText.Threshold(e.Entry), WatchText.Scope(e.Entry)]);
        return ExitCode.Done;
    }
}

/// <summary>Lists proposals for the watch list.</summary>
public sealed class ListWatchProposals : CyxCommand
{
    private readonly Option<string?> _state = new("--state") { Description = "open, agreed, declined or withdrawn.", HelpName = "STATE" };

    public ListWatchProposals(CyxContext context)
        : base(context, "proposals", "List what delegates of either side proposed for the watch list.", ["cyx --as delegate-jp signal proposals --state open"]) => Add(_state);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var page = await session.Exchange.GetAsync<Page<WatchProposalDocument>>(Query.Add(SignalCommands.Proposals, ("state", session.Value(_state))), ct);
        session.Output.Many(
            page.Items, ["ID", "AT", "SIDE", "STATE", "ENTRY", "THRESHOLD", "REASON"],
            p => [$"{p.Id:D}", Query.Instant(p.At), p.Side, p.Answer is { } answer ? $"{p.State}: {answer}" : p.State, p.Ends ? $"{p.Entry.Id} ends" : $"{p.Entry.Id}: {WatchText.Scope(p.Entry)}", WatchText.Threshold(p.Entry), p.Reason]);
        return ExitCode.Done;
    }
}

/// <summary>Proposes an entry of the watch list, or its end.</summary>
public sealed class ProposeWatch : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON of one entry, whole, as it would stand; - for standard input; with --end the entry's id." };
    private readonly Option<bool> _end = new("--end") { Description = "Take the entry off the list." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the other side.", HelpName = "TEXT", Required = true };

    public ProposeWatch(CyxContext context)
        : base(context, "propose", "Propose an entry of the watch list; it stands when a delegate of the other side agreed.",
        [
            "cyx --as delegate-eu signal propose entry.json --reason \"Both sides depend on few suppliers.\"",
            "cyx --as delegate-eu signal propose neon-logic --end --reason \"New plants deliver.\"",
        ])
    {
        Add(_file);
        Add(_end);
        Add(_reason);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var named = session.Value(_file);
        var reason = session.Value(_reason)!; // It is required.
        var request = session.Value(_end)
            ? new ProposeWatchRequest { Reason = reason, Ends = named }
            : new ProposeWatchRequest { Reason = reason, Entry = await EntryAsync(session, named, ct) };
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, SignalCommands.Proposals, ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"proposed; a delegate of the other side agrees with: cyx signal agree {receipt.Id:D}");
        return ExitCode.Done;
    }

    private static async Task<WatchEntryDocument> EntryAsync(CyxSession session, string path, CancellationToken ct)
    {
        try
        {
            return CyxJson.ReadStrictly<WatchEntryDocument>(await session.ReadFileAsync(path, ct));
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path} is not the JSON of an entry: {e.Message}", e);
        }
    }
}

/// <summary>Entries of the watch list for people.</summary>
internal static class WatchText
{
    public static string Scope(WatchEntryDocument entry) => $"{entry.Stage}, {entry.ProductClass}{(entry.Region is { } region ? $", {region}" : "")}: {entry.Title}";

    public static string Threshold(WatchEntryDocument entry) =>
        $"{entry.Threshold.Signals} from {entry.Threshold.Partners}, {entry.Threshold.Confidence} at least, in {entry.Threshold.Days} days";
}
