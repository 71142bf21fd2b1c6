using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Items;

/// <summary>Counts what the caller may see under the filters of the list.</summary>
public sealed class CountItems : CyxCommand
{
    private readonly ItemKind _kind;
    private readonly ItemFilters _filters;

    public CountItems(CyxContext context, ItemKind kind)
        : base(context, "count", "Count what you may see, under the filters of list.",
            [$"cyx --as grid-jp {kind.Noun} count", $"cyx --as grid-jp {kind.Noun} count --label TLP:GREEN"])
    {
        _kind = kind;
        _filters = new ItemFilters(kind);
        foreach (var option in _filters.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var count = await session.Exchange.GetAsync<CountDocument>(_filters.Apply($"{_kind.Path}/count", session), ct);
        session.Output.One(count, Query.Number(count.Count));
        return ExitCode.Done;
    }
}
