using System.CommandLine;
using CyberExchange.Contracts.Trends;

namespace CyberExchange.Cli.Trends;

/// <summary>Counts what one may see, or compares two of the numbers.</summary>
public sealed class ShowLiveTrends : CyxCommand
{
    private const string Path = "/v1/trends/live";
    private const string CsvMediaType = "text/csv";

    private readonly Option<string?> _by = new("--by") { Description = "month, quarter or year; left out, month.", HelpName = "KIND" };
    private readonly Option<string?> _from = new("--from") { Description = "From this period on, such as 2026-03, 2026-Q1 or 2026.", HelpName = "PERIOD" };
    private readonly Option<string?> _to = new("--to") { Description = "Up to this period; left out, the present one.", HelpName = "PERIOD" };
    private readonly Option<string?> _side = new("--side") { Description = "EU or JP; left out, both.", HelpName = "SIDE" };
    private readonly Option<string?> _sector = new("--sector") { Description = "Only what names this sector or one below it, such as eu.energy.", HelpName = "ID" };
    private readonly Option<string?> _table = new("--table") { Description = "Show one table, such as sectors.eu, or one dimension, such as vendors.", HelpName = "ID" };
    private readonly Option<bool> _sideBySide = new("--side-by-side") { Description = "The EU's sectors beside Japan's." };
    private readonly Option<bool> _csv = new("--csv") { Description = "As CSV, all numbers." };
    private readonly Option<string?> _language = new("--lang") { Description = "Names and sentences in en, ja or fr.", HelpName = "LANG" };

    private readonly Option<string[]> _compare = new("--compare")
    {
        Description = "Compare two numbers, each as TABLE:ROW:PERIOD.",
        HelpName = "FIRST SECOND",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    public ShowLiveTrends(CyxContext context)
        : base(context, "live", "Count what you may see: incidents by sector, sub-area, class, severity, regime and timeliness; advisories by severity, exploitation, vendor and weakness.",
            [
                "cyx --as delegate-eu trends live --by quarter --table sectors.eu",
                "cyx --as delegate-jp trends live --by year --side-by-side --csv > sectors.csv",
                "cyx --as delegate-jp trends live --compare sectors.jp:jp.electricity:2026-Q2 sectors.jp:jp.electricity:2026-Q1 --lang ja",
            ])
    {
        foreach (var option in new Option[] { _by, _from, _to, _side, _sector, _table, _sideBySide, _csv, _compare, _language })
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        if (session.Value(_language) is not (null or "en" or "ja" or "fr"))
        {
            throw new CyxFailure(ExitCode.Usage, "--lang is en, ja or fr");
        }

        if (session.Value(_compare) is [var first, var second])
        {
            return await CompareAsync(session, first, second, ct);
        }

        var path = Query.Add(
            session.Value(_sideBySide) ? Path + "/side-by-side" : Path,
            ("by", session.Value(_by)), ("from", session.Value(_from)), ("to", session.Value(_to)), ("side", session.Value(_side)), ("sector", session.Value(_sector)));
        if (session.Value(_csv))
        {
            await session.Surroundings.OutputBytes.WriteAsync(await session.Exchange.GetBytesAsync(path, CsvMediaType, ct), ct);
            return ExitCode.Done;
        }

        return session.Value(_sideBySide) ? await SideBySideAsync(session, path, ct) : await TablesAsync(session, path, ct);
    }

    private async Task<ExitCode> TablesAsync(CyxSession session, string path, CancellationToken ct)
    {
        var figures = await session.Exchange.GetAsync<LiveTrendsDocument>(path, ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(figures);
            return ExitCode.Done;
        }

        var asked = session.Value(_table);
        var tables = figures.Incidents.Concat(figures.Advisories).Where(t => asked is null || t.Id == asked || t.Id.StartsWith(asked + ".", StringComparison.Ordinal)).ToList();
        if (tables.Count == 0)
        {
            throw new CyxFailure(ExitCode.Usage, $"there is no table {asked}; there are {string.Join(", ", figures.Incidents.Concat(figures.Advisories).Select(t => t.Id))}");
        }

        // Rows without a number are many, and say nothing that the total does not.
        session.Output.Many(
            [.. tables.SelectMany(t => t.Rows.Where(r => r.Parent is null || r.Numbers.Any(n => n > 0)).Select(r => (Table: t.Id, Row: r)))],
            ["TABLE", "ROW", "NAME", .. Headings(figures.Periods)],
            line => [line.Table, line.Row.Id, In(session, line.Row.Name), .. line.Row.Numbers.Select(Query.Number)]);
        session.Output.Note($"As of {Query.Instant(figures.AsOf)}{Labels(figures.Label, figures.Pap)}. {In(session, figures.WhatIsCounted)}");
        return ExitCode.Done;
    }

    private async Task<ExitCode> SideBySideAsync(CyxSession session, string path, CancellationToken ct)
    {
        var figures = await session.Exchange.GetAsync<LiveSideBySideDocument>(path, ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(figures);
            return ExitCode.Done;
        }

        session.Output.Many(
            figures.Lines,
            ["EU", "JAPAN", "RELATION", .. Headings(figures.Periods).SelectMany(p => new[] { $"EU {p}", $"JP {p}" })],
            line =>
            [
                line.Eu is null ? "" : In(session, line.Eu.Name), line.Jp is null ? "" : In(session, line.Jp.Name), In(session, line.Relation),
                .. figures.Periods.SelectMany((_, at) => new[] { Number(line.Eu, at), Number(line.Jp, at) }),
            ]);
        foreach (var line in figures.Lines.Where(l => l.Note is not null))
        {
            session.Output.Note($"{In(session, line.Eu?.Name ?? line.Jp!.Name)}: {line.Note}"); // A line has one of the two.
        }

        session.Output.Note($"As of {Query.Instant(figures.AsOf)}{Labels(figures.Label, figures.Pap)}. {In(session, figures.WhatIsCounted)} {In(session, figures.Bridge)}");
        return ExitCode.Done;

        static string Number(LiveRowDocument? row, int at) => row is null ? "-" : Query.Number(row.Numbers[at]);
    }

    private async Task<ExitCode> CompareAsync(CyxSession session, string first, string second, CancellationToken ct)
    {
        var path = Query.Add(Path + "/comparison", ("first", first), ("second", second), ("sector", session.Value(_sector)));
        var comparison = await session.Exchange.GetAsync<LiveComparisonDocument>(path, ct);
        session.Output.One(comparison, c =>
        [
            ("label", Labels(c.Label, c.Pap).TrimStart(',', ' ')),
            ("outcome", c.Outcome),
            ("sentence", In(session, c.Sentence)),
            ("caution", string.Join('\n', c.Cautions.Select(words => In(session, words)))),
        ]);
        return ExitCode.Done;
    }

    private static string Labels(string? label, string? pap) => label is null ? "" : $", {label} {pap}";

    // A period that still runs has a mark.
    private static IEnumerable<string> Headings(IReadOnlyList<LivePeriodDocument> periods) => periods.Select(p => p.Over ? p.Period : p.Period + "*");

    private string In(CyxSession session, TrendWordsDocument words) => session.Value(_language) switch
    {
        "ja" => words.Ja,
        "fr" => words.Fr,
        _ => words.En,
    };
}
