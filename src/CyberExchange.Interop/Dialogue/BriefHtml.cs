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
        page.Agenda();
        page.Entries(brief.Prepares ? words.OpenCommitments : words.Commitments, brief.Commitments);
        page.Entries(brief.Prepares ? words.OpenNextSteps : words.NextSteps, brief.NextSteps);
        page.Developments();
        page.Entries(words.Instruments, brief.Instruments);
        if (!brief.Prepares || brief.Systems.Count > 0)
        {
            page.Entries(words.Systems, brief.Systems);
        }

        page.Conflicts();
        page.Raw($"<footer>\n<p>{Text(words.Foot)}</p>\n</footer>\n</body>\n</html>\n");
        return page._page.ToString();
    }

    private void Head()
    {
        var title = _brief.Session?.Title ?? _words.Topic(_brief.Topics[0]);
        Raw($"<!DOCTYPE html>\n<html lang=\"{_words.Language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{Text($"{_words.Brief}: {title}")}</title>\n<style>{PaperPage.Style}</style>\n</head>\n<body>\n");
        Raw($"<p>{Text(_words.Brief)}</p>\n<h1>{Text(title)}</h1>\n<table>\n");
        Line(_words.Date, _words.Dated(_brief.Session?.Date, _brief.Session?.DateBasis));
        Line(_words.Place, _brief.Session?.Place);
        Line(_words.People, _brief.Session is { People.Count: > 0 } session ? string.Join("; ", session.People.Select(Person)) : null);
        Line(_words.Before, string.Join("; ", _brief.Before.Select(e => e.Title)));
        Line(_words.Topics, string.Join(", ", _brief.Topics.Select(_words.Topic)));
        Line(_words.Source, _brief.Session?.Source);
        Line(_words.MadeOn, _brief.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Raw("</table>\n");
        if (_brief.Session?.Note is { } note)
        {
            Raw($"<p class=\"note\">{Text(note)}</p>\n");
        }

        if (_brief.Prepares)
        {
            Raw($"<p>{Text(_words.Preparing)}</p>\n");
        }
    }

    // That there is none matters before a session, and no more after it.
    private void Agenda()
    {
        if (_brief.Session?.Agenda is not { } agenda)
        {
            Raw(_brief.Prepares ? $"<section>\n<h2>{Text(_words.Agenda)}</h2>\n<p class=\"open\">{Text(_words.NoAgenda)}</p>\n</section>\n" : "");
            return;
        }

        Raw($"<section>\n<h2>{Text(_words.Agenda)}</h2>\n<ol>\n");
        foreach (var item in agenda)
        {
            var about = string.Join("; ", item.Entries.Select(Title).Prepend(item.Topic is { } topic ? _words.Topic(topic) : null).OfType<string>());
            Raw($"<li>{Text(item.Text)}{(about.Length > 0 ? $"<p class=\"note\">{Text(about)}</p>" : "")}</li>\n");
        }

        Raw("</ol>\n</section>\n");
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
            Raw($"<table>\n<tr><th scope=\"row\">{Text(When(entry))}</th><td><strong>{Text(entry.Title)}</strong>{Mark(entry)}{Paragraph(entry.Summary)}</td></tr>\n");
            Line(_words.Status, entry.Status);
            Line(_words.Owner, entry.Owner);
            Line(_words.NextStep, entry.NextStep);
            Line(_words.Evidence, entry.Evidence);
            Line(_words.Related, string.Join("; ", entry.Links.Where(l => l.Entry != _brief.Session?.Id).Select(l => Title(l.Entry))));
            Line(_words.Source, entry.Source);
            Raw($"</table>\n{(entry.Note is { } note ? $"<p class=\"note\">{Text(note)}</p>\n" : "")}");
        }

        Raw("</section>\n");
    }

    // What the record has as counterparts stands in one row.
    private void Developments()
    {
        Raw($"<section>\n<h2>{Text(_words.Developments)}</h2>\n");
        if (_brief.Developments.Any(r => r is { EuropeanUnion.Count: > 0, Japan.Count: > 0 }))
        {
            Raw($"<p class=\"note\">{Text(_words.ChosenByAnalyst)}</p>\n");
        }

        Raw($"<table>\n<tr><th scope=\"col\" class=\"side\">{Text(_words.EuropeanUnion)}</th><th scope=\"col\" class=\"side\">{Text(_words.Japan)}</th></tr>\n");
        foreach (var row in _brief.Developments)
        {
            Raw(row.Others.Count > 0 ? $"<tr><td colspan=\"2\">{string.Concat(row.Others.Select(Development))}</td></tr>\n" : $"<tr>{Cell(row.EuropeanUnion)}{Cell(row.Japan)}</tr>\n");
        }

        Raw($"</table>\n{(_brief.Developments.Count == 0 ? $"<p class=\"open\">{Text(_words.None)}</p>\n" : "")}</section>\n");
    }

    private string Cell(IReadOnlyList<DialogueEntry> developments) =>
        developments.Count == 0 ? $"<td class=\"open\">{Text(_words.NoCounterpart)}</td>" : $"<td>{string.Concat(developments.Select(Development))}</td>";

    // One that is neither side's says whose it is.
    private string Development(DialogueEntry entry)
    {
        var whose = entry.Parties.Any(p => p is "EU" or "JP") ? "" : $"{string.Join(", ", entry.Parties)}: ";
        return $"<div>{Text($"{whose}{_words.Dated(entry.Date, entry.DateBasis)} · {_words.Stage(entry.Status)}")}: <strong>{Text(entry.Title)}</strong>{Mark(entry)}{Paragraph(entry.Summary)}<p class=\"note\">{Text(entry.Source)}</p></div>";
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

    private string Mark(DialogueEntry entry) =>
        string.Concat(new[] { entry.Verified ? null : _words.Unverified, entry.IsOverdue(_brief.Today) ? _words.Overdue : null }.OfType<string>().Select(mark => $" <span class=\"open\">({Text(mark)})</span>"));

    // Only of a next step it says something that there is no date.
    private string When(DialogueEntry entry) => _words.Dated(entry.Date, entry.DateBasis) ?? (entry.Kind is DialogueKind.NextStep ? _words.Undated : entry.Id);

    private string Title(string id) => _brief.Titles.GetValueOrDefault(id, id);

    private static string Paragraph(string? text) => text is null ? "" : $"<p>{Text(text)}</p>";

    private static string Person(DialoguePerson person) =>
        $"{person.Name}{(person.Office is { } office ? $", {office}" : "")}{(person.Side is { } side ? $" ({side})" : "")}";

    private static string Text(string text) => PaperPage.Text(text);

    private void Raw(string markup) => _page.Append(markup);
}
