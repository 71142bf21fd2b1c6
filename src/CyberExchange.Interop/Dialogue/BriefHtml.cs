using System.Text;
using CyberExchange.Domain.Dialogue;

namespace CyberExchange.Interop.Dialogue;

/// <summary>A meeting brief as one HTML page for paper, in one of three languages. What entries say stands as it was stated.</summary>
public sealed class BriefHtml
{
    private readonly StringBuilder _page = new();
    private readonly MeetingBrief _brief;
    private readonly BriefWords _words;

    private BriefHtml(MeetingBrief brief, BriefWords words) => (_brief, _words) = (brief, words);

    /// <summary>The page, in UTF-8 when it is sent.</summary>
    public static string Write(MeetingBrief brief, BriefWords words)
    {
        var page = new BriefHtml(brief, words);
        page.Head();
        page.Entries(words.Commitments, brief.Commitments);
        page.Entries(words.NextSteps, brief.NextSteps);
        page.Developments();
        page.Entries(words.Instruments, brief.Instruments);
        page.Entries(words.Systems, brief.Systems);
        page.Conflicts();
        page.Raw($"<footer>\n<p>{Text(words.Foot)}</p>\n</footer>\n</body>\n</html>\n");
        return page._page.ToString();
    }

    private void Head()
    {
        var title = _brief.Session?.Title ?? _words.Topic(_brief.Topics[0]);
        Raw($"<!DOCTYPE html>\n<html lang=\"{_words.Language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{Text($"{_words.Brief}: {title}")}</title>\n<style>{PaperPage.Style}</style>\n</head>\n<body>\n");
        Raw($"<p>{Text(_words.Brief)}</p>\n<h1>{Text(title)}</h1>\n<table>\n");
        Line(_words.Date, _brief.Session is { Date: not null } dated ? Dated(dated) : null);
        Line(_words.Place, _brief.Session?.Place);
        Line(_words.People, _brief.Session is { People.Count: > 0 } session ? string.Join("; ", session.People.Select(Person)) : null);
        Line(_words.Topics, string.Join(", ", _brief.Topics.Select(_words.Topic)));
        Line(_words.Source, _brief.Session?.Source);
        Line(_words.MadeOn, _brief.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Raw("</table>\n");
        if (_brief.Session?.Note is { } note)
        {
            Raw($"<p class=\"note\">{Text(note)}</p>\n");
        }
    }

    private void Entries(string heading, IReadOnlyList<DialogueEntry> entries)
    {
        Raw($"<section>\n<h2>{Text(heading)}</h2>\n");
        if (entries.Count == 0)
        {
            Raw($"<p class=\"open\">{Text(_words.None)}</p>\n");
        }

        foreach (var entry in entries)
        {
            Raw($"<table>\n<tr><th scope=\"row\">{Text(entry.Date is null ? entry.Id : Dated(entry))}</th><td><strong>{Text(entry.Title)}</strong>{Mark(entry)}{Paragraph(entry.Summary)}</td></tr>\n");
            Line(_words.Status, entry.Status);
            Line(_words.Owner, entry.Owner);
            Line(_words.NextStep, entry.NextStep);
            Line(_words.Evidence, entry.Evidence);
            Line(_words.Related, string.Join("; ", entry.Links.Where(l => l.Entry != _brief.Session?.Id).Select(l => _brief.Titles.GetValueOrDefault(l.Entry, l.Entry))));
            Line(_words.Source, entry.Source);
            Raw($"</table>\n{(entry.Note is { } note ? $"<p class=\"note\">{Text(note)}</p>\n" : "")}");
        }

        Raw("</section>\n");
    }

    // The two sides stand side by side, each development in the column of whose it is.
    private void Developments()
    {
        Raw($"<section>\n<h2>{Text(_words.Developments)}</h2>\n");
        Raw($"<table>\n<tr><th scope=\"col\" class=\"side\">{Text(_words.EuropeanUnion)}</th><th scope=\"col\" class=\"side\">{Text(_words.Japan)}</th></tr>\n");
        foreach (var entry in _brief.Developments)
        {
            var (eu, jp) = (entry.Parties.Contains("EU", StringComparer.Ordinal), entry.Parties.Contains("JP", StringComparer.Ordinal));
            var cell = $"{Text(Dated(entry))} · {Text(_words.Stage(entry.Status))}: <strong>{Text(entry.Title)}</strong>{Mark(entry)}{Paragraph(entry.Summary)}<p class=\"note\">{Text(entry.Source)}</p>";
            Raw((eu, jp) switch
            {
                (true, true) => $"<tr><td colspan=\"2\">{cell}</td></tr>\n",
                (false, true) => $"<tr><td></td><td>{cell}</td></tr>\n",
                (true, false) => $"<tr><td>{cell}</td><td></td></tr>\n",
                (false, false) => $"<tr><td colspan=\"2\">{Text(string.Join(", ", entry.Parties))}: {cell}</td></tr>\n",
            });
        }

        Raw($"</table>\n{(_brief.Developments.Count == 0 ? $"<p class=\"open\">{Text(_words.None)}</p>\n" : "")}</section>\n");
    }

    private void Conflicts()
    {
        if (_brief.Conflicts.Count == 0)
        {
            return;
        }

        Raw($"<section>\n<h2>{Text(_words.Conflicts)}</h2>\n");
        foreach (var entry in _brief.Conflicts)
        {
            Raw($"<p><strong>{Text(entry.Title)}</strong></p>\n<ul>{string.Concat(entry.Accounts.Select(a => $"<li>{Text(a)}</li>"))}</ul>\n{Paragraph(entry.Resolution)}\n");
        }

        Raw("</section>\n");
    }

    private void Line(string heading, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Raw($"<tr><th scope=\"row\">{Text(heading)}</th><td><span class=\"value\" dir=\"auto\">{Text(value)}</span></td></tr>\n");
        }
    }

    private string Mark(DialogueEntry entry) => entry.Verified ? "" : $" <span class=\"open\">({Text(_words.Unverified)})</span>";

    private static string Dated(DialogueEntry entry) => entry.DateBasis is { } basis ? $"{entry.Date} ({basis})" : entry.Date ?? "";

    private static string Paragraph(string? text) => text is null ? "" : $"<p>{Text(text)}</p>";

    private static string Person(DialoguePerson person) =>
        $"{person.Name}{(person.Office is { } office ? $", {office}" : "")}{(person.Side is { } side ? $" ({side})" : "")}";

    private static string Text(string text) => PaperPage.Text(text);

    private void Raw(string markup) => _page.Append(markup);
}
