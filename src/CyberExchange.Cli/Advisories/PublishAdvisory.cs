using System.CommandLine;
using CyberExchange.Cli.Import;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>Publishes one CSAF document.</summary>
public sealed class PublishAdvisory : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The CSAF document, or - for standard input." };
    private readonly Option<string?> _provenance = new("--provenance") { Description = "How you come to hold it; left out, as its publisher.", HelpName = "WORD" };
    private readonly SharingOptions _sharing = new();

    public PublishAdvisory(CyxContext context)
        : base(context, "publish", "Publish a CSAF document that passes the schema and the mandatory tests of CSAF 2.0 or 2.1.",
        [
            "cyx --as maker-jp advisory publish a.json --label TLP:CLEAR",
            "cyx --as maker-jp advisory publish a.json --label TLP:AMBER --to grid-eu --legal-basis \"EU:agreement:EU-JP 2026/1\"",
            "cyx --as cert-eu advisory publish a.json --provenance coordinator",
        ])
    {
        Add(_file);
        _provenance.AcceptOnlyFromAmong([.. AdvisoryUpload.Provenances]);
        Add(_provenance);
        foreach (var option in _sharing.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var sharingOf = await _sharing.ReadAsync(session, ct);
        var document = await session.ReadFileAsync(session.Value(_file), ct);
        var sharing = sharingOf(CsafHeader.Read(document)?.Label)
            ?? throw CyxFailure.Usage("the document has no TLP label of its own: give --label or --sharing");

        var terms = new PublishAdvisoryTerms { Provenance = session.Value(_provenance), Sharing = sharing };
        var receipt = await session.Exchange.WriteAsync(AdvisoryUpload.Publish(terms, document), ct);
        await Receipts.AwaitShownAsync(session, ItemKind.Advisory, receipt, ct);
        session.Output.One(receipt, $"published {receipt.Id}");
        ValidationText.Note(session, receipt);
        return ExitCode.Done;
    }
}
