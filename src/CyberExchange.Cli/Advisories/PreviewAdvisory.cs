using System.CommandLine;
using CyberExchange.Cli.Import;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Advisories;

/// <summary>Shows what a partner would see of a CSAF document, and publishes nothing.</summary>
public sealed class PreviewAdvisory : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The CSAF document, or - for standard input." };
    private readonly Option<string?> _provenance = new("--provenance") { Description = "How you come to hold it; left out, as its publisher.", HelpName = "WORD" };
    private readonly SharingOptions _sharing = new();
    private readonly PreviewAs _as = new(required: true);

    public PreviewAdvisory(CyxContext context)
        : base(context, "preview", "Show what a partner would see of a CSAF document, without publishing it.",
            ["cyx --as maker-jp advisory preview a.json --label TLP:AMBER --to grid-jp --seen-by grid-jp"])
    {
        Add(_file);
        _provenance.AcceptOnlyFromAmong([.. AdvisoryUpload.Provenances]);
        Add(_provenance);
        foreach (var option in _sharing.All.Concat(_as.All))
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var sharingOf = await _sharing.ReadAsync(session, ct);
        var document = await session.ReadFileAsync(session.Value(_file), ct);
        var terms = new PreviewAdvisoryTerms
        {
            Provenance = session.Value(_provenance),
            Sharing = sharingOf(CsafHeader.Read(document)?.Label) ?? throw CyxFailure.Usage("the document has no TLP label of its own: give --label or --sharing"),
            As = _as.Partner(session)!, // The option is required.
            Member = _as.Member(session),
        };
        var preview = await session.Exchange.AskAsync<PreviewDocument>(
            $"{ItemKind.Advisory.Path}/preview", () => AdvisoryUpload.Multipart(terms, document), ct);
        session.Output.One(preview, PreviewText.Fields);
        return ExitCode.Done;
    }
}
