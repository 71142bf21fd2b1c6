using System.CommandLine;

namespace CyberExchange.Cli.Items;

/// <summary>Lists what the caller may see, newest change first.</summary>
public abstract class ListItems<TDocument> : CyxCommand
{
    private const long LimitDefault = 50;

    private readonly ItemKind _kind;
    private readonly ItemFilters _filters;
    private readonly Option<long> _limit = new("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => LimitDefault };
    private readonly Option<bool> _all = new("--all") { Description = "All of them, however many." };

    protected ListItems(CyxContext context, ItemKind kind, IReadOnlyList<string> examples)
        : base(context, "list", $"List the {kind.Path.Split('/')[^1]} that you may see, newest change first.", examples)
    {
        _kind = kind;
        _filters = new ItemFilters(kind);
        foreach (var option in _filters.All)
        {
            Add(option);
        }

        Add(_limit);
        Add(_all);
    }

    protected abstract IReadOnlyList<string> Headings { get; }

    protected abstract IReadOnlyList<string> Cells(TDocument item);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var limit = session.Value(_all) ? long.MaxValue - 1 : session.Value(_limit);
        if (limit < 1)
        {
            throw CyxFailure.Usage("--limit takes a number above 0");
        }

        // One more than asked for tells whether there are more.
        var items = new List<TDocument>();
        await foreach (var item in session.Exchange.ListAsync<TDocument>(_filters.Apply(_kind.Path, session), limit + 1, ct))
        {
            items.Add(item);
        }

        var shown = items.Count > limit ? items[..(int)limit] : items;
        session.Output.Many(shown, Headings, Cells);
        if (items.Count > limit)
        {
            session.Output.Note($"there are more than {limit}: --limit N or --all shows them");
        }

        return ExitCode.Done;
    }
}
