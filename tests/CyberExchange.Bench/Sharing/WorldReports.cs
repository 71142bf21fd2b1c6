using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Bench.Sharing;

/// <summary>Incident reports of the sizes that people write: a title, some sentences, a contact, now and then a CVE.</summary>
internal static class WorldReports
{
    private static readonly DateTimeOffset Detected = new(2025, 12, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Classes = [.. IncidentClasses.All.Select(c => c.Id)];
    private static readonly string[] SectorIds = [.. Sectors.All.Select(t => t.Id)];

    // Text of no meaning, with the lengths and the many different words of prose: it compresses no better than a report.
    private static readonly string[] Syllables =
        ["ra", "ven", "to", "sil", "ma", "kor", "de", "plin", "ge", "thu", "no", "wes", "ba", "rim", "lo", "fex", "ti", "dan", "su", "orb", "ke", "mul"];

    public static IncidentReport Draw(Draw draw, int place) => new()
    {
        Reference = draw.OneIn(2) ? $"CASE-{place:0000}" : null,
        Title = Sentence(draw, words: draw.Below(6) + 4),
        Summary = Prose(draw, characters: 200 + (draw.Below(40) * draw.Below(60))),
        Classification = draw.Of(Classes),
        Severity = draw.OneIn(3) ? null : draw.Of(["nis-cg-impact.green", "nis-cg-impact.yellow", "nis-cg-impact.red", "jp-severity.level-1", "jp-severity.level-2"]),
        Sectors = [.. Enumerable.Range(0, draw.Below(3) + 1).Select(_ => draw.Of(SectorIds)).Distinct(StringComparer.Ordinal)],
        BeganAt = draw.OneIn(2) ? Detected.AddHours(-draw.Below(48)) : null,
        DetectedAt = Detected,
        EndedAt = null,
        AffectedCount = draw.OneIn(2) ? draw.Below(20_000) : null,
        Vulnerabilities = draw.OneIn(3) ? [$"CVE-2025-{1_000 + draw.Below(9_000)}"] : [],
        Contacts = [new(Sealed(draw), Sealed(draw), null)],
        PersonalNotes = null,
    };

    private static string Prose(Draw draw, int characters)
    {
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append(Sentence(draw, words: draw.Below(12) + 5)).Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    private static string Sentence(Draw draw, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => string.Concat(Enumerable.Range(0, draw.Below(3) + 1).Select(_ => draw.Of(Syllables))))) + ".";

    // As long as a sealed name: nonce, tag, salt and some letters. Nobody opens it here.
    private static SealedText Sealed(Draw draw) => new(
        new SubjectId(WorldIds.Of(4, draw.Below(5_000))), Random64(draw, bytes: 60), Random64(draw, bytes: 32));

    private static string Random64(Draw draw, int bytes) =>
        System.Buffers.Text.Base64Url.EncodeToString([.. Enumerable.Range(0, bytes).Select(_ => (byte)draw.Below(256))]);
}
