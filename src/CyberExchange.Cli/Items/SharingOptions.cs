using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Cli.Items;

/// <summary>Sharing terms from the command line, for advisories that are published or imported, and for mandates.</summary>
public sealed class SharingOptions
{
    private const string Clear = "TLP:CLEAR";

    private readonly Option<string?> _label;
    private readonly Option<string?> _pap = new("--pap") { Description = "PAP label; left out, PAP:AMBER.", HelpName = "LABEL" };

    private readonly Option<string[]> _to = new("--to")
    {
        Description = "Partners it is for; may be repeated. A document that is TLP:CLEAR is for everyone and leaves this aside.",
        HelpName = "HANDLE",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _legalBasis = new("--legal-basis")
    {
        Description = "Why it may leave its jurisdiction; may be repeated.",
        HelpName = "DESTINATION:CODE:REFERENCE",
    };

    private readonly Option<bool> _statistics = new("--statistics") { Description = "Let it be counted in published editions of the trends. Of advisories only those that are TLP:CLEAR are." };

    private readonly Option<string?> _sharing = new("--sharing")
    {
        Description = "JSON file with the sharing terms, instead of the options above.",
        HelpName = "FILE",
    };

    /// <param name="otherwise">Which label stands where none is given.</param>
    public SharingOptions(string otherwise = "the document's own") =>
        _label = new("--label") { Description = $"TLP 2.0 label; left out, {otherwise}.", HelpName = "LABEL" };

    public IEnumerable<Option> All => [_label, _pap, _to, _legalBasis, _statistics, _sharing];

    /// <summary>Reads the options once; the answer gives the terms for each document by the document's own label.</summary>
    /// <exception cref="CyxFailure">They contradict each other, or the file cannot be used.</exception>
    public async Task<Func<string?, SharingDocument?>> ReadAsync(CyxSession session, CancellationToken ct)
    {
        var label = session.Value(_label);
        var pap = session.Value(_pap);
        var to = session.Value(_to) ?? [];
        var statistics = session.Value(_statistics);
        var bases = (session.Value(_legalBasis) ?? []).Select(ParseLegalBasis).ToList();
        if (session.Value(_sharing) is { } file)
        {
            if (label is not null || pap is not null || statistics || to.Length + bases.Count > 0)
            {
                throw CyxFailure.Usage("--sharing states everything: leave out --label, --pap, --to, --legal-basis and --statistics");
            }

            var terms = ReadTerms(file, await session.ReadFileAsync(file, ct));
            return _ => terms;
        }

        return documentLabel => (label ?? documentLabel) is { } effective
            ? new SharingDocument
            {
                Label = effective,
                Pap = pap,
                Audience = to.Length == 0 || effective == Clear ? null : new AudienceDocument { Partners = to },
                LegalBases = bases.Count == 0 ? null : bases,
                PermitsStatistics = statistics,
            }
            : null;
    }

    private static SharingDocument ReadTerms(string path, byte[] file)
    {
        try
        {
            // Both the terms alone and a file with the member 'sharing', such as the template, are taken.
            var wrapped = JsonNode.Parse(file) is JsonObject document && document["sharing"] is JsonObject sharing ? sharing : null;
            return CyxJson.ReadStrictly<SharingDocument>(
                wrapped is null ? file : Encoding.UTF8.GetBytes(wrapped.ToJsonString()));
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path} does not hold sharing terms: {e.Message}", e);
        }
    }

    private static LegalBasisDocument ParseLegalBasis(string text) =>
        text.Split(':', 3) is [{ Length: > 0 } destination, { Length: > 0 } code, { Length: > 0 } reference]
            ? new LegalBasisDocument { Destination = destination, Code = code, Reference = reference }
            : throw CyxFailure.Usage($"'{text}' is not DESTINATION:CODE:REFERENCE, such as \"JP:agreement:EU-JP 2026/1\"");
}
