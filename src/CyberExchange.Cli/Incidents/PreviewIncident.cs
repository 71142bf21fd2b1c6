using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Incidents;

/// <summary>Shows what a partner would see of a report, and reports nothing.</summary>
public sealed class PreviewIncident : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "JSON as for cyx incident report, or - for standard input." };
    private readonly PreviewAs _as = new(required: true);

    public PreviewIncident(CyxContext context)
        : base(context, "preview", "Show what a partner would see of a report, without reporting it.",
            ["cyx --as cert-eu incident preview r.json --seen-by grid-jp", "cyx incident template | cyx --as cert-eu incident preview - --seen-by grid-jp"])
    {
        Add(_file);
        foreach (var option in _as.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        // The file goes as it is, like a report: the exchange judges it, and names the culprit by its place in it.
        var body = WithViewer(await session.ReadFileAsync(session.Value(_file), ct), _as.Partner(session), _as.Member(session));
        var preview = await session.Exchange.AskAsync<PreviewDocument>($"{ItemKind.Incident.Path}/preview", ExchangeWrite.Json(body), ct);
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
