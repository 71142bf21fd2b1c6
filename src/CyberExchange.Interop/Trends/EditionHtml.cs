using System.Globalization;
using System.Text;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;

namespace CyberExchange.Interop.Trends;

/// <summary>An edition as one HTML page for paper, in one of three languages: what it is, both sides side by side, and every table.</summary>
/// <remarks>A page has the years and the last four quarters. Months, and every quarter, are in the files.</remarks>
public sealed class EditionHtml
{
    /// <summary>The languages of the dialogue.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "ja", "fr"];

    private const int QuartersShown = 4;

    private static readonly Words Title = new("Trends of incidents and advisories, edition {0}", "インシデント及びアドバイザリの動向 第{0}版", "Tendances des incidents et des avis, édition {0}");
    private static readonly Words AsOf = new("As of", "基準日時", "État au");
    private static readonly Words Covers = new("Covers", "対象期間", "Période couverte");
    private static readonly Words Id = new("SHA-256", "SHA-256", "SHA-256");
    private static readonly Words Corrects = new("Corrects", "訂正対象", "Corrige");
    private static readonly Words SideBySide = new("Sectors of both sides", "双方の分野", "Secteurs des deux côtés");
    private static readonly Words EuropeanUnion = new("European Union", "EU", "Union européenne");
    private static readonly Words Japan = new("Japan", "日本", "Japon");
    private static readonly Words Withheld = new("withheld", "非公表", "occulté");

    private static readonly Words Label = new("Label", "ラベル", "Étiquette");

    private static readonly Words Earlier = new(
        "A raised number names the earlier edition that a number is of: it was true as of that edition's instant.", "上付きの数字は、その数値が属する以前の版を示す（その版の基準日時における値）。",
        "Un chiffre en exposant désigne l’édition antérieure dont provient le nombre, exact à l’instant de celle-ci.");

    private static readonly Words Cite = new(
        "Cite an edition by its number and SHA-256.", "引用の際は版の番号とSHA-256を示すこと。", "Citer une édition par son numéro et son SHA-256.");

    private readonly StringBuilder _page = new();
    private readonly CitedEdition _cited;
    private readonly TrendEdition _edition;
    private readonly string _language;
    private readonly List<Period> _periods;

    private EditionHtml(CitedEdition cited, string language)
    {
        (_cited, _edition, _language) = (cited, cited.Edition, language);
        var all = _edition.Tables[0].Periods; // An edition has tables, and they have the same periods.
        _periods = [.. all.Where(p => p.Kind is PeriodKind.Year), .. all.Where(p => p.Kind is PeriodKind.Quarter).TakeLast(QuartersShown)];
    }

    /// <summary>The page, in UTF-8 when it is sent.</summary>
    /// <param name="cited">The edition.</param>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    public static string Write(CitedEdition cited, string language)
    {
        var page = new EditionHtml(cited, language);
        page.Head();
        page.Sides();
        foreach (var table in cited.Edition.AllTables)
        {
            page.Table(table);
        }

        page.Raw($"<footer>\n<p>{string.Join(' ', EditionWords.All.Append(Earlier).Append(Cite).Select(page.Text))}</p>\n</footer>\n</body>\n</html>\n");
        return page._page.ToString();
    }

    private void Head()
    {
        var title = string.Format(CultureInfo.InvariantCulture, In(Title), _edition.Number);
        Raw($"<!DOCTYPE html>\n<html lang=\"{_language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{PaperPage.Text(title)}</title>\n<style>{PaperPage.Style}</style>\n</head>\n<body>\n<h1>{PaperPage.Text(title)}</h1>\n<table>\n");
        Line(AsOf, _edition.AsOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Line(Covers, $"{_edition.From} – {_edition.Through}");
        Line(Label, _cited.Label.Text());
        Line(Id, _cited.Id);
        Line(Corrects, _edition.Corrects);
        Raw($"</table>\n<p class=\"note\">{Text(WithheldWords.Why(_edition.Rule))}</p>\n");
    }

    private void Sides()
    {
        Raw($"<section>\n<h2>{Text(SideBySide)}</h2>\n<table>\n<tr><th scope=\"col\">{Text(EuropeanUnion)}</th>{Periods()}<th scope=\"col\">{Text(Japan)}</th>{Periods()}<th scope=\"col\"></th></tr>\n");
        foreach (var line in Trends.SideBySide.Of(_edition).GroupBy(l => (l.Eu?.Id, l.Jp?.Id)))
        {
            var shown = line.Where(l => _periods.Contains(l.Period)).OrderBy(l => _periods.IndexOf(l.Period)).ToList();
            var (eu, jp) = (shown[0].Eu, shown[0].Jp);
            Raw($"<tr><td>{Name(eu)}</td>{string.Concat(shown.Select(l => Cell(l.EuFigure, eu is not null)))}<td>{Name(jp)}</td>{string.Concat(shown.Select(l => Cell(l.JpFigure, jp is not null)))}<td>{Text(shown[0].Relation)}{Note(shown[0].Note)}</td></tr>\n");
        }

        Raw($"</table>\n<p class=\"note\">{Text(SectorBridge.Caution)}</p>\n</section>\n");
    }

    private void Table(EditionTable table)
    {
        Raw($"<section>\n<h2>{Text(table.Title)}</h2>\n<table>\n<tr><th scope=\"col\"></th>{Periods()}</tr>\n");
        foreach (var row in table.Rows)
        {
            Raw($"<tr><th scope=\"row\">{Text(row.Name)}</th>{string.Concat(_periods.Select(p => Cell(table.Figure(row.Id, p), hasRow: true)))}</tr>\n");
        }

        Raw("</table>\n</section>\n");
    }

    private string Periods() => string.Concat(_periods.Select(p => $"<th scope=\"col\">{p}</th>"));

    private static string Note(string? note) => note is null ? "" : $" <span lang=\"en\">{PaperPage.Text(note)}</span>";

    private string Name(TrendRow? row) => row is null ? "–" : Text(row.Name);

    private string Cell((long Number, int Edition)? figure, bool hasRow) => (figure, hasRow) switch
    {
        ({ } f, _) => string.Create(CultureInfo.InvariantCulture, $"<td>{f.Number}{(f.Edition == _edition.Number ? "" : $"<sup>{f.Edition}</sup>")}</td>"),
        (_, true) => $"<td><span class=\"open\">{Text(Withheld)}</span></td>",
        _ => "<td>–</td>",
    };

    private void Line(Words heading, string? value)
    {
        if (value is not null)
        {
            Raw($"<tr><th scope=\"row\">{Text(heading)}</th><td><span class=\"value\">{PaperPage.Text(value)}</span></td></tr>\n");
        }
    }

    private string In(Words words) => _language switch
    {
        "ja" => words.Ja,
        "fr" => words.Fr,
        _ => words.En,
    };

    private string Text(Words words) => PaperPage.Text(In(words));

    private void Raw(string markup) => _page.Append(markup);
}
