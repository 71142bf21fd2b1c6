using System.CommandLine;
using CyberExchange.Cli.Items;

namespace CyberExchange.Cli.Advisories;

/// <summary>Puts a later version of the document in the place of the present one.</summary>
public sealed class ReviseAdvisory : ItemChange
{
    private readonly Argument<string> _file = new("FILE") { Description = "The later CSAF document, or - for standard input." };

    public ReviseAdvisory(CyxContext context)
        : base(context, ItemKind.Advisory, "revise", "Publish a later version of the document; one of the profile csaf_withdrawn or csaf_superseded withdraws the advisory.",
            ["cyx --as maker-jp advisory revise 019a0000-0000-7000-8000-000000000001 a-2.json"]) => Add(_file);

    protected override string Done => "revised";

    protected override async Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct) =>
        AdvisoryUpload.Revise(itemPath, await session.ReadFileAsync(session.Value(_file), ct));
}
