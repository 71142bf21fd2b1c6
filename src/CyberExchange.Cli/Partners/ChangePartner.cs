using System.CommandLine;

namespace CyberExchange.Cli.Partners;

/// <summary>States the facts about a partner anew, whole.</summary>
public sealed class ChangePartner : PartnerChange
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON with the partner's facts, or - for standard input." };

    private readonly Option<string?> _etag = new("--etag")
    {
        Description = "Entity tag of the rendition you decided on; left out, the present one is read first.",
        HelpName = "ETAG",
    };

    public ChangePartner(CyxContext context)
        : base(context, "change", "State the facts about a partner anew, as a steward.",
            ["cyx --as steward partner show water-jp --json | jq .facts > p.json", "cyx --as steward partner change water-jp p.json"])
    {
        Add(_file);
        Add(_etag);
    }

    protected override string Done => "changed";

    protected override async Task<ExchangeWrite> WriteAsync(CyxSession session, string partnerPath, CancellationToken ct) =>
        new(HttpMethod.Put, partnerPath, ExchangeWrite.Json(await session.ReadFileAsync(session.Value(_file), ct)))
        {
            IfMatch = session.Value(_etag) ?? await session.Exchange.EtagAsync(partnerPath, consistencyToken: null, ct),
        };
}
