using System.Text;
using CyberExchange.Domain.Obligations;

namespace CyberExchange.Interop.Duties;

/// <summary>A prepared report as one HTML page for paper: it holds no script and loads nothing.</summary>
/// <remarks>English and Japanese stand side by side, the language of the authority first. Whatever anybody stated is text and never markup.</remarks>
public sealed class ReportHtml
{
    private readonly StringBuilder _page = new();
    private readonly PreparedReport _report;
    private readonly bool _japaneseFirst;

    private ReportHtml(PreparedReport report) => (_report, _japaneseFirst) = (report, report.Duty.Jurisdiction == "JP");

    /// <summary>The page, in UTF-8 when it is stored or sent.</summary>
    public static string Write(PreparedReport report)
    {
        var page = new ReportHtml(report);
        page.Head();
        page.About();
        foreach (var section in report.Sections)
        {
            page.Section(section);
        }

        page.Foot();
        return page._page.ToString();
    }

    private void Head()
    {
        Raw($"<!DOCTYPE html>\n<html lang=\"{(_japaneseFirst ? "ja" : "en")}\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
        Raw(Text($"{_report.Duty.Title} - {_report.Subject.Incident}"));
        Raw($"</title>\n<style>{PaperPage.Style}</style>\n</head>\n<body>\n<h1>{Text(_report.Duty.Title, "en")}</h1>\n");
        if (_report.Form is { } form)
        {
            Raw($"<p>{Pair(form.English, form.Japanese)}</p>\n");
        }

        Raw("<section class=\"banner\" role=\"note\">\n");
        Paragraphs("Prepared, not filed. No interface to the authority exists here: file it by hand and attach the receipt.",
            "作成済み・未提出。当局へ送信する機能はありません。手作業で提出し、受領証を添付してください。");
        if (_report.Missing.Count > 0)
        {
            Paragraphs($"{_report.Missing.Count} rows are missing.", $"未記入の項目が{_report.Missing.Count}件あります。");
        }

        foreach (var notice in _report.Notices)
        {
            Raw($"<p>{Text(notice, "en")}</p>\n");
        }

        Raw("</section>\n");
    }

    private void About()
    {
        Raw("<table>\n");
        Line("Incident", "事案", _report.Subject.Incident);
        Line("Title", "件名", _report.Subject.Title);
        Line("Reporting organisation", "報告組織", _report.Subject.Reporter);
        Line("To", "報告先", string.Join("; ", _report.Duty.Recipients));
        Line("Legal basis", "根拠法令", _report.Duty.Citation);
        Line("Due", "期限", _report.Clock?.Due);
        Line("Latest lawful time", "法令上の最終期限", _report.Clock?.Latest);
        Line("Up to", "期間の上限", _report.Clock?.UpTo);
        if (_report.Clock is { } clock)
        {
            Clock(clock);
        }

        Line("Prepared at", "作成日時", _report.Subject.PreparedAt);
        Raw("</table>\n");
    }

    private void Clock(ReportClock clock)
    {
        if (clock.Due is null)
        {
            Line("Clock", "期限の計算", clock.Outcome);
        }

        if (clock.Outcome == DutyWords.Outcomes.Text(ClockOutcome.RollUnknown))
        {
            Row("Latest lawful time", "法令上の最終期限", Pair("not known: no calendar says whether the target moves", "不明（休日による期限の延長を判断できる暦がありません）"));
            Line("Lawful in any case until", "少なくともこの時刻までは期限内", clock.LawfulUntil);
        }
    }

    private void Section(ReportSection section)
    {
        Raw($"<section>\n<h2>{Pair(section.English, section.Japanese)}</h2>\n");
        if (section.Fields.Count == 0)
        {
            Raw("<div class=\"open\">\n");
            Paragraphs("No rows are listed: state it by hand.", "項目が登録されていません。手作業で記載してください。");
            Raw("</div>\n");
        }
        else
        {
            Raw("<table>\n");
            foreach (var field in section.Fields)
            {
                Field(field);
            }

            Raw("</table>\n");
        }

        Raw("</section>\n");
    }

    private void Field(ReportField field)
    {
        Raw($"<tr>{Heading(field.English, field.Japanese)}<td>");
        switch (field)
        {
            case { Values.Count: 0 }:
                Raw($"<span class=\"open\">{(field.State == ContentWords.Cells.Text(CellState.Missing) ? Pair("missing", "未記入") : Pair("none stated", "記載なし"))}</span>");
                break;
            case { Kind: var kind } when kind == ContentWords.Kinds.Text(ContentKind.Answer):
                Raw(Answer(field.Values[0]));
                break;
            case { Values: [var only] }:
                Raw($"<span class=\"value\" dir=\"auto\">{Text(only)}</span>");
                break;
            default:
                Raw($"<ul>{string.Concat(field.Values.Select(value => $"<li class=\"value\" dir=\"auto\">{Text(value)}</li>"))}</ul>");
                break;
        }

        if (field.Note is { } note)
        {
            Raw($"<p class=\"note\">{Text(note, "en")}</p>");
        }

        Raw("</td></tr>\n");
    }

    private void Foot()
    {
        Raw("<footer>\n");
        Raw($"<p>{Text($"Rulebook {_report.RulebookVersion}, SHA-256 {_report.RulebookDigest}; contents {_report.CatalogVersion}. Research data, not legal advice.", "en")}</p>\n");
        if (_report.Form is { } form)
        {
            Raw($"<p>{Text($"Form {form.Id}, in force from {form.EffectiveFrom}: {form.Source}.", "en")}</p>\n");
        }

        Raw("</footer>\n</body>\n</html>\n");
    }

    private string Answer(string value) => value switch
    {
        "yes" => Pair(value, "はい"),
        "no" => Pair(value, "いいえ"),
        _ => Pair(value, "不明"),
    };

    private void Line(string english, string japanese, string? value)
    {
        if (value is not null)
        {
            Row(english, japanese, $"<span class=\"value\" dir=\"auto\">{Text(value)}</span>");
        }
    }

    private void Row(string english, string japanese, string markup) => Raw($"<tr>{Heading(english, japanese)}<td>{markup}</td></tr>\n");

    private void Paragraphs(string english, string japanese)
    {
        string[] both = [$"<p>{Text(english, "en")}</p>\n", $"<p>{Text(japanese, "ja")}</p>\n"];
        Raw(string.Concat(_japaneseFirst ? both.Reverse() : both));
    }

    private string Heading(string english, string japanese)
    {
        string[] both = [$"<th scope=\"row\" lang=\"en\">{Text(english)}</th>", $"<th scope=\"row\" lang=\"ja\">{Text(japanese)}</th>"];
        return string.Concat(_japaneseFirst ? both.Reverse() : both);
    }

    private string Pair(string english, string? japanese)
    {
        if (japanese is null)
        {
            return Text(english, "en");
        }

        return _japaneseFirst ? $"{Text(japanese, "ja")} / {Text(english, "en")}" : $"{Text(english, "en")} / {Text(japanese, "ja")}";
    }

    private static string Text(string text, string language) => $"<span lang=\"{language}\">{Text(text)}</span>";

    private static string Text(string text) => PaperPage.Text(text);

    private void Raw(string markup) => _page.Append(markup);
}
