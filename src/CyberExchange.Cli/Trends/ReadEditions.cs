using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CyberExchange.Contracts.Trends;
using CyberExchange.Domain.Trends;

namespace CyberExchange.Cli.Trends;

/// <summary>Lists editions.</summary>
public sealed class ListEditions : CyxCommand
{
    private static readonly string[] Headings = ["NUMBER", "AS OF", "FROM", "THROUGH", "LABEL", "CORRECTS", "ID"];

    public ListEditions(CyxContext context)
        : base(context, "list", "List the editions that you may have, the latest first.", ["cyx trends list", "cyx --as cert-eu trends list"])
    {
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var found = await session.Exchange.GetAsync<EditionsDocument>(TrendCommands.Editions, ct);
        session.Output.Many(found.Editions, Headings, e => [Query.Number(e.Number), Query.Instant(e.AsOf), e.From, e.Through, e.Label, e.Corrects ?? "", e.Id]);
        return ExitCode.Done;
    }
}

/// <summary>Shows an edition, or one table of it in one period.</summary>
public sealed class ShowEdition : CyxCommand
{
    private readonly Argument<string> _edition = new("EDITION") { Description = "Its number or id, from: cyx trends list." };
    private readonly Option<string?> _table = new("--table") { Description = "Such as sectors.eu; left out, what tables there are.", HelpName = "TABLE" };
    private readonly Option<string?> _period = new("--period") { Description = "2025, 2025-Q4 or 2025-12; left out, the last quarter.", HelpName = "PERIOD" };

    public ShowEdition(CyxContext context)
        : base(context, "show", "Show an edition and how much of it is withheld, or one table of it.", ["cyx trends show 1", "cyx --as delegate-jp trends show 1 --table sectors.jp --period 2025"])
    {
        Add(_edition);
        Add(_table);
        Add(_period);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var (edition, bytes) = await ExportEdition.ReadAsync(session, session.Value(_edition), ct);
        if (session.Output.Json)
        {
            using var frozen = JsonDocument.Parse(bytes);
            session.Output.JsonLine(frozen.RootElement);
            return ExitCode.Done;
        }

        if (session.Value(_table) is not { } id)
        {
            session.Output.One(edition, Fields);
            return ExitCode.Done;
        }

        var table = edition.Table(id) ?? throw new CyxFailure(ExitCode.Usage, $"Edition {edition.Number} has no table '{id}': {string.Join(", ", edition.AllTables.Select(t => t.Id))}.");
        var period = session.Value(_period) is not { } text ? edition.Through : Period.Parse(text) ?? throw new CyxFailure(ExitCode.Usage, "A period is written 2025, 2025-Q4 or 2025-12.");
        if (!table.Periods.Contains(period))
        {
            throw new CyxFailure(ExitCode.Usage, $"Edition {edition.Number} does not cover {period}, or not yet as a whole.");
        }

        session.Output.Many(table.Rows, ["NUMBER", "EDITION", "ROW", "NAME"], row => table.Figure(row.Id, period) is var (number, of)
            ? [Query.Number(number), Query.Number(of), row.Id, row.Name.En]
            : [WithheldWords.Mark, "", row.Id, row.Name.En]);
        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(TrendEdition edition) =>
    [
        ("number", Query.Number(edition.Number)),
        ("id", edition.Id),
        ("as of", Query.Instant(edition.AsOf)),
        ("covers", $"{edition.From} to {edition.Through}"),
        ("previous", edition.Previous),
        ("corrects", edition.Corrects),
        ("method", edition.Method),
        ("tables", string.Join('\n', edition.AllTables.Select(t => t.Id).Zip(WithheldWords.Of(edition)).Select(t => $"{t.First}: {t.Second.En}"))),
        ("withheld", WithheldWords.Why(edition.Rule).En),
    ];
}

/// <summary>Compares two numbers of an edition.</summary>
public sealed class CompareNumbers : CyxCommand
{
    private readonly Argument<string> _edition = new("EDITION") { Description = "Its number or id, from: cyx trends list." };
    private readonly Option<string> _table = new("--table") { Description = "Such as sectors.eu.", HelpName = "TABLE", Required = true };
    private readonly Option<string?> _row = new("--row") { Description = "Such as eu.health; left out, all incidents.", HelpName = "ROW" };
    private readonly Option<string> _period = new("--period") { Description = "2025, 2025-Q4 or 2025-12.", HelpName = "PERIOD", Required = true };
    private readonly Option<string?> _withTable = new("--with-table") { Description = "Of the second number; left out, the first's.", HelpName = "TABLE" };
    private readonly Option<string?> _withRow = new("--with-row") { Description = "Of the second number; left out, the first's.", HelpName = "ROW" };
    private readonly Option<string?> _withPeriod = new("--with-period") { Description = "Of the second number; left out, the first's.", HelpName = "PERIOD" };
    private readonly Option<string> _language = new("--lang") { Description = "en, ja or fr.", HelpName = "LANG", DefaultValueFactory = _ => "en" };

    public CompareNumbers(CyxContext context)
        : base(context, "compare", "Compare two numbers of an edition, periods, rows or sides, in words to quote.",
            [
                "cyx trends compare 1 --table sectors.eu --row eu.health --period 2025 --with-period 2024",
                "cyx --as delegate-jp trends compare 1 --table sectors.eu --row eu.banking --period 2025 --with-table sectors.jp --with-row jp.finance --lang ja",
            ])
    {
        Add(_edition);
        foreach (var option in new Option[] { _table, _row, _period, _withTable, _withRow, _withPeriod, _language })
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        Func<TrendWordsDocument, string> language = session.Value(_language) switch
        {
            "en" => w => w.En,
            "ja" => w => w.Ja,
            "fr" => w => w.Fr,
            _ => throw new CyxFailure(ExitCode.Usage, "The language is en, ja or fr."),
        };
        var path = Query.Add(
            TrendCommands.Edition(session.Value(_edition)) + "/comparison",
            ("table", session.Value(_table)), ("row", session.Value(_row)), ("period", session.Value(_period)),
            ("withTable", session.Value(_withTable)), ("withRow", session.Value(_withRow)), ("withPeriod", session.Value(_withPeriod)));
        var found = await session.Exchange.GetAsync<TrendComparisonDocument>(path, ct);
        session.Output.One(found, language(found.Sentence));
        session.Output.Note($"Edition {Query.Number(found.Number)} is {found.Label}.");
        foreach (var caution in found.Cautions)
        {
            session.Output.Note(language(caution));
        }

        return ExitCode.Done;
    }
}

/// <summary>Writes an edition, or a table of it.</summary>
public sealed class ExportEdition : CyxCommand
{
    private readonly Argument<string> _edition = new("EDITION") { Description = "Its number or id, from: cyx trends list." };
    private readonly Option<string?> _table = new("--table") { Description = "One table, such as sectors.eu.", HelpName = "TABLE" };
    private readonly Option<bool> _sides = new("--side-by-side") { Description = "The sectors of both sides side by side." };
    private readonly Option<bool> _csv = new("--csv") { Description = "As CSV (RFC 4180); of a table, or side by side." };
    private readonly Option<string?> _page = new("--page") { Description = "As a page for paper, in en, ja or fr.", HelpName = "LANG" };

    public ExportEdition(CyxContext context)
        : base(context, "export", "Write an edition as it was frozen, whose SHA-256 is its id, or a table of it as JSON or CSV.",
            ["cyx trends export 1 > edition-1.json", "cyx trends export 1 --table sectors.eu --csv > sectors-eu.csv", "cyx trends export 1 --side-by-side --csv > sectors.csv", "cyx trends export 1 --page ja > edition-1.html"])
    {
        Add(_edition);
        Add(_table);
        Add(_sides);
        Add(_csv);
        Add(_page);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var (table, sides, csv, language) = (session.Value(_table), session.Value(_sides), session.Value(_csv), session.Value(_page));
        if ((table is null ? 0 : 1) + (sides ? 1 : 0) + (language is null ? 0 : 1) > 1 || (csv && table is null && !sides))
        {
            throw new CyxFailure(ExitCode.Usage, "Give --table, --side-by-side or --page, and --csv with one of the first two.");
        }

        var edition = session.Value(_edition);
        var path = TrendCommands.Edition(edition);
        var form = csv ? "text/csv" : "application/json";
        var bytes = (table, sides, language) switch
        {
            ({ } id, _, _) => await session.Exchange.GetBytesAsync($"{path}/tables/{Uri.EscapeDataString(id)}", form, ct),
            (_, true, _) => await session.Exchange.GetBytesAsync($"{path}/side-by-side", form, ct),
            (_, _, { } lang) => await session.Exchange.GetBytesAsync(Query.Add($"{path}/page", ("lang", lang)), "text/html", ct),
            _ => (await ReadAsync(session, edition, ct)).Bytes,
        };
        await session.Surroundings.OutputBytes.WriteAsync(bytes, ct);
        return ExitCode.Done;
    }

    /// <summary>An edition, once its bytes were found to be the ones of its id.</summary>
    /// <exception cref="CyxFailure">There is none, or its bytes are not those of its id.</exception>
    internal static async Task<(TrendEdition Edition, byte[] Bytes)> ReadAsync(CyxSession session, string edition, CancellationToken ct)
    {
        var number = int.TryParse(edition, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var listed = (await session.Exchange.GetAsync<EditionsDocument>(TrendCommands.Editions, ct)).Editions.FirstOrDefault(e => e.Number == number || e.Id == edition)
            ?? throw new CyxFailure(ExitCode.NotFound, $"There is no edition {edition} that you may have: cyx trends list has those that there are.");
        var bytes = await session.Exchange.GetBytesAsync(TrendCommands.Edition(listed.Id), ct);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == listed.Id
            ? (TrendEdition.Read(bytes), bytes)
            : throw new CyxFailure(ExitCode.Unavailable, $"The bytes of edition {edition} are not those of its id: do not rely upon them.");
    }
}
