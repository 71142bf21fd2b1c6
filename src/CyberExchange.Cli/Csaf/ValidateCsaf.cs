using System.CommandLine;
using System.Text.Json;
using CyberExchange.Cli.Views;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Cli.Csaf;

/// <summary>Tests documents against the standard, without an exchange and, unless URLs are to be asked, without the network.</summary>
public sealed class ValidateCsaf : CyxCommand
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files, and folders that are searched through for .json files.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string> _preset = new("--preset")
    {
        Description = "What is tested: the JSON schema, the mandatory tests (6.1) as well, or all tests (6.2 and 6.3).",
        HelpName = "schema|mandatory|full",
        DefaultValueFactory = _ => "full",
    };

    private readonly Option<bool> _online = new("--online")
    {
        Description = "Ask whether the URLs of the documents resolve (6.3.6, 6.3.7). Nothing goes over the network otherwise.",
    };

    private readonly Option<string?> _spelling = new("--spelling")
    {
        Description = "Check the spelling (6.3.8) by this Hunspell dictionary, for documents of the language that its file is named after: en_GB.dic, with en_GB.aff beside it.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _extensions = new("--extensions")
    {
        Description = "Test extensions of CSAF 2.1 against their metadata (6.1.60.3): a folder that is searched through for it.",
        HelpName = "FOLDER",
    };

    public ValidateCsaf(CyxContext context)
        : base(context, "validate", "Test CSAF documents against the standard, offline: exit code 0 when all are valid, 1 when some are not, 2 when one cannot be read.",
        [
            "cyx csaf validate advisories/",
            "cyx csaf validate a.json b.json --preset mandatory",
            "cyx csaf validate advisories/ --json | jq -c 'select(.valid | not)'",
        ])
    {
        Add(_paths);
        _preset.AcceptOnlyFromAmong("schema", "mandatory", "full");
        Add(_preset);
        Add(_online);
        Add(_spelling);
        Add(_extensions);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        using var urls = session.Value(_online) ? new UrlStatus() : null;
        var options = new CsafValidationOptions
        {
            Preset = Preset(session.Value(_preset)),
            At = session.Surroundings.Clock.GetUtcNow(),
            StatusOf = urls is null ? null : urls.Of,
            Spelling = Dictionary(session),
            Extensions = Extensions(session),
        };
        var files = ValidationRun.Find(session.Value(_paths), session.Surroundings.FullPath);
        var tally = new Tally();
        using var progress = session.Surroundings is { ErrorIsTerminal: true, OutputIsTerminal: false } ? new ProgressLine(session.Surroundings) : null;
        var at = 0;
        await foreach (var line in new ValidationRun(options).RunAsync(files, ct))
        {
            var isSkipped = line.IsOtherFile && !files[at].IsNamed;
            at++;
            tally.Add(line, isSkipped);
            if (!isSkipped)
            {
                Print(session.Output, line);
            }

            progress?.Show($"{at} of {files.Count} files, {tally.Invalid} not valid");
        }

        progress?.End();
        if (!session.Output.Json)
        {
            session.Output.Note(tally.ToString());
        }

        return tally.Unreadable > 0 ? ExitCode.Usage : tally.Invalid > 0 ? ExitCode.Invalid : ExitCode.Done;
    }

    private static CsafPreset Preset(string? word) => word switch
    {
        "schema" => CsafPreset.Schema,
        "mandatory" => CsafPreset.Mandatory,
        _ => CsafPreset.Full,
    };

    private SpellingDictionary? Dictionary(CyxSession session)
    {
        if (session.Value(_spelling) is not { } path)
        {
            return null;
        }

        try
        {
            var file = session.Surroundings.FullPath(path);
            var language = Path.GetFileNameWithoutExtension(file).Replace('_', '-');
            return SpellingDictionary.Read(language, File.ReadLines(Path.ChangeExtension(file, ".aff")), File.ReadLines(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read the dictionary {path}: {e.Message}", e);
        }
    }

    private Dictionary<string, CsafExtensionMetadata> Extensions(CyxSession session)
    {
        var extensions = new Dictionary<string, CsafExtensionMetadata>(StringComparer.Ordinal);
        foreach (var file in session.Value(_extensions) is { } folder ? NamedFiles.Below(session.Surroundings.FullPath(folder), ".json") : [])
        {
            try
            {
                if (CsafExtensionMetadata.Read(File.ReadAllBytes(file)) is { } metadata)
                {
                    extensions[metadata.Schema] = metadata;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                throw new CyxFailure(ExitCode.Usage, $"cannot read the metadata {file}: {e.Message}", e);
            }
        }

        return extensions;
    }

    private static void Print(CyxOutput output, ValidationLine line)
    {
        if (output.Json)
        {
            output.JsonLine(line);
            return;
        }

        var said = line.Valid ? "valid" : line.IsReadable ? "not valid" : "not readable";
        output.Line($"{line.File}: {said}{(line.Version is { } version ? $" (CSAF {version})" : "")}");
        foreach (var result in line.Results)
        {
            output.Line($"  {result.Severity} {result.Test} {(result.Pointer.Length == 0 ? "/" : result.Pointer)}: {result.Message}");
        }
    }

    private sealed class Tally
    {
        private int _valid;
        private int _skipped;

        public int Invalid { get; private set; }

        public int Unreadable { get; private set; }

        public void Add(ValidationLine line, bool isSkipped)
        {
            _skipped += isSkipped ? 1 : 0;
            _valid += !isSkipped && line.Valid ? 1 : 0;
            Invalid += !isSkipped && line is { Valid: false, IsReadable: true } ? 1 : 0;
            Unreadable += !isSkipped && !line.IsReadable ? 1 : 0;
        }

        public override string ToString() =>
            $"{_valid} valid, {Invalid} not valid, {Unreadable} not readable{(_skipped > 0 ? $"; {_skipped} JSON file(s) skipped that are other files of a CSAF site" : "")}";
    }
}
