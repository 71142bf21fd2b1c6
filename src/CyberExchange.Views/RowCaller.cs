using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views;

/// <summary>On whose behalf rows are read. Row-level policies show a transaction what its caller may read, and nothing to one that names none.</summary>
/// <remarks>
/// It holds for one transaction: a pooled connection keeps no caller. Beside viewers there is work of the exchange itself, each
/// kind of it with a name of its own and no more rows than it needs; the policies are in script 0151.
/// </remarks>
/// <param name="partner">Empty for none, as all of these.</param>
/// <param name="member">Of the partner.</param>
/// <param name="errand">The name of the work.</param>
/// <param name="item">The one that an explanation is of.</param>
internal sealed class RowCaller(string partner = "", string member = "", string errand = "", string item = "")
{
    private const string Enter = """
        select set_config('cx.partner', $1, true), set_config('cx.member', $2, true), set_config('cx.errand', $3, true), set_config('cx.item', $4, true)
        """;

    /// <summary>Keeps the partner directory in memory.</summary>
    public static RowCaller Directory { get; } = new(errand: "directory");

    /// <summary>Looks for embargoes that are due.</summary>
    public static RowCaller Embargoes { get; } = new(errand: "embargo");

    /// <summary>Looks for duties of which their owner is to be reminded.</summary>
    public static RowCaller Reminders { get; } = new(errand: "remind");

    /// <summary>Asks which release policy is in force.</summary>
    public static RowCaller Policies { get; } = new(errand: "policy");

    /// <summary>Tells of one item who sees it and why, now or before. Whether whoever asks may know is decided before.</summary>
    public static RowCaller Explaining(ItemId item) => new(errand: "explain", item: Text(item.Value));

    /// <summary>Reads what a viewer sees. The public is the zero id in both.</summary>
    public static RowCaller Of(Viewer viewer) => viewer switch
    {
        Viewer.Partner seer => new(Text(seer.Profile.Id.Value), Text(seer.Member.Value)),
        Viewer.Anyone => new(Text(Guid.Empty), Text(Guid.Empty)),
        _ => throw new System.Diagnostics.UnreachableException("A viewer of no known kind."),
    };

    /// <summary>Reads what is a partner's own, whichever of its members asks.</summary>
    public static RowCaller Of(PartnerId partner) => new(Text(partner.Value));

    /// <summary>Names this caller until the transaction ends.</summary>
    public NpgsqlBatchCommand Named() => new(Enter)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = partner },
            new NpgsqlParameter<string> { TypedValue = member },
            new NpgsqlParameter<string> { TypedValue = errand },
            new NpgsqlParameter<string> { TypedValue = item },
        },
    };
    private static string Text(Guid id) => id.ToString("D");
}
