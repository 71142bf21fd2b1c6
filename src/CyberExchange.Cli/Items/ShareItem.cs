using System.CommandLine;

namespace CyberExchange.Cli.Items;

/// <summary>States the sharing of an item anew, whole.</summary>
public sealed class ShareItem : ItemChange
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON with the member 'sharing', or - for standard input." };

    public ShareItem(CyxContext context, ItemKind kind)
        : base(context, kind, "share", "State anew who may see it.",
            [$"cyx --as cert-eu {kind.Noun} share 019a0000-0000-7000-8000-000000000001 sharing.json"]) => Add(_file);

    protected override string Done => "shared anew";

    protected override async Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct)
    {
        var file = await session.ReadFileAsync(session.Value(_file), ct);
        return new(HttpMethod.Put, $"{itemPath}/sharing", ExchangeWrite.Json(OnlyMember(session, file, "sharing", Kind == ItemKind.Signal ? "signal" : "report")));
    }
}
