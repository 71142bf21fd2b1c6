using System.CommandLine;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Changes;

namespace CyberExchange.Cli.Csaf;

/// <summary>Tells in words what two documents say differently, without an exchange.</summary>
public sealed class DiffCsaf : CyxCommand
{
    private readonly Argument<string> _old = new("OLD") { Description = "The document before." };
    private readonly Argument<string> _new = new("NEW") { Description = "The document after." };

    public DiffCsaf(CyxContext context)
        : base(context, "diff", "Tell in words what changed from one CSAF document to another, offline: CSAF 2.0 and 2.1, also across.",
        [
            "cyx csaf diff a-1.json a-2.json",
            "cyx csaf diff a-1.json a-2.json --json | jq '.changes[] | select(.group == \"vulnerabilities\")'",
        ])
    {
        Add(_old);
        Add(_new);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        string[] paths = [session.Value(_old)!, session.Value(_new)!]; // Both are required.
        var (old, now) = (await ReadAsync(session, paths[0], ct), await ReadAsync(session, paths[1], ct));
        switch (CsafComparer.Compare(old, now))
        {
            case CsafComparison.Made made:
                ChangesText.Print(session.Output, Document(made));
                return ExitCode.Done;
            case CsafComparison.Unreadable unreadable:
                throw new CyxFailure(ExitCode.Usage, $"{paths[unreadable.IsOld ? 0 : 1]}: {unreadable.Why}");
            default:
                throw new System.Diagnostics.UnreachableException("A comparison of no known kind.");
        }
    }

    private static ChangesDocument Document(CsafComparison.Made made) => new()
    {
        Old = Compared(made.Old),
        New = Compared(made.New),
        Changes = [.. made.Changes.Select(change => new ChangeDocument
        {
            Group = change.Group.Text(),
            Code = change.Code,
            Vulnerability = change.Vulnerability,
            Products = change.Products,
            ProductCount = change.ProductCount,
            Before = change.Before,
            After = change.After,
            OldPointer = change.OldPointer,
            NewPointer = change.NewPointer,
            Sentence = change.Sentence,
        })],
        Untold = made.Untold,
        Hints = [.. made.Hints.Select(hint => new HintDocument(hint.Code, hint.Sentence))],
    };

    private static ComparedDocument Compared(CsafCompared compared) => new()
    {
        CsafVersion = compared.CsafVersion,
        Title = compared.Title,
        PublisherNamespace = compared.PublisherNamespace,
        TrackingId = compared.TrackingId,
        TrackingVersion = compared.TrackingVersion,
        TrackingStatus = compared.TrackingStatus,
    };

    /// <summary>The bytes of a document, within the limit for one.</summary>
    internal static async Task<byte[]> ReadAsync(CyxSession session, string path, CancellationToken ct)
    {
        try
        {
            var file = session.Surroundings.FullPath(path);
            var length = new FileInfo(file).Length;
            return length > CsafLimits.DocumentBytesMax
                ? throw new CyxFailure(ExitCode.Usage, $"{path}: a document may have {CsafLimits.DocumentBytesMax} bytes; this one has {length}")
                : await File.ReadAllBytesAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot read {path}: {e.Message}", e);
        }
    }
}
