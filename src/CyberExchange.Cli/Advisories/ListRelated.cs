using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>Lists what other advisories are to one.</summary>
public sealed class ListRelated : CyxCommand
{
    private static readonly string[] Headings = ["RELATION", "ID", "LABEL", "PAP", "LANGUAGE", "TRACKING", "FROM", "MARK", "TITLE"];

    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the advisory." };
    private readonly Option<string?> _language = new("--lang") { Description = "Only originals and translations in this language, a BCP 47 tag: de finds de-AT too.", HelpName = "TAG" };

    public ListRelated(CyxContext context)
        : base(context, "related", "List the advisories, of those that you see, of which it is a translation, its translations, and what supersedes it.",
            ["cyx --as grid-jp advisory related 019a0000-0000-7000-8000-000000000001 --lang ja"])
    {
        Add(_id);
        Add(_language);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add($"{ItemKind.Advisory.One(session.Value(_id))}/related", ("lang", session.Value(_language)));
        var related = await session.Exchange.GetAsync<RelatedAdvisoriesDocument>(path, ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(related);
            return ExitCode.Done;
        }

        (string Relation, RelatedAdvisoryDocument Other)[] all =
        [
            .. related.SupersededBy.Select(other => ("superseded by", other)),
            .. related.Originals.Select(other => ("translation of", other)),
            .. related.Translations.Select(other => ("translation", other)),
        ];
        session.Output.Many(all, Headings, Cells);
        if (related.More is true)
        {
            session.Output.Note("there are more that are not listed");
        }

        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells((string Relation, RelatedAdvisoryDocument Other) line) =>
    [
        line.Relation, line.Other.Id.ToString(), line.Other.Label, line.Other.Pap, line.Other.Language ?? "", $"{line.Other.TrackingId} {line.Other.TrackingVersion}",
        OriginatorText.Short(line.Other.Originator), RelatedText.Mark(line.Other), line.Other.Title,
    ];
}
