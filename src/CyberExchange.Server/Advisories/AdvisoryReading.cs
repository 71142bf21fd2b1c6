using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Server.Problems;
using AdvisoryDocument = CyberExchange.Domain.Advisories.AdvisoryDocument;

namespace CyberExchange.Server.Advisories;

/// <summary>A CSAF document that can be kept: what the rules know of it, what it says and fails, and the bytes.</summary>
public sealed record ReadDocument(AdvisoryDocument Facts, CsafAdvisory Csaf, CsafValidation Validation, Document Kept)
{
    /// <summary>The first mandatory test that it fails; null for none.</summary>
    public DocumentDefect? Defect => Validation.Results is [{ Severity: CsafSeverity.Error } first, ..]
        ? new(AdvisoryReading.PointerTo(first), first.Message)
        : null;

    /// <summary>That it is a translation; null where it is none.</summary>
    public DocumentTranslation? Translation => Csaf.SourceLang is { } language ? new(language, Csaf.Links.Original is not null) : null;
}

/// <summary>Reads and tests CSAF documents for the rules: one parse of each.</summary>
/// <param name="clock">When they are tested.</param>
public sealed class AdvisoryReading(TimeProvider clock) : IDisposable
{
    /// <summary>UTF-16 units of each text that lists show. CSAF sets no limit; titles seen in public stay below 400.</summary>
    public const int ShownCharactersMax = 2_000;

    // A large document made for the purpose keeps a core for seconds and takes many times its bytes: as many at once as there are cores.
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <summary>The document, or a problem with every reason why nobody may publish it: it is not JSON, or fails the schema.</summary>
    /// <param name="bytes">The exact bytes.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(ReadDocument? Document, Problem? Problem)> ReadAsync(byte[] bytes, CancellationToken ct) =>
        Judge(await RunAsync(() => CsafDocument.Read(bytes, OptionsAt(clock.GetUtcNow())), ct), bytes);

    /// <summary>What the tests say of a document that is kept.</summary>
    /// <param name="bytes">The exact bytes.</param>
    /// <param name="statedAt">When it was published: what is right only until a day (CSAF 2.1, 6.2.33) is judged by that.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CsafValidation> ValidateAsync(byte[] bytes, DateTimeOffset statedAt, CancellationToken ct) =>
        RunAsync(() => CsafValidator.Validate(bytes, OptionsAt(statedAt)), ct);

    /// <summary>Works on a document: as many at once as there are cores, whoever asks and for whatever.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="ct">Gives up before it begins.</param>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _cores.WaitAsync(ct);
        try
        {
            return work();
        }
        finally
        {
            _cores.Release();
        }
    }

    /// <summary>The answer to a document that the rules refuse for its defects, with every one of them.</summary>
    public static Problem Refused(CsafValidation validation)
    {
        var errors = validation.Results.Where(result => result.Severity is CsafSeverity.Error).ToList();
        var first = errors.FirstOrDefault() ?? new("schema", CsafSeverity.Error, "", "The document lacks what every list shows of it.");
        return new(ProblemAnswers.Of(ProblemKind.CsafRefused, $"{first.Message} (test {first.Test})", PointerTo(first)).Document with
        {
            Errors = [.. errors.Take(CsafLimits.ResultsToldMax).Select(result => new ProblemCulprit(PointerTo(result), result.Test, result.Message))],
            MoreErrors = errors.Count > CsafLimits.ResultsToldMax ? errors.Count - CsafLimits.ResultsToldMax : null,
        });
    }

    /// <summary>Where a result is, as the rules point into a document, however it came.</summary>
    public static string PointerTo(CsafResult result) => $"/{AdvisoryForms.DocumentPart}{result.Pointer}";

    /// <summary>A validation as partners read it.</summary>
    public static ValidationDocument Document(CsafValidation validation) => new()
    {
        CsafVersion = validation.Version,
        Validator = CsafValidator.Version,
        Valid = validation.IsValid,
        Results = [.. validation.Results.Take(CsafLimits.ResultsToldMax).Select(result => new ValidationResultDocument(result.Test, Word(result.Severity), result.Pointer, result.Message))],
        MoreResults = validation.Results.Length > CsafLimits.ResultsToldMax ? validation.Results.Length - CsafLimits.ResultsToldMax : null,
    };

    public void Dispose() => _cores.Dispose();

    private static CsafValidationOptions OptionsAt(DateTimeOffset at) => CsafValidationOptions.Default with { At = at };

    private static string Word(CsafSeverity severity) => severity switch
    {
        CsafSeverity.Error => "error",
        CsafSeverity.Warning => "warning",
        CsafSeverity.Information => "information",
    };

    private static (ReadDocument? Document, Problem? Problem) Judge(CsafReading reading, byte[] bytes)
    {
        var (validation, csaf) = reading;
        if (csaf is null || validation.Results.Any(result => result.Test is "json" or "schema"))
        {
            return (null, Refused(validation));
        }

        return TooLong(csaf) is { } pointer
            ? (null, ProblemAnswers.Of(ProblemKind.Invalid, $"The exchange shows this in lists, and takes at most {ShownCharactersMax} characters.", pointer))
            : (new(Facts(csaf, bytes.Length), csaf, validation, new(Convert.FromHexString(csaf.Sha512), bytes)), null);
    }

    private static string? TooLong(CsafAdvisory csaf)
    {
        (string? Text, string Pointer)[] shown =
        [
            (csaf.Title, "title"), (csaf.Category, "category"), (csaf.Lang, "lang"), (csaf.SourceLang, "source_lang"), (csaf.Publisher.Name, "publisher/name"),
            (csaf.Publisher.Namespace, "publisher/namespace"), (csaf.Tracking.Id, "tracking/id"), (csaf.Tracking.Version, "tracking/version"),
        ];
        return shown.Where(s => s.Text?.Length > ShownCharactersMax).Select(s => $"/{AdvisoryForms.DocumentPart}/document/{s.Pointer}").FirstOrDefault();
    }

    private static AdvisoryDocument Facts(CsafAdvisory csaf, int lengthBytes) => new()
    {
        PublisherNamespace = csaf.Publisher.Namespace,
        TrackingId = csaf.Tracking.Id,
        TrackingVersion = csaf.Tracking.Version,
        Title = csaf.Title,
        Label = csaf.Tlp is null ? null : Label(csaf.Tlp.Label),
        Sha512 = csaf.Sha512,
        LengthBytes = lengthBytes,
    };

    // CSAF 2.0, 3.2.1.5.1 has the words of TLP 1.0, whose WHITE is TLP 2.0's CLEAR; CSAF 2.1 has those of TLP 2.0.
    private static TlpLabel Label(string word) => word switch
    {
        "WHITE" or "CLEAR" => TlpLabel.Clear,
        "GREEN" => TlpLabel.Green,
        "AMBER" => TlpLabel.Amber,
        "AMBER+STRICT" => TlpLabel.AmberStrict,
        "RED" => TlpLabel.Red,
        _ => throw new System.Diagnostics.UnreachableException("The schemas take no other label."),
    };
}
