using System.CommandLine;
using CyberExchange.Cli.Views;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Audit;

/// <summary>Lists of audit rows: page after page, as a table, as JSON lines, or in CSV as the exchange writes it.</summary>
internal sealed class AuditListing
{
    private readonly Option<bool> _csv = new("--csv") { Description = "CSV (RFC 4180) instead of text." };
    private readonly Option<long?> _limit = new("--limit") { Description = "At most so many; else all.", HelpName = "N" };

    public IEnumerable<Option> All => [_csv, _limit];

    /// <summary>Writes the list to its end.</summary>
    /// <param name="session">The run.</param>
    /// <param name="path">The list.</param>
    /// <param name="headings">Of the table.</param>
    /// <param name="cells">Of one of its rows.</param>
    /// <param name="nothing">What is said where there is none.</param>
    /// <param name="ct">Gives up.</param>
    public async Task WriteAsync<T>(
        CyxSession session, string path, IReadOnlyList<string> headings, Func<T, IReadOnlyList<string>> cells, string nothing, CancellationToken ct)
    {
        var (csv, left) = (session.Value(_csv), session.Value(_limit) ?? long.MaxValue);
        if (left < 1 || (csv && session.Output.Json))
        {
            throw CyxFailure.Usage(left < 1 ? "--limit takes a number above 0" : "give one of --csv and --json");
        }

        using var progress = new ProgressLine(session.Surroundings);
        var table = new List<T>();
        long written = 0;
        string? after = null;
        do
        {
            var page = Query.Add(path, ("limit", Query.Number(Math.Min(left - written, ExchangeClient.PageItemsMax))), ("after", after));
            if (csv)
            {
                var (heading, lines, next) = await session.Exchange.GetCsvAsync(page, ct);
                await session.Surroundings.Output.WriteAsync(string.Concat((written == 0 ? [heading, .. lines] : lines).Select(line => line + "\r\n")).AsMemory(), ct);
                (written, after) = (written + lines.Count, next);
            }
            else
            {
                var read = await session.Exchange.GetAsync<Page<T>>(page, ct);
                Take(session.Output, read.Items, table);
                (written, after) = (written + read.Items.Count, read.Next);
            }

            // How long a list is nobody knows before its end: a count that grows.
            if (after is not null && session.Surroundings.ErrorIsTerminal)
            {
                progress.Show($"{written} rows");
            }
        }
        while (after is not null && written < left);

        progress.End();
        if (written == 0)
        {
            session.Output.Note(nothing);
        }
        else if (table.Count > 0)
        {
            session.Output.Many(table, headings, cells);
        }
    }

    // A table is as wide as its widest cell, so that it waits for the end.
    private static void Take<T>(CyxOutput output, IReadOnlyList<T> items, List<T> table)
    {
        if (!output.Json)
        {
            table.AddRange(items);
            return;
        }

        foreach (var item in items)
        {
            output.JsonLine(item);
        }
    }
}
