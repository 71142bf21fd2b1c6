using System.CommandLine;
using CyberExchange.Cli.Losses;
using CyberExchange.Interop.Losses;
using CyberExchange.Interop.OpenVex;

namespace CyberExchange.Cli.Csaf;

/// <summary>Translates between CSAF and OpenVEX, without an exchange, and tells what is lost.</summary>
public sealed class ConvertCsaf : CyxCommand
{
    private const string OpenVex = "openvex";
    private const string CsafVex = "csaf-vex";

    private readonly Argument<string> _file = new("FILE") { Description = "A CSAF document, or an OpenVEX document for csaf-vex." };

    private readonly Option<string> _to = new("--to")
    {
        Description = "OpenVEX 0.2.0 from CSAF 2.0 or 2.1, or CSAF 2.0 of the profile csaf_vex from OpenVEX.", HelpName = "openvex|csaf-vex", Required = true,
    };

    private readonly Option<string?> _namespace = new("--publisher-namespace") { Description = "csaf-vex: the publisher's namespace; left out, the origin of the document's id.", HelpName = "URI" };

    private readonly Option<string?> _category = new("--publisher-category")
    {
        Description = "csaf-vex: the publisher's category; left out, the author's role where it is one, or else other.", HelpName = "WORD",
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Where to; left out, standard output.", HelpName = "FILE" };
    private readonly LossOutput _losses = new();

    public ConvertCsaf(CyxContext context)
        : base(context, "convert", "Translate a document from CSAF to OpenVEX or back, offline; what is lost is told on standard error.",
        [
            "cyx csaf convert a.json --to openvex > a.openvex.json",
            "cyx csaf convert a.openvex.json --to csaf-vex --publisher-namespace https://maker.example -o a.json",
        ])
    {
        Add(_file);
        _to.AcceptOnlyFromAmong(OpenVex, CsafVex);
        Add(_to);
        Add(_namespace);
        _category.AcceptOnlyFromAmong("coordinator", "discoverer", "other", "translator", "user", "vendor");
        Add(_category);
        Add(_output);
        Add(_losses.Option);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = session.Value(_file)!; // It is required.
        var bytes = await DiffCsaf.ReadAsync(session, path, ct);
        var toOpenVex = session.Value(_to) == OpenVex;
        var translation = toOpenVex
            ? CsafToOpenVex.Translate(bytes)
            : OpenVexToCsaf.Translate(bytes, new VexPublisher { Namespace = session.Value(_namespace), Category = session.Value(_category) });
        if (translation is not VexTranslation.Made made)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path}: {((VexTranslation.NotPossible)translation).Why}");
        }

        await WriteAsync(session, made.Bytes, ct);
        var table = new LossTable();
        table.Add(made.Losses);
        var report = new LossDocument(toOpenVex ? "csaf" : OpenVex, toOpenVex ? OpenVex : CsafVex, table.Records, table.Rows);
        await _losses.WriteFileAsync(session, report, ct);
        LossOutput.Show(session.Output, report);
        return ExitCode.Done;
    }

    private async Task WriteAsync(CyxSession session, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (session.Value(_output) is not { } path)
        {
            await session.Surroundings.OutputBytes.WriteAsync(bytes, ct);
            await session.Surroundings.OutputBytes.WriteAsync("\n"u8.ToArray(), ct);
            return;
        }

        try
        {
            await File.WriteAllBytesAsync(session.Surroundings.FullPath(path), bytes, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot write {path}: {e.Message}", e);
        }
    }
}
