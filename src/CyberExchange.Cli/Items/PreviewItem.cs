using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Items;

/// <summary>Shows what a partner would see of an item that is stated in JSON, and states nothing.</summary>
public sealed class PreviewItem : CyxCommand
{
    private readonly ItemKind _kind;
    private readonly Argument<string> _file;
    private readonly PreviewAs _as = new(required: true);

    /// <param name="context">What commands need.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="verb">The command that states it.</param>
    /// <param name="reader">For whom the example looks.</param>
    public PreviewItem(CyxContext context, ItemKind kind, string verb, string reader)
        : base(context, "preview", $"Show what a partner would see of it, without sending it: the file is one for cyx {kind.Noun} {verb}.",
            [$"cyx --as cert-eu {kind.Noun} preview a.json --seen-by {reader}", $"cyx {kind.Noun} template | cyx --as cert-eu {kind.Noun} preview - --seen-by {reader}"])
    {
        (_kind, _file) = (kind, new("FILE") { Description = $"JSON as for cyx {kind.Noun} {verb}, or - for standard input." });
        Add(_file);
        foreach (var option in _as.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        // The file goes as it is: the exchange judges it, and names the culprit by its place in it.
        var body = WithViewer(await session.ReadFileAsync(session.Value(_file), ct), _as.Partner(session), _as.Member(session));
        var preview = await session.Exchange.AskAsync<PreviewDocument>($"{_kind.Path}/preview", ExchangeWrite.Json(body), ct);
        session.Output.One(preview, PreviewText.Fields);
        return ExitCode.Done;
    }

    private static byte[] WithViewer(byte[] file, string? partner, string? member)
    {
        try
        {
            var document = JsonNode.Parse(file, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 64 }) as JsonObject
                ?? throw new JsonException("it is not an object");
            document["as"] = partner;
            if (member is not null)
            {
                document["member"] = member;
            }

            return Encoding.UTF8.GetBytes(document.ToJsonString());
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"the file is not JSON that can be sent: {e.Message}", e);
        }
    }
}
