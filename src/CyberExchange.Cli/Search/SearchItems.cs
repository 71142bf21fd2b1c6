using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Search;

namespace CyberExchange.Cli.Search;

/// <summary>Searches what the caller may see, best first.</summary>
public sealed class SearchItems : CyxCommand
{
    private const string Path = "/v1/search";
    private const long LimitDefault = 20;

    private readonly ItemFilters _filters = new();
    private readonly Argument<string[]> _words = new("words") { Description = "What to search for; every word is required. Quotation marks keep words in a row. Left out, filters alone say it.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _kind = new("--kind") { Description = "Only one kind of item.", HelpName = "incident|advisory|signal" };
    private readonly Option<long> _limit = new("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => LimitDefault };

    public SearchItems(CyxContext context)
        : base(context, "search", "Search the incidents and advisories that you may see.",
        [
            "cyx --as grid-jp search remote code execution --kind advisory",
            "cyx --as grid-jp search CVE-2026-12345 --json",
            "cyx --as cert-jp search '\"loss of view\"' --sector eu.energy",
            "cyx --as cert-jp search 変電所",
            "cyx --as grid-eu search --vendor-text siemens --cvss-min 9 --current-release-since 2026-01-01T00:00:00Z",
        ])
    {
        Add(_words);
        _kind.AcceptOnlyFromAmong("incident", "advisory", "signal");
        Add(_kind);
        foreach (var option in _filters.All)
        {
            Add(option);
        }

        Add(_limit);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var left = session.Value(_limit);
        if (left < 1)
        {
            throw CyxFailure.Usage("--limit takes a number above 0");
        }

        var path = _filters.Apply(Query.Add(Path, ("q", session.Value(_words) is { Length: > 0 } words ? string.Join(' ', words) : null), ("kind", session.Value(_kind))), session);
        string? after = null;
        SearchPage page;
        do
        {
            page = await session.Exchange.GetAsync<SearchPage>(Query.Add(path, ("limit", Query.Number(Math.Min(left, ExchangeClient.PageItemsMax))), ("after", after)), ct);
            foreach (var found in page.Items)
            {
                Print(session.Output, found);
            }

            (after, left) = (page.Next, left - page.Items.Count);
        }
        while (after is not null && left > 0);

        session.Output.Note(Told(page.Total, rest: after is not null));
        return ExitCode.Done;
    }

    private static void Print(CyxOutput output, SearchResult found)
    {
        if (output.Json)
        {
            output.JsonLine(found);
            return;
        }

        output.Line(found switch
        {
            { Incident: { } incident } => Columns(found, incident.Received.Label, incident.Originator, incident.Report.Title, incident.WithdrawnBecause, "withdrawn"),
            { Advisory: { } advisory } => Columns(found, advisory.Received.Label, advisory.Originator, advisory.Title, advisory.WithdrawnBecause, advisory.Ended),
            { Signal: { } signal } => Columns(found, signal.Received.Label, signal.Originator, signal.Signal.Title, signal.WithdrawnBecause, "withdrawn"),
            _ => $"{found.Type}  {found.Id}", // Of a kind that only a newer program knows.
        });
        foreach (var highlight in found.Highlights)
        {
            output.Marked($"    {highlight.Pointer}  ", highlight.Text, [.. highlight.Ranges.Select(r => (r.Start, r.Length))]);
        }
    }

    private static string Columns(SearchResult found, string label, OriginatorDocument originator, string title, string? withdrawnBecause, string? ended) =>
        $"{found.Type}  {found.Id}  {label}  {OriginatorText.Short(originator)}  {title}{(withdrawnBecause is null ? "" : $"  [{ended ?? "withdrawn"}: {withdrawnBecause}]")}";

    private static string Told(SearchTotal total, bool rest) => total switch
    {
        { Count: 0, More: false } => "nothing that you may see meets all of this",
        { More: true } => $"there are more than {total.Count}, of which the newest were ranked: search for more words, or narrow the search",
        _ when rest => $"{total.Count} found: --limit N shows more",
        _ => $"{total.Count} found",
    };
}
