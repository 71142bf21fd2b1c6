using CyberExchange.Contracts.Incidents;

namespace CyberExchange.Cli.Items;

/// <summary>Who an item comes from, as text; a maker is not told which operator an incident befell.</summary>
public static class OriginatorText
{
    /// <summary>In a column.</summary>
    public static string Short(OriginatorDocument from) => from.Handle ?? $"withheld ({from.Jurisdiction})";

    /// <summary>On a line of its own.</summary>
    public static string Whole(OriginatorDocument from) =>
        from.Handle is null ? Short(from) : $"{from.Handle}, {from.Name} ({from.Jurisdiction})";
}
