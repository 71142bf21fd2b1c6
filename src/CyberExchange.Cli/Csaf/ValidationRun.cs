using System.Runtime.CompilerServices;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Cli.Csaf;

/// <summary>A file to validate.</summary>
/// <param name="IsNamed">Whether somebody named it, and it was not merely found below a folder.</param>
public sealed record ValidationFile(string Path, bool IsNamed);

/// <summary>Validates files side by side and gives the answers in the order of the files, each as soon as those before it are there.</summary>
public sealed class ValidationRun(CsafValidationOptions options)
{
    // One core has one document in work; as many again wait for their turn, so that a large one holds up no core.
    private static readonly int InWorkMax = 2 * Environment.ProcessorCount;

    /// <summary>The files that are named, and those below the folders that are: all with the ending `.json`.</summary>
    /// <remarks>A path that is not there stays in the list, so that the others are validated and it is reported.</remarks>
    public static IReadOnlyList<ValidationFile> Find(IEnumerable<string> paths) =>
        [.. paths.SelectMany(Below).DistinctBy(file => file.Path, StringComparer.Ordinal)];

    public async IAsyncEnumerable<ValidationLine> RunAsync(IEnumerable<ValidationFile> files, [EnumeratorCancellation] CancellationToken ct)
    {
        var inWork = new Queue<Task<ValidationLine>>();
        foreach (var file in files)
        {
            inWork.Enqueue(Task.Run(() => Validate(file.Path), ct));
            if (inWork.Count == InWorkMax)
            {
                yield return await inWork.Dequeue();
            }
        }

        while (inWork.TryDequeue(out var next))
        {
            yield return await next;
        }
    }

    private ValidationLine Validate(string path)
    {
        try
        {
            // A larger one is refused before it is read.
            var length = new FileInfo(path).Length;
            return length > CsafLimits.DocumentBytesMax
                ? ValidationLine.Unreadable(path, $"A document may have {CsafLimits.DocumentBytesMax} bytes; this one has {length}.")
                : ValidationLine.Of(path, CsafValidator.Validate(File.ReadAllBytes(path), options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ValidationLine.Unreadable(path, e.Message);
        }
    }

    private static IEnumerable<ValidationFile> Below(string path)
    {
        if (!Directory.Exists(path))
        {
            return [new(path, IsNamed: true)];
        }

        try
        {
            return Directory.GetFiles(path, "*.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => new ValidationFile(file, IsNamed: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot search {path}: {e.Message}", e);
        }
    }
}
