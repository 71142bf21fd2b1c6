using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Contracts.Explain;
using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Cli.Items;

/// <summary>Shows what sharing an item anew would change, and shares nothing.</summary>
public sealed class PreviewSharing : CyxCommand
{
    private readonly ItemKind _kind;
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the item; it is your own." };
    private readonly Argument<string> _file = new("FILE") { Description = "JSON with the member 'sharing', or - for standard input." };
    private readonly PreviewAs _as = new(required: false);

    public PreviewSharing(CyxContext context, ItemKind kind)
        : base(context, "preview-sharing", "Show who would gain, keep and lose an item of your own, without sharing it.",
        [
            $"cyx --as cert-eu {kind.Noun} preview-sharing 019a0000-0000-7000-8000-000000000001 sharing.json",
            $"cyx --as cert-eu {kind.Noun} preview-sharing 019a0000-0000-7000-8000-000000000001 sharing.json --seen-by grid-jp",
        ])
    {
        _kind = kind;
        Add(_id);
        Add(_file);
        foreach (var option in _as.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var sharing = SharingFile.Read(await session.ReadFileAsync(session.Value(_file), ct));
        var request = new PreviewSharingRequest { Sharing = sharing, As = _as.Partner(session), Member = _as.Member(session) };
        var path = $"{_kind.One(session.Value(_id))}/sharing/preview";
        session.Output.One(await session.Exchange.AskAsync<PreviewDocument>(path, ExchangeWrite.Json(request), ct), PreviewText.Fields);
        return ExitCode.Done;
    }
}

/// <summary>As whom a preview looks.</summary>
public sealed class PreviewAs
{
    private readonly Option<string?> _partner;
    private readonly Option<Guid?> _member = new("--seen-by-member") { Description = "Id of one of its members; left out, the partner as a whole.", HelpName = "ID" };

    // --as is taken: it says who the caller is.
    public PreviewAs(bool required) =>
        _partner = new("--seen-by") { Description = "Id or handle of the partner as whom to look.", HelpName = "PARTNER", Required = required };

    public IEnumerable<Option> All => [_partner, _member];

    public string? Partner(CyxSession session) => session.Value(_partner);

    public string? Member(CyxSession session) => session.Value(_member)?.ToString("D");
}

/// <summary>A file with sharing terms.</summary>
public static class SharingFile
{
    /// <summary>The terms of a file: alone, or as the member 'sharing', as in the template.</summary>
    /// <exception cref="CyxFailure">The file holds no sharing terms.</exception>
    public static SharingDocument Read(byte[] file)
    {
        try
        {
            var wrapped = JsonNode.Parse(file) is JsonObject document && document["sharing"] is JsonObject sharing ? sharing : null;
            return CyxJson.ReadStrictly<SharingDocument>(wrapped is null ? file : Encoding.UTF8.GetBytes(wrapped.ToJsonString()));
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"the file does not hold sharing terms: {e.Message}", e);
        }
    }
}
