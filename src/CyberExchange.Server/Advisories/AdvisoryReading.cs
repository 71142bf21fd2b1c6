using CyberExchange.Contracts;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Advisories;

/// <summary>A CSAF document that was read: what the rules know of it, and the bytes that are kept.</summary>
public sealed record ReadDocument(AdvisoryDocument Facts, Document Kept);

/// <summary>Reads CSAF documents for the rules.</summary>
public static class AdvisoryReading
{
    /// <summary>UTF-16 units of each text that lists show. CSAF sets no limit; titles seen in public stay below 400.</summary>
    public const int ShownCharactersMax = 2_000;

    /// <summary>The document, or a problem with every reason why it is not CSAF 2.0.</summary>
    /// <param name="bytes">The exact bytes.</param>
    public static (ReadDocument? Document, Problem? Problem) Read(byte[] bytes) => CsafDocument.Read(bytes) switch
    {
        CsafReading.Accepted { Advisory: var csaf } when TooLong(csaf) is { } pointer =>
            (null, ProblemAnswers.Of(ProblemKind.Invalid, $"The exchange shows this in lists, and takes at most {ShownCharactersMax} characters.", pointer)),
        CsafReading.Accepted { Advisory: var csaf } => (new(Facts(csaf, bytes.Length), new(Convert.FromHexString(csaf.Sha512), bytes)), null),
        CsafReading.Refused refused => (null, Refused(refused)),
        _ => throw new System.Diagnostics.UnreachableException("A reading of no known kind."),
    };

    private static string? TooLong(CsafAdvisory csaf)
    {
        (string? Text, string Pointer)[] shown =
        [
            (csaf.Title, "title"), (csaf.Category, "category"), (csaf.Lang, "lang"), (csaf.Publisher.Name, "publisher/name"),
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

    // CSAF 2.0, 3.2.1.5.1 has the words of TLP 1.0; TLP 2.0 says CLEAR for its WHITE.
    private static TlpLabel Label(string word) => word switch
    {
        "WHITE" => TlpLabel.Clear,
        "GREEN" => TlpLabel.Green,
        "AMBER" => TlpLabel.Amber,
        "RED" => TlpLabel.Red,
        _ => throw new System.Diagnostics.UnreachableException("The reader takes no other label."),
    };

    private static Problem Refused(CsafReading.Refused refused)
    {
        var first = refused.Problems[0];
        var rest = refused.ReadToTheEnd ? "" : " Reading stopped before the end.";
        return new(ProblemAnswers.Of(ProblemKind.CsafRefused, first.Detail + rest, PointerTo(first)).Document with
        {
            Errors = [.. refused.Problems.Select(p => new ProblemCulprit(PointerTo(p), p.Code, p.Detail))],
        });
    }

    // The rules point into a document in this way too, however it came.
    private static string PointerTo(CsafProblem problem) => $"/{AdvisoryForms.DocumentPart}{problem.Pointer}";
}
